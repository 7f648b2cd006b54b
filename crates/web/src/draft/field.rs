//! A question of a form.

use super::options::Options;
use crate::words::Message;

/// A question.
pub(crate) struct Field {
    /// Its name in the form, and its id on the page.
    pub(crate) name: &'static str,
    /// Where the answer is in a draft.
    pub(crate) place: Place,
    /// What kind of answer it has.
    pub(crate) sort: Sort,
    pub(crate) label: Message,
    pub(crate) hint: Option<Message>,
    /// Whether choices are shown with what they mean.
    pub(crate) is_defined: bool,
}

/// Where the answer to a question is in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    Text,
    Visibility,
    Language,
    /// A member of the record.
    Record(&'static str),
    /// A member of the author's own result.
    Result(&'static str),
    /// A member of the record that the own result takes from there.
    Both(&'static str),
    /// One end of the ages.
    Ages(&'static str),
    /// The one sentence of an outcome.
    Sentence,
    /// Whether it was done with real learners.
    Real,
    /// Whether it was planned what to collect.
    Planned,
    /// Whether there was a fair comparison.
    Fair,
}

/// What kind of answer a question has.
pub(crate) enum Sort {
    /// One line of text.
    Line,
    /// Text.
    Long,
    /// Several texts, one a line.
    Lines,
    /// Materials, one a line.
    Materials,
    /// Citations, one a line.
    Citations,
    /// Products, one a line.
    Products,
    Number,
    Day,
    /// One of a few, all of them to be seen.
    Radio(Options),
    /// One of several, or none.
    Select(Options),
    /// Any number of concepts.
    Checks(Options),
}

impl Field {
    pub(super) const fn new(name: &'static str, place: Place, sort: Sort, label: Message) -> Self {
        Self {
            name,
            place,
            sort,
            label,
            hint: None,
            is_defined: false,
        }
    }

    pub(super) fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(super) const fn defined(mut self) -> Self {
        self.is_defined = true;
        self
    }
}
