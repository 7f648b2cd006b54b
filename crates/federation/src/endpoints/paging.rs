//! Lists in pages: `?page=true` is the first, `?page=ID` the one after that id.

use serde::Deserialize;
use staffroom_protocol::{Iri, IriError};

/// How many items a page has.
pub(super) const PAGE: usize = 40;

/// The query of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Paging {
    page: Option<String>,
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The list itself.
    Head,
    /// The first page.
    First,
    /// The page that comes after this id.
    After(i64),
}

impl Paging {
    /// Which part; a word that is no page means the first.
    pub(super) fn part(&self) -> Part {
        match self.page.as_deref() {
            None => Part::Head,
            Some(text) => text
                .parse()
                .ok()
                .filter(|id| *id > 0)
                .map_or(Part::First, Part::After),
        }
    }
}

impl Part {
    /// The id that the page comes after.
    pub(super) fn after<T: From<i64>>(self) -> Option<T> {
        match self {
            Self::After(id) => Some(T::from(id)),
            Self::Head | Self::First => None,
        }
    }

    /// The id of this page of a list.
    pub(super) fn id(self, list: &str) -> Result<Iri, IriError> {
        match self {
            Self::Head => Iri::parse(list),
            Self::First => Iri::parse(&format!("{list}?page=true")),
            Self::After(id) => Iri::parse(&format!("{list}?page={id}")),
        }
    }
}

/// One more than a page: to see whether there is another.
pub(super) fn limit() -> i64 {
    i64::try_from(PAGE).unwrap_or_default() + 1
}

/// Cuts what was read with [`limit`] to a page; gives the id of its last row where more follow.
pub(super) fn cut<R>(rows: &mut Vec<R>, id: impl Fn(&R) -> i64) -> Option<i64> {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    rows.last().filter(|_| more).map(id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(page: &str) -> Part {
        Paging {
            page: Some(page.to_owned()),
        }
        .part()
    }

    #[test]
    fn pages_are_named_by_the_id_before_them() {
        assert_eq!(Paging::default().part(), Part::Head);
        assert_eq!(part("true"), Part::First);
        assert_eq!(part("17"), Part::After(17));
        assert_eq!(part("-1"), Part::First);
        let list = "https://school.example/ap/actors/1/outbox";
        let id = Part::After(17).id(list).unwrap();
        assert_eq!(id.as_str(), format!("{list}?page=17"));
    }

    #[test]
    fn a_full_page_and_one_more_names_the_next() {
        let mut rows: Vec<i64> = (1..=41).collect();
        assert_eq!(cut(&mut rows, |row| *row), Some(40));
        let mut rows: Vec<i64> = (1..=40).collect();
        assert_eq!(cut(&mut rows, |row| *row), None);
    }

    proptest! {
        #[test]
        fn any_query_is_survived(text in ".{0,40}") {
            let _ = part(&text);
        }
    }
}
