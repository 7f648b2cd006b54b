//! The style sheet, the icon and the scripts, inside the program.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use data_encoding::HEXLOWER;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::PageError;
use crate::page::{Page, PageResult};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

static STYLE: LazyLock<String> = LazyLock::new(|| url_of("staffroom.css"));
static ICON: LazyLock<String> = LazyLock::new(|| url_of("icon.svg"));
static DRAFT: LazyLock<String> = LazyLock::new(|| url_of("draft.js"));
static PASSKEY: LazyLock<String> = LazyLock::new(|| url_of("passkey.js"));
static COMPOSE: LazyLock<String> = LazyLock::new(|| url_of("compose.js"));

/// Where the style sheet is; changes with its content.
pub(crate) fn style_url() -> &'static str {
    &STYLE
}

/// Where the icon is; changes with its content.
pub(crate) fn icon_url() -> &'static str {
    &ICON
}

/// Where the script of the forms of drafts is.
pub(crate) fn draft_url() -> &'static str {
    &DRAFT
}

/// Where the script of the form for posts is.
pub(crate) fn compose_url() -> &'static str {
    &COMPOSE
}

/// Where the script is that asks for passkeys.
pub(crate) fn passkey_url() -> &'static str {
    &PASSKEY
}

fn url_of(name: &str) -> String {
    let version = Assets::get(name).as_ref().map(version).unwrap_or_default();
    format!("/assets/{name}?v={version}")
}

fn version(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    HEXLOWER.encode(hash.get(..8).unwrap_or(&hash))
}

/// An asset. With the version of its content in the address it never changes, without it is checked
/// again each time.
pub(crate) async fn show(page: Page) -> PageResult {
    let name: String = page.segment("name")?;
    let file = Assets::get(&name).ok_or_else(PageError::not_found)?;
    let content_type = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => return Err(PageError::not_found()),
    };
    let version = version(&file);
    let caching = if page.query().get("v") == version {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    let tag = EntityTag::new_strong(version);
    let unchanged = page
        .typed_header::<IfNoneMatch>()
        .is_some_and(|known| is_known(&known, &tag));
    let mut answer = if unchanged {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::CACHE_CONTROL, caching))
        .insert_header(ETag(tag));
    Ok(if unchanged {
        answer.finish()
    } else {
        answer
            .content_type(content_type)
            .body(file.data.into_owned())
    })
}

/// Whether the browser has this version (RFC 9110, 13.1.2: compared weakly).
pub(crate) fn is_known(if_none_match: &IfNoneMatch, tag: &EntityTag) -> bool {
    match if_none_match {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(known) => known.iter().any(|known| known.weak_eq(tag)),
    }
}
