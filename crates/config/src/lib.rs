//! Settings of Staffroom.
//!
//! Here belong: the one definition of each setting ([`mod@settings`], by the macro in `definition`), the types
//! of their values (`values`), where they come from and which source wins (`load`), the rules between
//! several settings (`check`), and every text made from the definitions: the commented example file,
//! the file that `staffroom init` writes, the listing of `staffroom config show` and the messages about mistakes.
//!
//! Here does not belong: anything that uses a setting, and any I/O besides the configuration file, the files
//! that hold secrets, and the environment. No other crate reads the environment.
//!
//! ```
//! use staffroom_config::{Sources, parse};
//!
//! let sources = Sources::new().with_file("staffroom.toml", "[server]\nrequest_timeout = \"10s\"\n");
//! let loaded = parse(&sources)?;
//! assert_eq!(loaded.config.server.request_timeout.as_secs(), 10);
//! # Ok::<(), staffroom_config::ConfigError>(())
//! ```

mod check;
mod definition;
mod derived;
mod discover;
mod environment;
mod example;
mod file;
mod flags;
mod load;
mod origin;
mod problem;
mod raw;
mod reader;
mod setting;
pub mod settings;
mod show;
mod suggest;
mod values;

pub use discover::{DEFAULT_FILES, FILE_VARIABLE, find_file, load};
pub use environment::variable_name;
pub use example::{Answers, example_toml, render_init};
pub use flags::Overrides;
pub use load::{Loaded, ReadFile, Sources, parse};
pub use origin::Origin;
pub use problem::{ConfigError, Problem, Warning};
pub use raw::Raw;
pub use setting::{Section, Setting, all_settings, find_setting, sections};
pub use settings::{
    Api, Backup, Config, Database, Federation, Instance, Jobs, Log, Mail, Security, Server,
    Storage, Users,
};
pub use show::Shown;
pub use values::{
    AccountDomain, ByteSize, DatabaseUrl, Durability, EmailAddress, Encryption, FederationMode,
    Hubs, LanguageTag, LogFilter, LogFormat, Provider, Registration, Role, Secret, ServerUrl,
    TrustedProxies, Value, ZoneName,
};
