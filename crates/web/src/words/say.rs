//! What templates and handlers speak with.

use std::fmt;

use askama::filters::HtmlSafe;

use super::bundles;
use super::language::Language;
use super::message::{Argument, Markup, Message, ToMessage, Value};

/// Says messages in one language. In templates it is called `t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    language: Language,
}

/// A message in a language: plain text, which templates escape.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    language: Language,
    message: Message,
}

/// The same where the message has elements in it: HTML, with the values of its variables escaped.
#[derive(Clone, Debug)]
pub(crate) struct SaidHtml(Said);

impl Words {
    pub(crate) const fn new(language: Language) -> Self {
        Self { language }
    }

    /// A message by its key, or one that was made with [`key`](super::key).
    pub(crate) fn say(self, message: impl ToMessage) -> Said {
        Said {
            language: self.language,
            message: message.to_message(),
        }
    }

    /// A message that has elements in it.
    pub(crate) fn html(self, message: impl ToMessage) -> SaidHtml {
        SaidHtml(self.say(message))
    }

    pub(crate) const fn language(self) -> Language {
        self.language
    }

    /// The short code of the language, for `lang`.
    pub(crate) const fn code(self) -> &'static str {
        self.language.code()
    }

    /// Where lines begin, for `dir`.
    pub(crate) const fn dir(self) -> &'static str {
        self.language.dir()
    }

    /// Whether no speaker has reviewed the messages yet.
    pub(crate) const fn is_beta(self) -> bool {
        self.language.is_beta()
    }

    /// Every language but this one, to go over to.
    pub(crate) fn others(self) -> impl Iterator<Item = Language> {
        Language::ALL
            .into_iter()
            .filter(move |other| *other != self.language)
    }
}

impl Said {
    /// Gives a value to the variable of that name.
    pub(crate) fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.message = self.message.with(name, value);
        self
    }
}

impl SaidHtml {
    /// Gives a value to the variable of that name; text is escaped.
    pub(crate) fn with(self, name: &'static str, value: impl Argument) -> Self {
        Self(self.0.with(name, value))
    }

    /// To be put into another message.
    fn markup(&self) -> Markup {
        Markup::new(self.to_string(), self.0.to_string())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bundles::format(self.language, &self.message, false))
    }
}

impl fmt::Display for SaidHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bundles::format(self.0.language, &self.0.message, true))
    }
}

impl HtmlSafe for SaidHtml {}

impl Argument for Said {
    fn value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

impl Argument for SaidHtml {
    fn value(&self) -> Value {
        Value::Markup(self.markup())
    }
}
