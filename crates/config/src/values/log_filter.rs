//! Which log lines are written.

use super::Value;
use crate::Raw;
use crate::raw::quote;

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// A filter of log lines: a level, and exceptions for parts of the program (`info,diesel=warn`).
///
/// The tracing library also takes the bare name of a part. It is refused here, because with that
/// rule a misspelt level is a valid filter which hides everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFilter(String);

impl LogFilter {
    /// The filter, as `tracing_subscriber::EnvFilter` reads it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for LogFilter {
    fn expected() -> String {
        "a level (error, warn, info, debug or trace), perhaps with exceptions for parts of the \
         program, such as \"info,staffroom_db=debug\""
            .to_owned()
    }

    fn from_raw(raw: &Raw) -> Result<Self, String> {
        let text = raw.text()?.trim();
        for directive in text.split(',').map(str::trim) {
            let (target, level) = directive
                .rsplit_once('=')
                .map_or((None, directive), |(target, level)| {
                    (Some(target.trim()), level.trim())
                });
            let is_target = |target: &str| {
                !target.is_empty()
                    && target
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-'))
            };
            if target.is_some_and(|target| !is_target(target)) {
                return Err(format!("{} is not understood", quote(directive)));
            }
            if !LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level)) {
                return Err(format!("{} is not a level", quote(level)));
            }
        }
        Ok(Self(text.to_owned()))
    }

    fn show(&self) -> String {
        quote(&self.0)
    }
}
