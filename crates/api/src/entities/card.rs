//! `PreviewCard`.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::Timestamp;
use staffroom_service::Ctx;
use staffroom_service::cards::PreviewCardRow;
use staffroom_service::media::Shown;

use super::shaper::moment;

/// A page that a status links to. It never brings HTML or frames of that page along (ADR 0012).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PreviewCard {
    url: String,
    title: String,
    description: String,
    language: Option<String>,
    r#type: String,
    author_name: String,
    author_url: String,
    provider_name: String,
    provider_url: String,
    html: String,
    width: i32,
    height: i32,
    image: Option<String>,
    image_description: String,
    embed_url: String,
    blurhash: Option<String>,
    published_at: Option<String>,
    authors: Vec<Author>,
}

/// Who wrote a page.
#[derive(Clone, Debug, Serialize)]
struct Author {
    name: String,
    url: String,
    /// An account that says so itself; none is known here.
    account: Option<Value>,
}

impl PreviewCard {
    pub(crate) fn new(ctx: &Ctx, row: &PreviewCardRow) -> Self {
        let image = Shown::card(ctx, row).map(|shown| shown.url);
        let is_photo = row.kind == "photo";
        let author = Author {
            name: row.author_name.clone(),
            url: row.author_url.clone(),
            account: None,
        };
        let has_author = !author.name.is_empty();
        Self {
            url: row.url.clone(),
            title: row.title.clone(),
            description: row.description.clone(),
            language: row.language.clone(),
            r#type: row.kind.clone(),
            author_name: row.author_name.clone(),
            author_url: row.author_url.clone(),
            provider_name: row.provider_name.clone(),
            provider_url: row.provider_url.clone(),
            html: String::new(),
            width: row.width,
            height: row.height,
            embed_url: image.clone().filter(|_| is_photo).unwrap_or_default(),
            image,
            image_description: row.image_description.clone(),
            blurhash: None,
            published_at: row.published_at.map(Timestamp::from_micros).map(moment),
            authors: has_author.then_some(author).into_iter().collect(),
        }
    }
}
