//! `pg_dump` and `pg_restore`: where they are, how they are called, how their complaints are told.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use thiserror::Error;

/// Where Debian and its kin keep the tools of each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Why a tool did not do its work.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ToolError {
    /// It is not on this machine.
    #[error(
        "{name} is not on this machine; install PostgreSQL's client programs (Debian: apt install postgresql-client)"
    )]
    Missing {
        /// Which one.
        name: &'static str,
    },
    /// A dump by an older `pg_dump` than the server would be refused.
    #[error(
        "{name} has the version {found}, but the database server has {server}; install the client programs \
         of PostgreSQL {server} (Debian: apt install postgresql-client-{server})"
    )]
    TooOld {
        /// Which one.
        name: &'static str,
        /// Its major version.
        found: u32,
        /// The server's.
        server: u32,
    },
    /// It was started and failed.
    #[error("{name} failed: {reason}")]
    Failed {
        /// Which one.
        name: &'static str,
        /// What it said.
        reason: String,
    },
}

/// A tool that was found.
#[derive(Clone, Debug)]
pub struct Tool {
    name: &'static str,
    program: PathBuf,
}

/// Finds the newest `pg_dump`, at least as new as the server.
pub fn pg_dump(server: u32) -> Result<Tool, ToolError> {
    find("pg_dump", server, Path::new(VERSIONS))
}

/// Finds the newest `pg_restore`, at least as new as the server.
pub fn pg_restore(server: u32) -> Result<Tool, ToolError> {
    find("pg_restore", server, Path::new(VERSIONS))
}

impl Tool {
    /// Dumps the database into a new file, in the custom format.
    pub fn dump(&self, url: &str, target: &Path) -> Result<(), ToolError> {
        let mut command = self.command(url);
        command.arg("--format=custom").arg("--file").arg(target);
        self.run(command)
    }

    /// Restores a dump into an empty database: everything or nothing.
    pub fn restore(&self, url: &str, dump: &Path) -> Result<(), ToolError> {
        let mut command = self.command(url);
        command
            .args(["--single-transaction", "--exit-on-error"])
            .args(["--no-owner", "--no-privileges"])
            .arg(dump);
        self.run(command)
    }

    /// The password goes by the environment: arguments can be read by everybody on the machine.
    fn command(&self, url: &str) -> Command {
        let (url, password) = split_password(url);
        let mut command = Command::new(&self.program);
        command
            .arg("--no-password")
            .arg(format!("--dbname={url}"))
            .stdin(Stdio::null());
        if let Some(password) = password {
            command.env("PGPASSWORD", password);
        }
        command
    }

    fn run(&self, mut command: Command) -> Result<(), ToolError> {
        let failed = |reason: String| ToolError::Failed {
            name: self.name,
            reason,
        };
        let output = command
            .output()
            .map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        Err(failed(complaint(&output.stderr)))
    }
}

/// What a tool said, on one line.
fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(5)
        .collect();
    if lines.is_empty() {
        "it said nothing".to_owned()
    } else {
        lines.join("; ")
    }
}

/// The tool of the highest version among that of the PATH and those below `versions`.
fn find(name: &'static str, server: u32, versions: &Path) -> Result<Tool, ToolError> {
    let mut candidates = vec![PathBuf::from(name)];
    if let Ok(folders) = fs::read_dir(versions) {
        candidates.extend(folders.flatten().map(|f| f.path().join("bin").join(name)));
    }
    let newest = candidates
        .into_iter()
        .filter_map(|program| Some((major_version(&program).ok()??, program)))
        .max_by_key(|(version, _)| *version);
    match newest {
        None => Err(ToolError::Missing { name }),
        Some((found, _)) if found < server => Err(ToolError::TooOld {
            name,
            found,
            server,
        }),
        Some((_, program)) => Ok(Tool { name, program }),
    }
}

fn major_version(program: &Path) -> io::Result<Option<u32>> {
    let output = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .output()?;
    Ok(parse_version(&String::from_utf8_lossy(&output.stdout)))
}

/// The 17 of `pg_dump (PostgreSQL) 17.6 (Debian 17.6-1)`.
fn parse_version(text: &str) -> Option<u32> {
    let after = text.split_once("(PostgreSQL)")?.1.trim_start();
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A connection URL without its password, and the password.
fn split_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (url.to_owned(), None);
    };
    let (authority, after) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let mut password = None;
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((user, secret)) => {
                password = Some(percent_decoded(secret));
                format!("{user}@{host}")
            }
            None => authority.to_owned(),
        },
        None => authority.to_owned(),
    };
    let after = match after.split_once('?') {
        Some((path, options)) => {
            let mut kept = Vec::new();
            for option in options.split('&') {
                let (name, value) = option.split_once('=').unwrap_or((option, ""));
                if percent_decoded(name) == "password" {
                    password = Some(percent_decoded(value));
                } else {
                    kept.push(option);
                }
            }
            let mark = if kept.is_empty() { "" } else { "?" };
            format!("{path}{mark}{}", kept.join("&"))
        }
        None => after.to_owned(),
    };
    (format!("{scheme}://{authority}{after}"), password)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let decoded = after
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = decoded {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_leaves_the_url() {
        for (url, bare, password) in [
            ("postgres://h/d", "postgres://h/d", None),
            ("postgres://u@h/d", "postgres://u@h/d", None),
            (
                "postgres://u:p%40s%2fs+1@h:1/d",
                "postgres://u@h:1/d",
                Some("p@s/s+1"),
            ),
            (
                "postgres://u:p@h1,h2/d?sslmode=require",
                "postgres://u@h1,h2/d?sslmode=require",
                Some("p"),
            ),
            (
                "postgres:///d?host=/run&password=a%26b",
                "postgres:///d?host=/run",
                Some("a&b"),
            ),
            (
                "postgres://u@h/d?pass%77ord=x",
                "postgres://u@h/d",
                Some("x"),
            ),
            ("postgres://u:100%@h/d", "postgres://u@h/d", Some("100%")),
        ] {
            let (found, secret) = split_password(url);
            assert_eq!(
                (found.as_str(), secret.as_deref()),
                (bare, password),
                "{url}"
            );
        }
    }

    #[test]
    fn versions_are_read() {
        assert_eq!(
            parse_version("pg_dump (PostgreSQL) 17.6 (Debian 17.6-0+deb13u1)\n"),
            Some(17)
        );
        assert_eq!(parse_version("pg_dump (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("something else"), None);
    }

    #[test]
    fn a_missing_or_old_tool_is_told() {
        let nowhere = Path::new("/nonexistent");
        assert_eq!(
            find("pg_no_such_tool", 17, nowhere).unwrap_err(),
            ToolError::Missing {
                name: "pg_no_such_tool"
            }
        );
        let text = find("pg_dump", 999, Path::new(VERSIONS))
            .unwrap_err()
            .to_string();
        assert!(text.contains("PostgreSQL 999"), "{text}");
    }
}
