//! The types of settings: each parses itself, says what it allows and writes itself back.
//!
//! A file for each kind of value. What a value means to the program does not belong here.

mod account_domain;
mod basic;
mod byte_size;
mod choices;
mod database_url;
mod duration;
mod email_address;
mod log_filter;
mod optional;
mod secret;
mod server_url;
mod trusted_proxies;
mod value;

pub use account_domain::AccountDomain;
pub use basic::{LanguageTag, ZoneName};
pub use byte_size::ByteSize;
pub use choices::{
    Durability, Encryption, FederationMode, Hubs, LogFormat, Provider, Registration, Role,
};
pub use database_url::DatabaseUrl;
pub use email_address::EmailAddress;
pub use log_filter::LogFilter;
pub use secret::Secret;
pub use server_url::ServerUrl;
pub use trusted_proxies::TrustedProxies;
pub use value::Value;
