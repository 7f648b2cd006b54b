//! Fetching actors and objects of other servers, and keeping what was verified.
