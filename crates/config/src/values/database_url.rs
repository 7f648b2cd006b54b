//! Which database, and where.

use std::fmt;
use std::path::PathBuf;

use super::Value;
use super::secret::MASK;
use crate::Raw;
use crate::raw::quote;

/// The address of the database. `Debug` and `Display` mask the password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// An SQLite file; a relative path counts from the working directory.
    Sqlite(PathBuf),
    /// A PostgreSQL database: the whole address, for libpq, with its password.
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words that repeat no part of it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').ok_or("")?;
        match scheme {
            "sqlite" => parse_sqlite(rest.strip_prefix("//").unwrap_or(rest)),
            "postgres" | "postgresql" => {
                let rest = rest
                    .strip_prefix("//")
                    .ok_or("after \"postgres:\" two slashes must follow")?;
                check_postgres(rest)?;
                Ok(Self::Postgres(text.to_owned()))
            }
            _ => Err("it must begin with sqlite: or postgres://".to_owned()),
        }
    }

    /// Whether it is SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }
}

fn parse_sqlite(path: &str) -> Result<DatabaseUrl, String> {
    if path == ":memory:" || path.contains("mode=memory") {
        return Err("a database in memory would be lost and cannot be shared".to_owned());
    }
    if path.contains(['?', '#']) {
        return Err("leave out everything from \"?\" or \"#\" on".to_owned());
    }
    let path = PathBuf::from_raw(&Raw::Text(path.to_owned()))?;
    Ok(DatabaseUrl::Sqlite(path))
}

/// Refuses what [`mask_postgres`] could misread: a password with a bare `@`, `/`, `?` or `#` would
/// end in the part of the address that is shown.
fn check_postgres(rest: &str) -> Result<(), String> {
    if rest.chars().any(|c| c.is_control() || c == ' ') {
        return Err("it contains a space or a control character".to_owned());
    }
    let (authority, after) = split_authority(rest);
    let hosts = match authority.rsplit_once('@') {
        Some((user, hosts)) if !user.contains('@') => hosts,
        None => authority,
        Some(_) => return Err(ENCODE.to_owned()),
    };
    if after.contains('@') {
        return Err(ENCODE.to_owned());
    }
    let has_bad_port = hosts.split(',').any(|host| {
        let port = match host.rsplit_once(']') {
            Some((_, port)) => port.strip_prefix(':'),
            None => host.split_once(':').map(|(_, port)| port),
        };
        port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err())
    });
    if has_bad_port {
        return Err(format!(
            "the port is not a number from 1 to 65535; if this is part of the password: {ENCODE}"
        ));
    }
    Ok(())
}

const ENCODE: &str = "in a password, write %40 for \"@\", %2F for \"/\", %3A for \":\", \
                      %3F for \"?\" and %23 for \"#\"";

/// User, password, host and port; and what follows them.
fn split_authority(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
}

/// The address with its password replaced: that of the user, and those among the options.
fn mask_postgres(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return MASK.to_owned();
    };
    let (authority, after) = split_authority(rest);
    let authority = match authority.rsplit_once('@') {
        Some((user, hosts)) => match user.split_once(':') {
            Some((user, _)) => format!("{user}:{MASK}@{hosts}"),
            None => format!("{user}@{hosts}"),
        },
        None => authority.to_owned(),
    };
    let after = match after.split_once('?') {
        Some((path, options)) => {
            let options: Vec<String> = options.split('&').map(mask_option).collect();
            format!("{path}?{}", options.join("&"))
        }
        None => after.to_owned(),
    };
    format!("{scheme}://{authority}{after}")
}

/// Options whose values are worth reading in a listing; every other value is masked, because a
/// password may hide behind an encoded name (`pass%77ord=`) or an unencoded `&`.
const SHOWN_OPTIONS: [&str; 8] = [
    "application_name",
    "connect_timeout",
    "host",
    "port",
    "dbname",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
];

fn mask_option(option: &str) -> String {
    match option.split_once('=') {
        Some((name, _)) if SHOWN_OPTIONS.contains(&name) => option.to_owned(),
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    }
}

/// The address as it is written in the configuration, with the password masked.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&mask_postgres(url)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl Value for DatabaseUrl {
    const SECRET: bool = true;

    fn expected() -> String {
        "\"sqlite:PATH\" or \"postgres://USER:PASSWORD@HOST/DATABASE\"".to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        Self::parse(raw.text()?)
    }

    fn show(&self) -> String {
        quote(&self.to_string())
    }
}
