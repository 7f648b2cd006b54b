//! Pictures, recordings and links that come with something.

use std::time::Duration;

use super::fields::link_of;
use crate::iri::Iri;
use crate::json::{Json, Object};
use crate::limits;

/// What an attachment says to be; Mastodon says `Document` of everything, so the media type decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttachmentKind {
    /// `Image`
    Image,
    /// `Video`
    Video,
    /// `Audio`
    Audio,
    /// `Document`
    Document,
}

/// A file that comes with a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// What it says to be.
    pub kind: AttachmentKind,
    /// Where the file is.
    pub url: Iri,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its description, plain text: `summary`, else `name`.
    pub alt: Option<String>,
    /// What to show before it is there.
    pub blurhash: Option<String>,
    /// What must stay visible when it is cut: x and y from −1 to 1, y upwards.
    pub focal_point: Option<(f64, f64)>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// How long it plays.
    pub duration: Option<Duration>,
    /// A small picture of it.
    pub icon_url: Option<Iri>,
}

/// A link whose preview may be shown (FEP-8967).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewLink {
    /// Where it leads.
    pub href: Iri,
    /// What it is called.
    pub name: Option<String>,
    /// The type of what is there.
    pub media_type: Option<String>,
}

/// A picture of an actor, an emoji or an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it is.
    pub url: Iri,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its description, plain text: `summary`, else `name`.
    pub alt: Option<String>,
}

/// The first picture of a member: a text, an Image, or a Link.
pub(super) fn picture_of(value: &Json) -> Option<Picture> {
    value.each().iter().find_map(|value| match value {
        Json::String(text) => Some(Picture {
            url: Iri::parse(text).ok()?,
            media_type: None,
            alt: None,
        }),
        Json::Object(object) => {
            let (url, media_type) = file_of(object)?;
            Some(Picture {
                url,
                media_type,
                alt: alt_of(object),
            })
        }
        _ => None,
    })
}

/// Files and links of `attachment`, at most [`limits::ATTACHMENTS`] of each.
pub(super) fn attachments_of(root: &Object) -> (Vec<Attachment>, Vec<PreviewLink>) {
    let mut files = Vec::new();
    let mut links = Vec::new();
    let values = root.get("attachment").map(Json::each).unwrap_or_default();
    for item in values
        .iter()
        .take(limits::ATTACHMENTS * 4)
        .filter_map(Json::as_object)
    {
        if let Some(kind) = kind_of(item) {
            if let Some(file) = attachment(item, kind)
                && files.len() < limits::ATTACHMENTS
            {
                files.push(file);
            }
        } else if !item.is_a("PropertyValue")
            && links.len() < limits::ATTACHMENTS
            && let Some(href) = item.link("href")
        {
            links.push(PreviewLink {
                href,
                name: item.line("name"),
                media_type: item.word("mediaType").map(str::to_owned),
            });
        }
    }
    (files, links)
}

fn kind_of(item: &Object) -> Option<AttachmentKind> {
    item.type_names().find_map(|name| match name {
        "Image" => Some(AttachmentKind::Image),
        "Video" => Some(AttachmentKind::Video),
        "Audio" => Some(AttachmentKind::Audio),
        "Document" => Some(AttachmentKind::Document),
        _ => None,
    })
}

fn attachment(item: &Object, kind: AttachmentKind) -> Option<Attachment> {
    let (url, media_type) = file_of(item)?;
    Some(Attachment {
        kind,
        url,
        media_type,
        alt: alt_of(item),
        blurhash: item
            .word("blurhash")
            .filter(|hash| hash.is_ascii())
            .map(str::to_owned),
        focal_point: focal_point(item),
        width: item.pixels("width"),
        height: item.pixels("height"),
        duration: item.duration("duration"),
        icon_url: item.get("icon").and_then(picture_of).map(|icon| icon.url),
    })
}

/// Where a file is, and its type: `url` as text, Link or list of Links, else `href`.
fn file_of(item: &Object) -> Option<(Iri, Option<String>)> {
    let own_type = || item.word("mediaType").map(str::to_owned);
    let values = item.get("url").map(Json::each).unwrap_or_default();
    let link = values.iter().find_map(|value| {
        let inner = value
            .as_object()
            .and_then(|link| link.word("mediaType"))
            .map(str::to_owned);
        Some((link_of(value)?, inner))
    });
    match link {
        Some((url, inner)) => Some((url, own_type().or(inner))),
        None => Some((item.link("href")?, own_type())),
    }
}

fn alt_of(item: &Object) -> Option<String> {
    item.text("summary", limits::ALT)
        .or_else(|| item.text("name", limits::ALT))
}

fn focal_point(item: &Object) -> Option<(f64, f64)> {
    let Some(Json::Array(values)) = item.get("focalPoint") else {
        return None;
    };
    let [Json::Number(x), Json::Number(y)] = values.as_slice() else {
        return None;
    };
    let (x, y) = (x.as_f64()?, y.as_f64()?);
    (x.is_finite() && y.is_finite()).then(|| (x.clamp(-1.0, 1.0), y.clamp(-1.0, 1.0)))
}
