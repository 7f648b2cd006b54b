//! Outgoing activities: made of events, once each, with a delivery for each inbox.
