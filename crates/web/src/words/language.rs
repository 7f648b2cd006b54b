//! The languages of the pages, and which of them somebody is given.

use crate::accept::best_language;

/// A language that the pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Welsh,
}

/// What tells which language somebody wants, the strongest first; what names none of ours is passed over.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes<'a> {
    /// What the person who is signed in has chosen.
    pub(crate) person: Option<&'a str>,
    /// What was chosen in this browser.
    pub(crate) cookie: Option<&'a str>,
    /// `?lang=`
    pub(crate) query: &'a str,
    /// `Accept-Language`
    pub(crate) header: Option<&'a str>,
    /// The main language of the instance.
    pub(crate) instance: &'a str,
}

impl Language {
    /// In the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// The short code (BCP 47).
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// What it calls itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }

    /// Where its lines begin, as HTML's `dir` says it.
    pub(crate) const fn dir(self) -> &'static str {
        match self {
            Self::English | Self::Welsh => "ltr",
        }
    }

    /// Whether no speaker has reviewed its messages yet.
    pub(crate) const fn is_beta(self) -> bool {
        match self {
            Self::English => false,
            Self::Welsh => true,
        }
    }

    /// The language of a tag: its first part decides, `cy-GB` is Welsh.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(first))
    }

    /// The language of the pages for whoever has these wishes.
    pub(crate) fn choose(wishes: Wishes<'_>) -> Self {
        let Wishes {
            person,
            cookie,
            query,
            header,
            instance,
        } = wishes;
        person
            .and_then(Self::from_tag)
            .or_else(|| cookie.and_then(Self::from_tag))
            .or_else(|| Self::from_tag(query))
            .unwrap_or_else(|| Self::negotiated(header, instance))
    }

    /// By the header; among equals, and without it, the instance's own language.
    fn negotiated(header: Option<&str>, instance: &str) -> Self {
        let own = Self::from_tag(instance).unwrap_or(Self::English);
        let mut offers = Self::ALL;
        offers.sort_by_key(|language| *language != own);
        best_language(header, &offers.map(Self::code))
            .and_then(|n| offers.get(n).copied())
            .unwrap_or(own)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Language::{English, Welsh};

    fn by_header(header: &str, instance: &str) -> Language {
        Language::choose(Wishes {
            header: Some(header),
            instance,
            ..Wishes::default()
        })
    }

    #[test]
    fn headers_are_negotiated() {
        for (header, language) in [
            ("cy", Welsh),
            ("cy-GB", Welsh),
            ("CY-gb;q=0.3", Welsh),
            ("cy-GB,cy;q=0.9,en;q=0.8", Welsh),
            ("en-GB,en;q=0.9,cy;q=0.1", English),
            ("en;q=0.2, cy;q=0.3", Welsh),
            ("de, cy;q=0.2", Welsh),
            ("cy;q=0", English),
            ("*", English),
            ("de", English),
            ("de, *;q=0.1", English),
            ("", English),
            ("cy;q=7", English),
            (";;;,,,q=,-,cymraeg,\u{1f3f4}", English),
            ("cyx", English),
        ] {
            assert_eq!(by_header(header, "en"), language, "{header}");
        }
        // What fits nothing, or everything alike, is answered in the instance's own language.
        for header in ["", "de", "*", "cy,en", "de,*;q=0.1"] {
            assert_eq!(by_header(header, "cy"), Welsh, "{header}");
        }
        assert_eq!(by_header("de", "de"), English);
        assert_eq!(by_header("en", "cy"), English);
    }

    #[test]
    fn the_strongest_wish_counts() {
        let all = Wishes {
            person: Some("cy"),
            cookie: Some("en"),
            query: "en",
            header: Some("en"),
            instance: "en",
        };
        assert_eq!(Language::choose(all), Welsh);
        let cookie = Wishes {
            person: Some("de"),
            cookie: Some("cy-GB"),
            ..all
        };
        assert_eq!(Language::choose(cookie), Welsh);
        let query = Wishes {
            person: None,
            cookie: Some("<b>"),
            query: "cy_GB",
            ..all
        };
        assert_eq!(Language::choose(query), Welsh);
        let instance = Wishes {
            instance: "cy",
            ..Wishes::default()
        };
        assert_eq!(Language::choose(instance), Welsh);
        assert_eq!(Language::choose(Wishes::default()), English);
    }

    #[test]
    fn a_very_long_header_is_read() {
        let nonsense = "x-y;q=0.5,".repeat(1_000);
        assert_eq!(by_header(&format!("{nonsense}cy;q=0.1"), "en"), Welsh);
        assert_eq!(by_header(&nonsense, "en"), English);
        assert_eq!(by_header(&"cy".repeat(5_000), "en"), English);
        assert_eq!(by_header(&"\"\\,;".repeat(2_500), "en"), English);
    }

    proptest! {
        #[test]
        fn any_header_is_survived(header in ".{0,200}", query in ".{0,20}") {
            Language::choose(Wishes { header: Some(&header), query: &query, ..Wishes::default() });
        }
    }
}
