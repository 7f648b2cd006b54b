//! How much the library of a hub has, in words.

use staffroom_domain::ledger::Share;
use staffroom_service::hub::{Counted, Library};

use crate::return_to::percent_encode;
use crate::words::{Language, Message, key};

/// What is said of it.
pub(crate) struct LibraryNumbers {
    pub(crate) members: u64,
    pub(crate) all: Counted,
    /// How much of what was reported is no success; nothing where nobody has reported.
    pub(crate) share: Option<Message>,
    pub(crate) languages: Vec<Lane>,
    pub(crate) countries: Vec<Lane>,
}

/// Practices in a language, or from a country.
pub(crate) struct Lane {
    pub(crate) name: String,
    /// The language of the name, where the name is that of a language.
    pub(crate) lang: Option<String>,
    pub(crate) href: String,
    pub(crate) count: Counted,
}

impl LibraryNumbers {
    pub(crate) fn new(library: &Library) -> Self {
        let all = library.all;
        let of = |(tag, count): &(String, Counted)| {
            let known = Language::from_tag(tag);
            Lane {
                name: known.map_or_else(|| tag.clone(), |it| it.name().to_owned()),
                lang: known.map(|it| it.code().to_owned()),
                href: format!("/practices?language={}", percent_encode(tag)),
                count: *count,
            }
        };
        let from = |(code, count): &(String, Counted)| Lane {
            name: code.clone(),
            lang: None,
            href: format!("/practices?region={}", percent_encode(code)),
            count: *count,
        };
        Self {
            members: library.members,
            share: (all.outcomes > 0).then(|| share(all)),
            languages: library.languages.iter().map(of).collect(),
            countries: library.countries.iter().map(from).collect(),
            all,
        }
    }
}

/// Never a percentage of fewer than twenty.
fn share(all: Counted) -> Message {
    match Share::of(all.unsuccessful, all.outcomes) {
        Share::Counts { part, whole } => key("library-share-counts")
            .with("part", part)
            .with("whole", whole),
        Share::Percent {
            percent,
            part,
            whole,
        } => key("library-share-percent")
            .with("percent", u64::from(percent))
            .with("part", part)
            .with("whole", whole),
    }
}
