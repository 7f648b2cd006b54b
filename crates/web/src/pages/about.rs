//! Facts about the instance.

use askama::Template;

use staffroom_service::about::{self, Text};
use staffroom_service::rules::{self, RuleRow};

use super::instance::Instance;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    layout: Layout,
    t: Words,
    instance: Instance,
    address: String,
    account_domain: String,
    version: &'static str,
    source_url: Option<String>,
    vocabulary_version: &'static str,
    rules: Vec<RuleRow>,
    texts: Vec<(&'static str, Message, String)>,
}

pub(crate) async fn show(page: Page) -> PageResult {
    let config = &page.ctx().config;
    let mut texts = Vec::new();
    for which in Text::ALL {
        if let Some(written) = about::text(page.ctx(), which).await? {
            texts.push((which.name(), heading(which), written.html));
        }
    }
    html(&About {
        address: config.server.url.origin(),
        account_domain: config.account_domain().to_string(),
        version: page.web().version,
        source_url: page.web().source_url.clone(),
        vocabulary_version: staffroom_vocabulary::VERSION,
        rules: rules::list(page.ctx()).await?,
        texts,
        instance: Instance::of(&page),
        layout: page.layout(),
        t: page.words(),
    })
}

const fn heading(text: Text) -> Message {
    match text {
        Text::Description => key("about-text-description"),
        Text::Privacy => key("about-text-privacy"),
        Text::Terms => key("about-text-terms"),
    }
}
