//! The JSON-LD context.

use staffroom_vocabulary::context_json;

use super::document;
use super::format::Format;
use crate::page::{Page, PageResult};

pub(crate) async fn show(page: Page) -> PageResult {
    let write = || context_json().to_owned();
    Ok(document::data(&page, "context", Format::JsonLd, write))
}
