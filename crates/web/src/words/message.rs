//! Something to say, before it is known in which language.

use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe};

/// A key of the message files, and the values of its variables.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    key: &'static str,
    arguments: Vec<(&'static str, Value)>,
}

/// The value of a variable of a message.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A number, by which messages can choose their form.
    Number(i64),
    /// Text of whoever: escaped where the message is HTML.
    Text(String),
    /// An element of ours.
    Markup(Markup),
    /// Another message, in the same language.
    Message(Message),
}

/// A piece of a page that is escaped already, and the same as plain text.
#[derive(Clone, Debug)]
pub(crate) struct Markup {
    html: String,
    text: String,
}

/// The message of that key. A test reads all calls of this function: the key must be a literal.
pub(crate) const fn key(key: &'static str) -> Message {
    Message {
        key,
        arguments: Vec::new(),
    }
}

impl Message {
    /// Text that is the same in every language, such as a name.
    pub(crate) fn verbatim(text: &str) -> Self {
        key("verbatim").with("text", text)
    }

    /// Gives a value to the variable of that name.
    pub(crate) fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.arguments.push((name, value.value()));
        self
    }

    pub(super) const fn key(&self) -> &'static str {
        self.key
    }

    pub(super) fn arguments(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.arguments.iter().map(|(name, value)| (*name, value))
    }
}

impl Markup {
    /// `html` must be escaped already.
    pub(crate) const fn new(html: String, text: String) -> Self {
        Self { html, text }
    }

    /// Text of whoever.
    pub(crate) fn of_text(text: String) -> Self {
        Self {
            html: escaped(&text),
            text,
        }
    }

    pub(super) fn html(&self) -> &str {
        &self.html
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.html)
    }
}

impl HtmlSafe for Markup {}

/// As askama escapes it.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a String does not fail.
    let _ = Html.write_escaped_str(&mut out, text);
    out
}

/// What can be made a message. Templates give references to references.
pub(crate) trait ToMessage {
    fn to_message(&self) -> Message;
}

impl ToMessage for Message {
    fn to_message(&self) -> Message {
        self.clone()
    }
}

impl ToMessage for &'static str {
    fn to_message(&self) -> Message {
        key(self)
    }
}

impl<T: ToMessage> ToMessage for &T {
    fn to_message(&self) -> Message {
        (*self).to_message()
    }
}

/// What can be the value of a variable.
pub(crate) trait Argument {
    fn value(&self) -> Value;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> Value {
        (*self).value()
    }
}

impl Argument for str {
    fn value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Argument for String {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Argument for Message {
    fn value(&self) -> Value {
        Value::Message(self.clone())
    }
}

impl Argument for Markup {
    fn value(&self) -> Value {
        Value::Markup(self.clone())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Argument for $number {
            fn value(&self) -> Value {
                Value::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}

numbers!(u8, u16, u32, i32, i64, u64, usize);
