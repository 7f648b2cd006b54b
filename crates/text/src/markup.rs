//! Cuts HTML into texts and tags.
//!
//! A small reader of its own instead of a whole parser: what the sanitiser writes is safe whatever is
//! read here, because it writes nothing but known tags and escaped text. So this may be simple, and it
//! must be linear: the tokenizer of html5ever compares each attribute with all before it, which a tag
//! with 100 000 attributes turns into seconds.

use std::borrow::Cow;

/// As many attributes of one tag are looked at.
const MAX_ATTRIBUTES: usize = 24;

/// Elements whose content is not markup, and never shown: it is skipped up to their end tag.
const RAW: &[&str] = &[
    "script", "style", "iframe", "noembed", "noframes", "noscript", "textarea", "title", "xmp",
];

/// A part of an HTML document.
pub(crate) enum Token<'a> {
    /// Text between tags, entities not yet decoded.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag, with its name as written.
    End(&'a str),
}

/// A start tag.
pub(crate) struct Tag<'a> {
    /// The name as written.
    pub(crate) name: &'a str,
    /// Whether it ended in `/>`.
    pub(crate) self_closing: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// The value of the first attribute with this name, decoded.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| decode(value))
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// What begins at a place.
enum Markup<'a> {
    /// No markup.
    None,
    /// A comment, a declaration or an unfinished tag.
    Skipped,
    Token(Token<'a>),
}

/// A text with its entities decoded.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('&') {
        html_escape::decode_html_entities(text)
    } else {
        Cow::Borrowed(text)
    }
}

/// The parts of an HTML document, one after the other.
pub(crate) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// What is before the first place where `found` holds; the rest begins there.
    fn take_until(&mut self, found: impl FnMut(char) -> bool) -> &'a str {
        let end = self.rest.find(found).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Moves behind the next `end`, or to the end of everything.
    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    /// Reads a markup, if one begins here; otherwise nothing moves.
    fn markup(&mut self) -> Markup<'a> {
        let Some(after) = self.rest.strip_prefix('<') else {
            return Markup::None;
        };
        if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.rest = after;
            return self
                .start_tag()
                .map_or(Markup::Skipped, |tag| Markup::Token(Token::Start(tag)));
        }
        if let Some(end) = after.strip_prefix('/') {
            if end.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.rest = end;
                return self
                    .start_tag()
                    .map_or(Markup::Skipped, |tag| Markup::Token(Token::End(tag.name)));
            }
            self.rest = end;
            self.skip_past(">");
            return Markup::Skipped;
        }
        if let Some(comment) = after.strip_prefix("!--") {
            self.rest = comment;
            if let Some(rest) = comment
                .strip_prefix('>')
                .or_else(|| comment.strip_prefix("->"))
            {
                self.rest = rest;
            } else {
                self.skip_comment();
            }
            return Markup::Skipped;
        }
        if after.starts_with(['!', '?']) {
            self.skip_past(">");
            return Markup::Skipped;
        }
        Markup::None
    }

    /// Moves behind `-->` or `--!>`.
    fn skip_comment(&mut self) {
        while let Some((_, rest)) = self.rest.split_once("--") {
            if let Some(rest) = rest.strip_prefix("!>") {
                self.rest = rest;
                return;
            }
            let dashless = rest.trim_start_matches('-');
            self.rest = dashless;
            if let Some(rest) = dashless.strip_prefix('>') {
                self.rest = rest;
                return;
            }
        }
        self.rest = "";
    }

    /// Reads a tag from its name on. Nothing when the document ends within it.
    fn start_tag(&mut self) -> Option<Tag<'a>> {
        let name = self.take_until(|c| c.is_ascii_whitespace() || c == '/' || c == '>');
        let mut tag = Tag {
            name,
            self_closing: false,
            attributes: Vec::new(),
        };
        loop {
            let gap = self.take_until(|c| !c.is_ascii_whitespace() && c != '/');
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                tag.self_closing = gap.ends_with('/');
                return Some(tag);
            }
            let Some(attribute) = self.attribute() else {
                // A tag within which the document ends is nothing.
                self.rest = "";
                return None;
            };
            if tag.attributes.len() < MAX_ATTRIBUTES {
                tag.attributes.push(attribute);
            }
        }
    }

    /// Reads `name`, `name=value`, `name="value"` or `name='value'`; nothing at the end of everything.
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let before = self.rest;
        // A name may begin with an equals sign.
        self.rest = self.rest.strip_prefix('=').unwrap_or(self.rest);
        self.take_until(|c| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
        let length = before.len().checked_sub(self.rest.len())?;
        let name = before.get(..length).filter(|name| !name.is_empty())?;
        let Some(value) = self.rest.trim_ascii_start().strip_prefix('=') else {
            return Some((name, ""));
        };
        self.rest = value.trim_ascii_start();
        for quote in ['"', '\''] {
            if let Some(value) = self.rest.strip_prefix(quote) {
                let (value, rest) = value.split_once(quote)?;
                self.rest = rest;
                return Some((name, value));
            }
        }
        let value = self.take_until(|c| c.is_ascii_whitespace() || c == '>');
        Some((name, value))
    }

    /// Moves to the end tag of an element whose content is no markup.
    fn skip_raw(&mut self, name: &str) {
        while let Some((_, rest)) = self.rest.split_once("</") {
            self.rest = rest;
            let is_end = rest
                .split_at_checked(name.len())
                .is_some_and(|(end, after)| {
                    end.eq_ignore_ascii_case(name)
                        && after
                            .starts_with(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>')
                });
            if is_end {
                self.skip_past(">");
                return;
            }
        }
        self.rest = "";
    }

    /// A text up to the next `<` that begins a markup; the first character belongs to it in any case.
    fn text(&mut self) -> &'a str {
        let all = self.rest;
        let mut chars = all.chars();
        chars.next();
        self.rest = chars.as_str();
        self.take_until(|c| c == '<');
        let length = all.len().saturating_sub(self.rest.len());
        all.get(..length).unwrap_or_default()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while !self.rest.is_empty() {
            match self.markup() {
                Markup::None => return Some(Token::Text(self.text())),
                Markup::Skipped => {}
                Markup::Token(Token::Start(tag)) => {
                    if tag.is("plaintext") {
                        self.rest = "";
                    } else if let Some(raw) = RAW.iter().find(|name| tag.is(name)) {
                        self.skip_raw(raw);
                    } else {
                        return Some(Token::Start(tag));
                    }
                }
                Markup::Token(token) => return Some(token),
            }
        }
        None
    }
}
