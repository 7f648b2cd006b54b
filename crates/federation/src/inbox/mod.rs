//! Incoming activities: verified and stored, then applied in order.
