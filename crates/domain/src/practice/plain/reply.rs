//! What somebody answers who was asked whether a draft may be published.

use super::labels::{labelled, without_people};
use super::phrases::{folded, is_yes};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To publish it as it is.
    Yes,
    /// To throw it away.
    No,
    /// More lines for it, without the people in front.
    Lines(String),
    /// Something else.
    Other,
}

/// Reads an answer, as plain text. Only `yes` and `no` alone count as such; lines count where each has a keyword, goes on
/// with one that has, or has hashtags only, so that nobody's thanks become part of a practice.
pub fn read_reply(text: &str) -> Reply {
    let (_, text) = without_people(text);
    let mut said = folded(text);
    for polite in [
        " please",
        " os gwelwch yn dda",
        " plis",
        " thanks",
        " diolch",
    ] {
        let shorter = said.strip_suffix(polite).map(str::to_owned);
        said = shorter.unwrap_or(said);
    }
    match is_yes(&said) {
        Some(true) => return Reply::Yes,
        Some(false) => return Reply::No,
        None => {}
    }
    let first = text.lines().find(|line| !line.trim().is_empty());
    let begins = first.is_some_and(is_of_draft);
    if begins {
        Reply::Lines(text.trim().to_owned())
    } else {
        Reply::Other
    }
}

fn is_of_draft(line: &str) -> bool {
    labelled(line).is_some() || line.split_whitespace().all(|word| word.starts_with('#'))
}
