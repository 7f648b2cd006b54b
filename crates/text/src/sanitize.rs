//! Safe HTML from anybody's.

use crate::allowed::{self, Fate, Kind};
use crate::escape::may_stand;
use crate::markup::{Tag, Token, Tokens, decode};
use crate::writer::Writer;

/// As much of a document is read, in bytes; the rest is ignored.
pub const MAX_INPUT: usize = 512 * 1024;

/// As much is written, in bytes, not counting the last end tags. It is less than [`MAX_INPUT`], so
/// that sanitising twice never cuts twice.
pub const MAX_OUTPUT: usize = 256 * 1024;

/// What differs between uses.
#[derive(Clone, Copy, Default)]
pub(crate) struct Policy {
    /// Blocks become line breaks.
    pub(crate) is_inline: bool,
    /// Line breaks of the source are left out, except in `pre`.
    pub(crate) is_compact: bool,
}

/// HTML with nothing in it but what posts may hold: Mastodon's strict list of elements and attributes
/// (`h1` to `h5` stay headings, `h6` becomes `h5`). Links are absolute, have an allowed scheme,
/// `rel="nofollow noopener"` (with `noreferrer`, `me` and `tag` where given) and `target="_blank"`.
/// A picture becomes a link, a formula its annotation (FEP-dc88). Elements that are not allowed go, and
/// what they hold stays, except for scripts, styles, frames, forms' texts and SVG.
///
/// The result is well formed, and sanitising it changes nothing. Takes time in proportion to the
/// input, of which at most [`MAX_INPUT`] bytes are read; at most [`MAX_OUTPUT`] are written.
pub fn sanitize(html: &str) -> String {
    if is_plain(html) {
        return html.to_owned();
    }
    sanitize_with(html, Policy::default())
}

/// As [`sanitize`], but without blocks, for texts of one paragraph such as summaries and the values of
/// profile fields: paragraphs, items and headings become lines.
pub fn sanitize_inline(html: &str) -> String {
    if is_plain(html) {
        return html.to_owned();
    }
    let policy = Policy {
        is_inline: true,
        ..Policy::default()
    };
    sanitize_with(html, policy)
}

/// Whether a text has no markup and no character that would be left out: it is its own safe HTML.
fn is_plain(html: &str) -> bool {
    html.len() <= MAX_OUTPUT
        && html
            .chars()
            .all(|c| may_stand(c) && !matches!(c, '<' | '>' | '&'))
}

/// The beginning of a text that is at most `max` bytes long.
pub(crate) fn at_most(text: &str, max: usize) -> &str {
    text.get(..text.floor_char_boundary(max)).unwrap_or(text)
}

pub(crate) fn sanitize_with(html: &str, policy: Policy) -> String {
    let html = at_most(html, MAX_INPUT);
    let mut sanitizer = Sanitizer {
        writer: Writer::new(html.len().saturating_add(64), MAX_OUTPUT, policy.is_compact),
        policy,
        dropping: None,
    };
    for token in Tokens::new(html) {
        sanitizer.token(&token);
    }
    sanitizer.end_dropping();
    sanitizer.writer.finish()
}

/// An element that goes with all that is in it.
struct Dropping {
    name: &'static str,
    depth: usize,
    /// What is shown in its place.
    formula: Formula,
}

/// The annotations of a formula.
#[derive(Default)]
struct Formula {
    is_block: bool,
    /// Whether texts belong to the annotation in TeX, or in plain text.
    reading: Option<Annotation>,
    tex: String,
    plain: String,
}

#[derive(Clone, Copy)]
enum Annotation {
    Tex,
    Plain,
}

struct Sanitizer {
    writer: Writer,
    policy: Policy,
    dropping: Option<Dropping>,
}

impl Sanitizer {
    fn token(&mut self, token: &Token<'_>) {
        if self.dropping.is_some() {
            self.dropped(token);
            return;
        }
        match token {
            Token::Text(text) => self.writer.text(&decode(text)),
            Token::Start(tag) => self.start(tag),
            Token::End(name) => match allowed::fate(name) {
                Fate::Keep(element) if self.is_line(element.kind) => self.writer.line(),
                Fate::Keep(element) => self.writer.end(element),
                Fate::Line => self.writer.line(),
                Fate::Word => self.writer.word(),
                // Browsers read `</br>` as `<br>`.
                Fate::Break => self.writer.line_break(),
                Fate::Drop(_) | Fate::Math | Fate::Picture | Fate::Unwrap => {}
            },
        }
    }

