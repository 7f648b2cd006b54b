//! Writes the safe HTML: allowed tags, each closed and nested as a browser would nest them.
//!
//! A browser that reads the result finds the same tree, and the sanitiser that reads it writes it
//! again. Both hold because nothing is left for a browser to repair: no paragraph in a paragraph, no
//! link in a link, no item in an item but through a list.

use crate::allowed::{Element, Kind};
use crate::escape::{entity, may_stand};

/// As many elements may be open; deeper ones are left out, and what is in them stays.
const MAX_DEPTH: usize = 32;

/// What separates the next text from the last, because tags between them were left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

/// The result while it grows.
pub(crate) struct Writer {
    out: String,
    open: Vec<&'static Element>,
    gap: Gap,
    /// Nothing but spaces since the last begin or end of a line.
    at_line_start: bool,
    /// Right after `<pre>`, where browsers drop a line break.
    at_pre_start: bool,
    /// How long the result may get without the end tags at its end; 0 once something did not fit.
    budget: usize,
    /// Line breaks outside `pre` are left out.
    is_compact: bool,
}

impl Writer {
    pub(crate) fn new(capacity: usize, budget: usize, is_compact: bool) -> Self {
        Self {
            out: String::with_capacity(capacity),
            open: Vec::new(),
            gap: Gap::None,
            at_line_start: true,
            at_pre_start: false,
            budget,
            is_compact,
        }
    }

    /// Whether a link is open.
    pub(crate) fn is_in_link(&self) -> bool {
        self.open.iter().any(|e| e.kind == Kind::Link)
    }

    /// Closes an open link.
    pub(crate) fn end_link(&mut self) {
        self.close_first(|e| e.kind == Kind::Link);
    }

    /// Appends markup, or nothing from now on if it does not fit.
    fn push(&mut self, markup: &[&str]) -> bool {
        let length: usize = markup.iter().map(|part| part.len()).sum();
        if self.out.len().saturating_add(length) > self.budget {
            self.budget = 0;
            return false;
        }
        for part in markup {
            self.out.push_str(part);
        }
        self.at_pre_start = false;
        true
    }

    /// Closes the innermost element.
    fn pop(&mut self) {
        if let Some(element) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(element.name);
            self.out.push('>');
            self.at_pre_start = false;
            if !matches!(element.kind, Kind::Inline | Kind::Link | Kind::RubyPart) {
                self.at_line_start = true;
                self.gap = Gap::None;
            }
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.pop();
        }
    }

    /// Closes the outermost open element that is meant, and all within it.
    fn close_first(&mut self, is_meant: impl Fn(&Element) -> bool) {
        if let Some(depth) = self.open.iter().position(|e| is_meant(e)) {
            self.close_to(depth);
        }
    }

    /// Closes what cannot hold an element of this kind. False: it cannot stand here at all.
    fn make_room(&mut self, element: &Element) -> bool {
        match element.kind {
            Kind::Block | Kind::Container => {
                self.close_first(|e| e.name == "p");
                if element.name.starts_with('h') {
                    self.close_first(|e| e.kind == Kind::Block);
                }
            }
            Kind::Item => {
                let list = self
                    .open
                    .iter()
                    .rposition(|e| matches!(e.name, "ul" | "ol"));
                let from = list.map_or(0, |list| list.saturating_add(1));
                let item = self
                    .open
                    .iter()
                    .skip(from)
                    .position(|e| e.kind == Kind::Item);
                if let Some(item) = item {
                    self.close_to(from.saturating_add(item));
                }
                self.close_first(|e| e.name == "p");
            }
            Kind::Link => self.end_link(),
            Kind::RubyPart => {
                let Some(ruby) = self.open.iter().rposition(|e| e.name == "ruby") else {
                    return false;
                };
                self.close_to(ruby.saturating_add(1));
            }
            Kind::Inline => {}
        }
        self.open.len() < MAX_DEPTH
    }

    /// Writes a start tag with its attributes.
    pub(crate) fn start(&mut self, element: &'static Element, attributes: &str) {
        if self.budget == 0 || !self.make_room(element) {
            return;
        }
        if matches!(element.kind, Kind::Inline | Kind::Link | Kind::RubyPart) {
            self.fill_gap();
        } else {
            self.gap = Gap::None;
            self.at_line_start = true;
        }
        if self.push(&["<", element.name, attributes, ">"]) {
            self.open.push(element);
            self.at_pre_start = element.name == "pre";
        }
    }

    /// Writes the end tag of the innermost element that is meant, if it is open.
    pub(crate) fn end(&mut self, element: &'static Element) {
        let stops = |open: &Element| match element.kind {
            Kind::Item => matches!(open.name, "ul" | "ol"),
            Kind::Block | Kind::Container => false,
            Kind::Link | Kind::RubyPart | Kind::Inline => {
                matches!(open.kind, Kind::Container | Kind::Item)
            }
        };
        for (depth, open) in self.open.iter().enumerate().rev() {
            if *open == element {
                self.close_to(depth);
                return;
            }
            if stops(open) {
                return;
            }
        }
    }

    /// Writes a line break.
    pub(crate) fn line_break(&mut self) {
        self.gap = Gap::None;
        self.push(&["<br>"]);
        self.at_line_start = true;
    }

    /// A line begins or ends here.
    pub(crate) fn line(&mut self) {
        if !self.at_line_start {
            self.gap = Gap::Line;
        }
    }

    /// A word begins or ends here.
    pub(crate) fn word(&mut self) {
        if !self.at_line_start && self.gap == Gap::None {
            self.gap = Gap::Space;
        }
    }

    fn fill_gap(&mut self) {
        match self.gap {
            Gap::None => {}
            Gap::Space => {
                if !self.out.ends_with(char::is_whitespace) {
                    self.push(&[" "]);
                }
            }
            Gap::Line => {
                self.push(&["<br>"]);
                self.at_line_start = true;
            }
        }
        self.gap = Gap::None;
    }

    /// Writes a text that is not escaped yet.
    pub(crate) fn text(&mut self, text: &str) {
        let is_blank = text
            .chars()
            .all(|c| c.is_ascii_whitespace() || !may_stand(c));
        if !is_blank {
            self.fill_gap();
            self.at_line_start = false;
        }
        let drops_breaks = self.is_compact && !self.open.iter().any(|e| e.name == "pre");
        let mut utf8 = [0; 4];
        for c in text.chars().filter(|c| may_stand(*c)) {
            if c == '\n' && (self.at_pre_start || drops_breaks) {
                continue;
            }
            let escaped = match c {
                // No attribute is written here.
                '"' | '\'' => None,
                _ => entity(c),
            };
            if !self.push(&[escaped.unwrap_or_else(|| c.encode_utf8(&mut utf8))]) {
                return;
            }
        }
    }

    /// The result, with everything closed.
    pub(crate) fn finish(mut self) -> String {
        self.close_to(0);
        self.out
    }
}
