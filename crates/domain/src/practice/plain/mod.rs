//! What a teacher types on a phone, as plain lines: `Practice: …`, `Problem: …`, `Tried: no effect, Y9`, in any order, in
//! English and in Welsh.
//!
//! Here belongs finding out what the lines mean, for a draft that its author has to confirm: hence hashtags and everyday
//! words may choose concepts here. No word is lost: what is not understood stays in the text. Here does not belong who
//! may write what, nor what becomes of a draft.

mod gathered;
mod labels;
mod phrases;
mod pieces;
mod read;
mod reply;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use reply::{Reply, read_reply};

/// What plain lines are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlainKind {
    /// A practice: the first line is `Practice: …`, or begins with `#practice`.
    Practice,
    /// What came of a practice that they answer: the first line is `Tried: …`.
    Outcome,
}

/// What plain lines say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plain {
    /// Of a practice: what it is called. Empty where no line says so.
    pub title: String,
    /// Of a practice, its description; of an outcome, what was said besides. Everything that is in no member.
    pub text: String,
    /// Members of the record, by their names on the wire; never more than what was said.
    pub record: Map<String, Value>,
    /// Of a practice: what came of it where its author tried it, as members of an outcome.
    pub result: Map<String, Value>,
    /// The pieces that stand in none of these as they were typed, because what they mean is a member.
    pub understood: Vec<String>,
    /// The language of the keywords, where there are any: `en` or `cy`.
    pub language: Option<&'static str>,
}
