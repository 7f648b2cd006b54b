//! Files and links that come with something.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::context::{Context, Term, Terms};
use crate::iri::Iri;

/// A picture of an actor, an emoji, an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Image {
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Where it is.
    pub url: Iri,
    /// Its description, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// What an attached file is. Mastodon shows all of them by their media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// Moving pictures.
    Video,
    /// Sound.
    Audio,
    /// Anything else.
    Document,
}

/// An attached file (FEP-1311).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Media {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: MediaKind,
    /// Its media type.
    pub media_type: String,
    /// Where it is.
    pub url: Iri,
    /// Its description, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What to show before it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blurhash: Option<String>,
    /// What must stay visible when it is cut: x and y from −1 to 1, y upwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focal_point: Option<(f64, f64)>,
    /// In pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// In pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// How long it plays.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "seconds")]
    pub duration: Option<Duration>,
    /// A small picture of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Image>,
}

/// An attached link, whose preview is shown (FEP-8967).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Link", rename_all = "camelCase")]
pub struct LinkAttachment {
    /// Where it leads.
    pub href: Iri,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The media type of what is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// What is attached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Attachment {
    /// A file.
    Media(Box<Media>),
    /// A link.
    Link(LinkAttachment),
}

impl Terms for Attachment {
    fn terms(&self, context: &mut Context) {
        if let Self::Media(media) = self {
            context.add_if(media.blurhash.is_some(), Term::Blurhash);
            context.add_if(media.focal_point.is_some(), Term::FocalPoint);
        }
    }
}

/// ISO 8601, in seconds.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn seconds<S: Serializer>(length: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    match length {
        Some(length) => serializer.collect_str(&format_args!("PT{}S", length.as_secs_f64())),
        None => serializer.serialize_none(),
    }
}
