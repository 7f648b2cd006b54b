//! What a post names: people, hashtags, emoji, other objects.

use staffroom_domain::Timestamp;

use super::attachment::picture_of;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// Somebody who is mentioned; told of it only if also addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The actor's id, which decides who is meant.
    pub href: Iri,
    /// What the text calls them, such as `@alice@school.example`.
    pub name: Option<String>,
}

/// A hashtag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashtag {
    /// Without the `#`.
    pub name: String,
    /// The page of the tag at its server.
    pub href: Option<Iri>,
}

/// A custom emoji (FEP-9098).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingEmoji {
    /// Its id.
    pub id: Option<Iri>,
    /// The shortcode, without colons: letters, digits, `_`, `-`, `+` and `.` only.
    pub shortcode: String,
    /// The image.
    pub icon: Iri,
    /// The type of the image.
    pub media_type: Option<String>,
    /// When the image was changed.
    pub updated: Option<Timestamp>,
}

/// A link to another object (FEP-e232).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectLink {
    /// The object.
    pub href: Iri,
    /// Its media type.
    pub media_type: Option<String>,
    /// How it is related, such as Misskey's quote.
    pub rel: Vec<String>,
    /// What the text calls it.
    pub name: Option<String>,
}

impl ObjectLink {
    /// Whether the relation says that it is quoted.
    pub fn is_quote(&self) -> bool {
        self.rel.iter().any(|rel| {
            matches!(
                rel.as_str(),
                "https://misskey-hub.net/ns#_misskey_quote"
                    | "https://w3id.org/fep/044f#quote"
                    | "http://fedibird.com/ns#quoteUri"
            )
        })
    }
}

/// The tags of a post by kind, at most [`limits::TAGS`] of each; other kinds are left away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// People, each once.
    pub mentions: Vec<Mention>,
    /// Hashtags.
    pub hashtags: Vec<Hashtag>,
    /// Emoji, each shortcode once.
    pub emoji: Vec<IncomingEmoji>,
    /// Links to objects.
    pub links: Vec<ObjectLink>,
}

impl Tags {
    pub(super) fn read(root: &Object) -> Self {
        let mut tags = Self::default();
        let values = root.get("tag").map(Json::each).unwrap_or_default();
        for tag in values
            .iter()
            .take(limits::TAGS_LOOKED_AT)
            .filter_map(Json::as_object)
        {
            // The first type that we know decides.
            for name in tag.type_names() {
                match name {
                    "Mention" => tags.mention(tag),
                    "Hashtag" => tags.hashtag(tag),
                    "Emoji" => tags.emoji(tag),
                    "Link" => tags.link(tag),
                    _ => continue,
                }
                break;
            }
        }
        tags
    }

    fn mention(&mut self, tag: &Object) {
        if self.mentions.len() >= limits::TAGS {
            return;
        }
        let Some(href) = tag.link("href") else { return };
        if self.mentions.iter().all(|known| known.href != href) {
            let name = tag.line("name");
            self.mentions.push(Mention { href, name });
        }
    }

    fn hashtag(&mut self, tag: &Object) {
        let Some(name) = tag.line("name") else { return };
        let name = name.trim().trim_start_matches(['#', '＃']);
        if self.hashtags.len() >= limits::TAGS
            || name.is_empty()
            || self.hashtags.iter().any(|known| known.name == name)
        {
            return;
        }
        self.hashtags.push(Hashtag {
            name: name.to_owned(),
            href: tag.link("href"),
        });
    }

    fn emoji(&mut self, tag: &Object) {
        if self.emoji.len() >= limits::TAGS {
            return;
        }
        let Some(name) = tag.word("name") else { return };
        let shortcode = name.trim_matches(':');
        let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
        if shortcode.is_empty()
            || !shortcode.chars().all(usable)
            || self.emoji.iter().any(|known| known.shortcode == shortcode)
        {
            return;
        }
        let Some(icon) = tag.get("icon").and_then(picture_of) else {
            return;
        };
        self.emoji.push(IncomingEmoji {
            id: tag.own_id(),
            shortcode: shortcode.to_owned(),
            icon: icon.url,
            media_type: icon.media_type,
            updated: tag.date("updated"),
        });
    }

    fn link(&mut self, tag: &Object) {
        if self.links.len() >= limits::TAGS {
            return;
        }
        let Some(href) = tag.link("href") else { return };
        let rel = tag.get("rel").map(Json::each).unwrap_or_default();
        self.links.push(ObjectLink {
            href,
            media_type: tag.word("mediaType").map(str::to_owned),
            rel: rel
                .iter()
                .take(limits::TYPES)
                .filter_map(Json::as_str)
                .filter(|rel| rel.len() <= limits::WORD)
                .map(str::to_owned)
                .collect(),
            name: tag.line("name"),
        });
    }
}