    /// Whether elements of this kind become lines.
    fn is_line(&self, kind: Kind) -> bool {
        self.policy.is_inline && matches!(kind, Kind::Block | Kind::Container | Kind::Item)
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match allowed::fate(tag.name) {
            Fate::Keep(element) if self.is_line(element.kind) => self.writer.line(),
            Fate::Keep(element) => {
                if element.kind == Kind::Link {
                    self.writer.end_link();
                }
                if let Some(attributes) = allowed::attributes(element, tag) {
                    self.writer.start(element, &attributes);
                }
            }
            Fate::Break => self.writer.line_break(),
            Fate::Line => self.writer.line(),
            Fate::Word => self.writer.word(),
            Fate::Drop(name) => self.drop_from(name, tag, false),
            Fate::Math => {
                let is_block = tag
                    .attribute("display")
                    .is_some_and(|v| v.eq_ignore_ascii_case("block"));
                self.drop_from("math", tag, is_block);
            }
            Fate::Picture => self.picture(tag),
            Fate::Unwrap => {}
        }
    }

    /// A link in the place of a picture; only its text where a link cannot be, or for an emoji.
    fn picture(&mut self, tag: &Tag<'_>) {
        let alt = tag.attribute("alt").unwrap_or_default();
        let alt = alt.trim();
        let is_emoji =
            alt.starts_with(':') && alt.ends_with(':') && !alt.contains(char::is_whitespace);
        let address = tag.attribute("src").and_then(|src| allowed::address(&src));
        let (Some(address), false, false) = (address, is_emoji, self.writer.is_in_link()) else {
            self.writer.text(alt);
            return;
        };
        let Fate::Keep(link) = allowed::fate("a") else {
            return;
        };
        let mut attributes = String::new();
        allowed::push_link(&mut attributes, &address, "");
        self.writer.start(link, &attributes);
        self.writer
            .text(if alt.is_empty() { &address } else { alt });
        self.writer.end(link);
    }

    fn drop_from(&mut self, name: &'static str, tag: &Tag<'_>, is_block: bool) {
        // Only foreign elements can be closed by their own tag.
        if !(tag.self_closing && matches!(name, "svg" | "math")) {
            self.dropping = Some(Dropping {
                name,
                depth: 1,
                formula: Formula {
                    is_block,
                    ..Formula::default()
                },
            });
        }
    }

    /// A part of an element that goes.
    fn dropped(&mut self, token: &Token<'_>) {
        let Some(dropping) = self.dropping.as_mut() else {
            return;
        };
        match token {
            Token::Text(text) => dropping.formula.text(text),
            Token::Start(tag) if tag.is(dropping.name) => {
                if !tag.self_closing {
                    dropping.depth = dropping.depth.saturating_add(1);
                }
            }
            Token::Start(tag) if tag.is("annotation") => dropping.formula.start_annotation(tag),
            Token::End(name) if name.eq_ignore_ascii_case("annotation") => {
                dropping.formula.reading = None;
            }
            Token::End(name) if name.eq_ignore_ascii_case(dropping.name) => {
                dropping.depth = dropping.depth.saturating_sub(1);
                if dropping.depth == 0 {
                    self.end_dropping();
                }
            }
            Token::Start(_) | Token::End(_) => {}
        }
    }

    /// Shows what remains of an element that goes.
    fn end_dropping(&mut self) {
        if let Some(text) = self.dropping.take().and_then(|d| d.formula.shown(d.name)) {
            self.writer.text(&text);
        }
    }
}

impl Formula {
    fn start_annotation(&mut self, tag: &Tag<'_>) {
        let encoding = tag.attribute("encoding").unwrap_or_default();
        self.reading = match encoding.trim() {
            "application/x-tex" if self.tex.is_empty() => Some(Annotation::Tex),
            "text/plain" if self.plain.is_empty() => Some(Annotation::Plain),
            _ => None,
        };
    }

    fn text(&mut self, text: &str) {
        match self.reading {
            Some(Annotation::Tex) => self.tex.push_str(&decode(text)),
            Some(Annotation::Plain) => self.plain.push_str(&decode(text)),
            None => {}
        }
    }

    /// TeX in dollar signs, as Mastodon shows it, or the plain annotation.
    fn shown(&self, name: &str) -> Option<String> {
        let (tex, plain) = (self.tex.trim(), self.plain.trim());
        if name != "math" {
            None
        } else if tex.is_empty() {
            (!plain.is_empty()).then(|| plain.to_owned())
        } else if self.is_block {
            Some(format!("$${tex}$$"))
        } else {
            Some(format!("${tex}$"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_fast_path_answers_as_the_slow_one(text in "[ -~\\n\\t\\r\u{202E}\u{200D}é日]{0,40}|[a-z <&;]{0,12}") {
            let slow = sanitize_with(&text, Policy::default());
            prop_assert_eq!(&sanitize(&text), &slow);
            if is_plain(&text) {
                prop_assert_eq!(slow, text);
            }
        }
    }
}
