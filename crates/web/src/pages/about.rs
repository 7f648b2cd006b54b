//! Facts about the instance.

use askama::Template;

use super::instance::Instance;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    layout: Layout,
    instance: Instance,
    address: String,
    account_domain: String,
    version: &'static str,
    source_url: Option<String>,
    vocabulary_version: &'static str,
}

pub(crate) async fn show(page: Page) -> PageResult {
    let config = &page.ctx().config;
    html(&About {
        address: config.server.url.origin(),
        account_domain: config.account_domain().to_string(),
        version: page.web().version,
        source_url: page.web().source_url.clone(),
        vocabulary_version: staffroom_vocabulary::VERSION,
        instance: Instance::of(page.web()),
        layout: page.layout(),
    })
}
