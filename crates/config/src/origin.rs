//! Where a value comes from.

use std::fmt;
use std::path::PathBuf;

/// Where a value comes from; shown by `config show` and in every message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The default.
    Default,
    /// The configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// The line of the key, from 1.
        line: usize,
    },
    /// The environment.
    Environment {
        /// The variable.
        variable: String,
    },
    /// The command line.
    Flag {
        /// The flag as people wrote it, without its value: `--bind`, `--set server.bind`.
        flag: String,
    },
    /// The answers from which a new file is written.
    Answers,
    /// A file that holds a secret.
    SecretFile {
        /// The file.
        path: PathBuf,
        /// Who names the file.
        named_by: Box<Origin>,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the defaults"),
            Self::File { path, line } => write!(f, "{} line {line}", path.display()),
            Self::Environment { variable } => write!(f, "environment variable {variable}"),
            Self::Flag { flag } => write!(f, "flag {flag}"),
            Self::Answers => f.write_str("the answers"),
            Self::SecretFile { path, named_by } => {
                write!(f, "file {} (named by {named_by})", path.display())
            }
        }
    }
}
