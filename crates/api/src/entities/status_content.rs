//! What clients show as the text of a status that is more than a short text.

use staffroom_domain::StatusKind;
use staffroom_service::statuses::StatusRow;
use staffroom_text::escape;

/// Whether a status is of a kind that clients do not know, and comes as a text with a link: as Mastodon
/// does it with articles, pages, events and media. Its summary is no warning then, but part of the text.
pub(super) fn is_converted(row: &StatusRow) -> bool {
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

/// Safe HTML: the title, for converted kinds the summary, the content, and a link to the page.
pub(super) fn content(row: &StatusRow, page: &str) -> String {
    let title = row.title.as_deref().unwrap_or_default().trim();
    let mut html = String::new();
    if !title.is_empty() {
        html.push_str(&paragraph(&format!("<strong>{}</strong>", escape(title))));
    }
    let converted = is_converted(row);
    if converted && !row.spoiler.trim().is_empty() {
        html.push_str(&paragraph(&escape(row.spoiler.trim())));
    }
    html.push_str(&row.content);
    if converted {
        let page = escape(page);
        let link =
            format!("<a href=\"{page}\" rel=\"nofollow noopener\" target=\"_blank\">{page}</a>");
        html.push_str(&paragraph(&link));
    }
    html
}

fn paragraph(inner: &str) -> String {
    format!("<p>{inner}</p>")
}
