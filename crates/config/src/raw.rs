//! A value as a source gives it, before anybody knows which type it should have.

use std::fmt;

/// A value as it stands in a file, a variable or a flag.
///
/// Variables and flags only know [`Raw::Text`]; every type therefore also accepts its text form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// A text: quoted in the file, or anything from a variable or a flag.
    Text(String),
    /// A whole number, in decimal digits.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// A list in square brackets.
    List(Vec<Raw>),
    /// Something no setting takes, in words ("a date").
    Other(&'static str),
}

impl Raw {
    /// The entries of a list, or the parts of a text between commas.
    ///
    /// # Errors
    ///
    /// When it is neither, or an entry is not a text.
    pub fn entries(&self) -> Result<Vec<&str>, String> {
        match self {
            Self::Text(text) => Ok(text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect()),
            Self::List(items) => items
                .iter()
                .map(|item| match item {
                    Self::Text(text) => Ok(text.as_str()),
                    _ => Err("each entry of the list must stand in quotes".to_owned()),
                })
                .collect(),
            _ => Err("it is not a list".to_owned()),
        }
    }

    /// The text, for the types that are written in quotes.
    ///
    /// # Errors
    ///
    /// When it is something else; the message says what to do.
    pub fn text(&self) -> Result<&str, String> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Number(_) | Self::Bool(_) => Err("put it in quotes".to_owned()),
            Self::List(_) => Err("one text is wanted, not a list".to_owned()),
            Self::Other(what) => Err(format!("it is {what}")),
        }
    }
}

/// As TOML, shortened for messages. Never called for secrets.
impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 60;
        match self {
            Self::Text(text) if text.chars().count() > LONGEST => {
                let start: String = text.chars().take(LONGEST).collect();
                write!(f, "{}", quote(&format!("{start}…")))
            }
            Self::Text(text) => f.write_str(&quote(text)),
            Self::Number(digits) => f.write_str(digits),
            Self::Bool(value) => write!(f, "{value}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Other(what) => f.write_str(what),
        }
    }
}

/// A text as a TOML basic string.
pub(crate) fn quote(text: &str) -> String {
    use std::fmt::Write as _;

    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
