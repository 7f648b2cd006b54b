//! Ids, value types and rules of Staffroom.
