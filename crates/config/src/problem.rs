//! Mistakes in the configuration, in words for the person who made them.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

use crate::Origin;

/// One mistake. No message repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// The file is not TOML.
    #[error("{} line {line}, column {column}: this is not valid TOML: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What the TOML reader says.
        message: String,
    },
    /// No setting has this name.
    #[error("unknown setting `{name}` in {origin}{}", did_you_mean(suggestion.as_deref()))]
    UnknownSetting {
        /// The name as `section.key`.
        name: String,
        /// Where it stands.
        origin: Origin,
        /// A name that exists, in the form of the source.
        suggestion: Option<String>,
    },
    /// No section has this name.
    #[error("unknown section `[{name}]` in {origin}{}", did_you_mean(suggestion.as_deref()))]
    UnknownSection {
        /// The name.
        name: String,
        /// Where it stands.
        origin: Origin,
        /// A section that exists, in brackets.
        suggestion: Option<String>,
    },
    /// A value stands where a section belongs.
    #[error(
        "`{name}` in {origin} is a section: write [{name}] on a line of its own and its settings below it"
    )]
    NotASection {
        /// The section.
        name: String,
        /// Where it stands.
        origin: Origin,
    },
    /// A value has the wrong type or is out of range.
    #[error("`{key}` in {origin} {} must be {expected}{}", found.as_ref().map_or_else(String::new, |found| format!("is {found}, but")), in_brackets(reason))]
    Invalid {
        /// The setting.
        key: &'static str,
        /// Where the value stands.
        origin: Origin,
        /// The value, unless it is secret.
        found: Option<String>,
        /// What is allowed.
        expected: String,
        /// What is wrong in particular; may be empty.
        reason: String,
    },
    /// One source gives a secret as a value and as a file.
    #[error(
        "`{key}` is given twice, by {first} and by {second}: give either the value or the file that holds it"
    )]
    GivenTwice {
        /// The setting.
        key: &'static str,
        /// The one place.
        first: Origin,
        /// The other.
        second: Origin,
    },
    /// A file that holds a secret cannot be used.
    #[error("cannot read `{key}` from the file {}, which {origin} names: {reason}", path.display())]
    SecretFile {
        /// The setting.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// Who names it.
        origin: Origin,
        /// Why.
        reason: String,
    },
    /// The configuration file cannot be read.
    #[error("cannot read the configuration file {}, which {named_by} names: {reason}", path.display())]
    ConfigFile {
        /// The file.
        path: PathBuf,
        /// Who names it: a flag, a variable, or the usual places.
        named_by: &'static str,
        /// Why.
        reason: String,
    },
    /// A variable is not UTF-8.
    #[error("environment variable {variable} contains bytes that are not text (UTF-8)")]
    NotText {
        /// The variable.
        variable: String,
    },
    /// A `--set` without an equals sign.
    #[error("--set needs a setting and a value, such as --set server.bind=127.0.0.1:8080")]
    BadFlag,
    /// Two settings contradict each other.
    #[error("{0}")]
    Rule(String),
}

impl Problem {
    /// The line of the configuration file, so that mistakes are told in the order of the file.
    pub(crate) fn line(&self) -> Option<usize> {
        match self {
            Self::Syntax { line, .. }
            | Self::UnknownSetting {
                origin: Origin::File { line, .. },
                ..
            }
            | Self::UnknownSection {
                origin: Origin::File { line, .. },
                ..
            }
            | Self::NotASection {
                origin: Origin::File { line, .. },
                ..
            }
            | Self::Invalid {
                origin: Origin::File { line, .. },
                ..
            } => Some(*line),
            _ => None,
        }
    }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn in_brackets(reason: &str) -> String {
    if reason.is_empty() {
        String::new()
    } else {
        format!(" ({reason})")
    }
}

/// A remark about settings that work, but perhaps not as they were meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning(pub(crate) String);

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Every mistake that was found, at least one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct ConfigError {
    /// The mistakes: those of the file, the environment, the flags, the values, the combinations.
    pub problems: Vec<Problem>,
}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.as_slice() {
            [problem] => write!(f, "the configuration has a mistake: {problem}"),
            problems => {
                write!(f, "the configuration has {} mistakes:", problems.len())?;
                for problem in problems {
                    write!(f, "\n- {problem}")?;
                }
                Ok(())
            }
        }
    }
}
