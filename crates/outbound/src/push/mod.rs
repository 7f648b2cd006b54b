//! Web Push: encrypting messages for programs, and handing them to their push services.

mod encrypt;
mod handler;

pub use handler::PushHandler;
