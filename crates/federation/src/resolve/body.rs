//! The texts of an object: its title, its summary or warning, and what it says.

use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{IncomingObject, ObjectKind};
use staffroom_text::{escape, plain_text, sanitize};

use super::draft::cut;

/// The longest content warning or summary that is kept, in bytes.
const LONGEST_SUMMARY: usize = 2_000;
/// The longest title.
const LONGEST_TITLE: usize = 1_000;
/// Links beside the text that are kept.
const MOST_LINKS: usize = 5;
/// What is put where a summary was cut.
const CUTS: [&str; 4] = ["[…]", "[...]", "…", "..."];

/// Whether its summary sums it up. That of a short text warns of it.
pub(super) fn is_long(object: &IncomingObject) -> bool {
    !matches!(object.kind, ObjectKind::Note | ObjectKind::Question)
}

/// The name as one line.
pub(super) fn title(object: &IncomingObject) -> Option<String> {
    line(object.name.as_deref()?, LONGEST_TITLE)
}

/// A text as one line of at most so many bytes; none where nothing is in it.
pub(super) fn line(text: &str, most: usize) -> Option<String> {
    let line = plain_text(&escape(text));
    let line = cut(line.trim(), most);
    (!line.is_empty()).then_some(line)
}

/// The text as safe HTML, and below it the links that come with it.
pub(super) fn content(object: &IncomingObject) -> String {
    let is_plain = object
        .media_type
        .as_deref()
        .is_some_and(|kind| kind.starts_with("text/plain") || kind.starts_with("text/markdown"));
    let mut html = match object.content.as_deref() {
        Some(text) if is_plain => {
            let lines = escape(text).replace('\n', "<br>");
            sanitize(&format!("<p>{lines}</p>"))
        }
        Some(text) => sanitize(text),
        None => String::new(),
    };
    for (href, name) in links(object) {
        let address = escape(href.as_str());
        if html.contains(&address) {
            continue;
        }
        let name = escape(name.unwrap_or(href.as_str()));
        html.push_str(&sanitize(&format!(
            "<p><a href=\"{address}\">{name}</a></p>"
        )));
    }
    html
}

/// Objects that it refers to (FEP-e232) without quoting them; and of what is more than a short text, the
/// pages that it is about.
fn links(object: &IncomingObject) -> impl Iterator<Item = (&Iri, Option<&str>)> {
    let objects = object.tags.links.iter().filter(|link| !link.is_quote());
    let pages = object.links.iter().filter(|_| is_long(object));
    let quoted = object.quotes.target();
    objects
        .map(|link| (&link.href, link.name.as_deref()))
        .chain(pages.map(|link| (&link.href, link.name.as_deref())))
        .filter(move |(href, _)| Some(*href) != quoted)
        .take(MOST_LINKS)
}

/// The summary, plain text. One that only repeats the beginning of the text says nothing.
pub(super) fn summary(object: &IncomingObject) -> String {
    let summary = plain_text(object.summary.as_deref().unwrap_or_default());
    let summary = cut(summary.trim(), LONGEST_SUMMARY);
    if is_long(object) && repeats(&summary, object.content.as_deref().unwrap_or_default()) {
        return String::new();
    }
    summary
}

fn repeats(summary: &str, content: &str) -> bool {
    let mut begin = words(summary);
    for cut in CUTS {
        if let Some(shorter) = begin.strip_suffix(cut) {
            begin = shorter.trim_end().to_owned();
            break;
        }
    }
    !begin.is_empty() && words(&plain_text(content)).starts_with(&begin)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_that_is_the_beginning_is_seen_as_such() {
        for (summary, content, expected) in [
            (
                "Come along",
                "<p>Come <b>along</b></p><p>Bring chalk</p>",
                true,
            ),
            ("Come along […]", "<p>Come along, all of you</p>", true),
            ("Come along…", "<p>Come along,\nall of you</p>", true),
            ("Library, 1 March", "<p>Bring one</p>", false),
            ("In short", "", false),
            ("", "<p>Long</p>", false),
            ("…", "<p>Long</p>", false),
        ] {
            assert_eq!(repeats(summary, content), expected, "{summary:?}");
        }
    }
}
