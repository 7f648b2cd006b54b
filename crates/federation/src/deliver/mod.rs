//! Sending what is due, host by host.
