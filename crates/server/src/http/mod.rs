//! The web server around the pages: what every request passes through, and the addresses that
//! machines ask.

mod layers;
mod operations;
mod server;

pub use operations::{Metrics, doctor_signature};
pub use server::{Doors, HttpError, Listeners, Served, serve};
