//! In which format somebody wants a document: `?format=`, else `Accept`.

use actix_web::http::header;

use crate::accept::best_type;
use crate::error::{PageError, Suggestion};
use crate::page::Page;
use crate::words::{Message, key};

/// A format that documents can be had in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    JsonLd,
    /// The same bytes as [`Format::JsonLd`], for programs that ask for plain JSON.
    Json,
    Turtle,
    Csv,
}

impl Format {
    /// What a scheme can be had in, the default first.
    pub(crate) const OF_SCHEME: &'static [Self] = &[
        Self::Html,
        Self::JsonLd,
        Self::Json,
        Self::Turtle,
        Self::Csv,
    ];

    /// What everything else can be had in, the default first.
    pub(crate) const OF_OTHERS: &'static [Self] =
        &[Self::Html, Self::JsonLd, Self::Json, Self::Turtle];

    /// Without parameters.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::JsonLd => "application/ld+json",
            Self::Json => "application/json",
            Self::Turtle => "text/turtle",
            Self::Csv => "text/csv",
        }
    }

    /// The word in `?format=`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::JsonLd => "jsonld",
            Self::Json => "json",
            Self::Turtle => "turtle",
            Self::Csv => "csv",
        }
    }

    /// What people call it; most are names.
    fn label(self) -> Message {
        match self {
            Self::Html => key("format-html"),
            Self::JsonLd => Message::verbatim("JSON-LD"),
            Self::Json => Message::verbatim("JSON"),
            Self::Turtle => Message::verbatim("Turtle"),
            Self::Csv => key("format-csv"),
        }
    }

    /// The best of `offers`, or the page that lists them.
    pub(crate) fn choose(page: &Page, offers: &'static [Self]) -> Result<Self, PageError> {
        let query = page.query();
        let word = query.get("format");
        let chosen = if word.is_empty() {
            let types: Vec<&str> = offers.iter().map(|offer| offer.media_type()).collect();
            best_type(page.header(&header::ACCEPT), &types).and_then(|n| offers.get(n))
        } else {
            offers.iter().find(|offer| offer.word() == word)
        };
        chosen.copied().ok_or_else(|| {
            let link = |offer: &Self| Suggestion {
                href: format!("{}?format={}", page.path(), offer.word()),
                text: key("format-with-type")
                    .with("format", offer.label())
                    .with("type", offer.media_type()),
            };
            PageError::NotAcceptable(offers.iter().map(link).collect())
        })
    }
}

/// A link to another format of the same document.
pub(crate) struct OtherFormat {
    pub(crate) href: String,
    pub(crate) label: Message,
    pub(crate) media_type: &'static str,
}

/// Links to all formats but the page and its twin.
pub(crate) fn others(path: &str, offers: &[Format]) -> Vec<OtherFormat> {
    offers
        .iter()
        .filter(|offer| !matches!(offer, Format::Html | Format::Json))
        .map(|offer| OtherFormat {
            href: format!("{path}?format={}", offer.word()),
            label: offer.label(),
            media_type: offer.media_type(),
        })
        .collect()
}
