//! What a post names.

use serde::Serialize;
use staffroom_domain::Timestamp;

use super::attachment::Image;
use super::context::{Context, Term, Terms};
use super::write::maybe_date;
use crate::iri::Iri;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub enum Tag {
    /// Somebody, by id, and as the text calls them (`@alice@school.example`); address them too.
    Mention {
        /// The actor's id.
        href: Iri,
        /// What the text calls them.
        name: String,
    },
    /// A hashtag, with its page and its name (`#Year8`).
    Hashtag {
        /// The page of the tag.
        href: Iri,
        /// With the `#`.
        name: String,
    },
    /// A custom emoji.
    Emoji(EmojiTag),
    /// Another object (FEP-e232).
    Link {
        /// The media type of the object.
        #[serde(rename = "mediaType")]
        media_type: &'static str,
        /// The object.
        href: Iri,
        /// How it is related.
        #[serde(skip_serializing_if = "Option::is_none")]
        rel: Option<&'static str>,
        /// What the text calls it, such as `RE: https://…`.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
}

/// A custom emoji (FEP-9098).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EmojiTag {
    /// Its id.
    pub id: Iri,
    /// With colons: `:shortcode:`.
    pub name: String,
    /// When the image was changed.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub updated: Option<Timestamp>,
    /// The image.
    pub icon: Image,
}

impl Tag {
    /// The tag of a quoted post (FEP-e232), for readers that know no `quote`.
    pub fn quote(quoted: Iri) -> Self {
        Self::Link {
            media_type: crate::LD_JSON,
            name: Some(format!("RE: {quoted}")),
            href: quoted,
            rel: Some("https://misskey-hub.net/ns#_misskey_quote"),
        }
    }
}

impl Terms for Tag {
    fn terms(&self, context: &mut Context) {
        match self {
            Self::Hashtag { .. } => context.add(Term::Hashtag),
            Self::Emoji(_) => context.add(Term::Emoji),
            Self::Mention { .. } | Self::Link { .. } => {}
        }
    }
}
