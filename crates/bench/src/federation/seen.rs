//! What was seen in a home timeline: each note once, or not.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::Value;

/// An entry of a timeline, as far as it matters here.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) uri: String,
}

/// The entries of a page of the client API, newest first.
pub(crate) fn entries(page: Value) -> Result<Vec<Entry>, serde_json::Error> {
    serde_json::from_value(page)
}

/// Which of the notes were there, and under which ids.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Where each note stands among those that were sent.
    places: HashMap<String, usize>,
    /// The id of each note that was seen, in the order in which they were sent.
    ids: Vec<Option<String>>,
    found: usize,
    /// All before this one were seen.
    first_missing: usize,
    twice: HashSet<String>,
}

impl Seen {
    /// For notes in the order in which they are sent.
    pub(crate) fn new(expected: Vec<String>) -> Self {
        Self {
            ids: vec![None; expected.len()],
            places: expected.into_iter().zip(0..).collect(),
            found: 0,
            first_missing: 0,
            twice: HashSet::new(),
        }
    }

    /// Takes note of a page; whether anything of it was new. The same entry on two pages is once;
    /// the same note in two entries is twice, and so is an entry that one page has twice.
    pub(crate) fn take(&mut self, page: &[Entry]) -> bool {
        let before = self.found;
        let mut on_page = HashSet::new();
        for entry in page {
            let Some(place) = self.places.get(&entry.uri) else {
                continue;
            };
            let Some(known) = self.ids.get_mut(*place) else {
                continue;
            };
            if !on_page.insert(&entry.id) || known.as_ref().is_some_and(|id| *id != entry.id) {
                self.twice.insert(entry.uri.clone());
            }
            if known.is_none() {
                *known = Some(entry.id.clone());
                self.found += 1;
            }
        }
        while let Some(Some(_)) = self.ids.get(self.first_missing) {
            self.first_missing += 1;
        }
        self.found > before
    }

    /// The id of the last note before the first that is missing.
    pub(crate) fn complete_until(&self) -> Option<&str> {
        let last = self.first_missing.checked_sub(1)?;
        self.ids.get(last)?.as_deref()
    }

    pub(crate) fn found(&self) -> usize {
        self.found
    }

    pub(crate) fn lost(&self) -> usize {
        self.ids.len() - self.found
    }

    pub(crate) fn twice(&self) -> usize {
        self.twice.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Seen};

    fn entry(id: &str, uri: &str) -> Entry {
        Entry {
            id: id.to_owned(),
            uri: uri.to_owned(),
        }
    }

    #[test]
    fn a_note_under_two_ids_is_there_twice_and_an_entry_on_two_pages_is_not() {
        let mut seen = Seen::new(["a", "c", "b"].map(str::to_owned).into());
        assert!(seen.take(&[entry("1", "a"), entry("2", "b"), entry("9", "other")]));
        assert!(!seen.take(&[entry("1", "a")]));
        assert_eq!((seen.found(), seen.lost(), seen.twice()), (2, 1, 0));
        assert_eq!(seen.complete_until(), Some("1"), "the next is missing");
        assert!(!seen.take(&[entry("3", "a")]));
        assert_eq!(seen.twice(), 1);
        seen.take(&[entry("2", "b"), entry("2", "b")]);
        assert_eq!(seen.twice(), 2);
    }
}
