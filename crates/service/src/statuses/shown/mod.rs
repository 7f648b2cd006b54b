//! What people are shown as the text of a status, on pages and by clients.

mod event_words;

use staffroom_domain::StatusKind;
use staffroom_text::{escape, sanitize_shown};

use super::{StatusRow, StatusView};
use crate::calendar;
use crate::links::web;

/// Whether a status is of a kind that clients do not know, and comes as a text with a link: as Mastodon
/// does it with articles, pages, events and media. Its summary is no warning then, but part of the text.
pub fn is_converted(row: &StatusRow) -> bool {
    match row.kind() {
        StatusKind::Note | StatusKind::Question | StatusKind::Boost => false,
        StatusKind::Article
        | StatusKind::Page
        | StatusKind::Event
        | StatusKind::Image
        | StatusKind::Video
        | StatusKind::Audio
        | StatusKind::Other => true,
    }
}

/// Safe HTML: the title; when and where an event is; for converted kinds the summary; the content; what
/// it quotes; and for converted kinds a link to the page. What is stored is not trusted to be safe
/// (ADR 0009).
pub fn content(view: &StatusView, page: &str) -> String {
    let row = &view.status;
    let title = row.title.as_deref().unwrap_or_default().trim();
    let mut html = String::new();
    if !title.is_empty() {
        html.extend(["<h2>", &escape(title), "</h2>"]);
    }
    // Our summaries, and those of other instances of Staffroom, begin with it.
    let language = row.language.as_deref();
    if let Some(event) = &view.event
        && !calendar::is_told(event, &row.spoiler, language)
    {
        html.push_str(&event_words::words(event));
    }
    let converted = is_converted(row);
    if converted && !row.spoiler.trim().is_empty() {
        html.push_str(&paragraph(&escape(row.spoiler.trim())));
    }
    let text = sanitize_shown(&row.content);
    let quoted = row
        .quote_uri
        .as_deref()
        .filter(|uri| !names_quote(&text, uri));
    html.push_str(&text);
    if let Some(quoted) = quoted.and_then(web) {
        html.extend(["<p class=\"quote-inline\">RE: ", &link(quoted), "</p>"]);
    }
    if converted && !text.contains(&format!("href=\"{}\"", escape(page))) {
        html.push_str(&paragraph(&link(page)));
    }
    html
}

/// Whether the author's server has written what is quoted into the text, as most do for those who show
/// no quotes.
fn names_quote(text: &str, uri: &str) -> bool {
    text.contains("quote-inline") || text.contains(&*escape(uri))
}

/// A link that shows where it leads.
fn link(address: &str) -> String {
    let address = escape(address);
    format!("<a href=\"{address}\" rel=\"nofollow noopener\" target=\"_blank\">{address}</a>")
}

fn paragraph(inner: &str) -> String {
    format!("<p>{inner}</p>")
}
