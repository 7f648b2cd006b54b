//! HTML as text, for previews, notifications and fields that are no HTML.

use crate::markup::{Tag, Token, Tokens, decode};
use crate::sanitize::sanitize;

/// What HTML says, as text with line breaks: blocks and `br` begin lines, pictures are their
/// descriptions, formulas their annotations, and what posts hide in `span.invisible` (the unimportant
/// parts of shortened addresses) is left out, with `…` after a `span.ellipsis`.
///
/// The result is text, not HTML: escape it before it becomes part of a page.
pub fn plain_text(html: &str) -> String {
    let mut plain = PlainText::default();
    // Reading only what the sanitiser writes leaves nothing here to go wrong.
    for token in Tokens::new(&sanitize(html)) {
        match token {
            Token::Text(text) => plain.text(&decode(text)),
            Token::Start(tag) => plain.start(&tag),
            Token::End(name) => plain.end(name),
        }
    }
    plain.text.truncate(plain.text.trim_end().len());
    plain.text
}

#[derive(Default)]
struct PlainText {
    text: String,
    /// Open `span`s.
    spans: Vec<Span>,
    pre: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Span {
    Shown,
    Invisible,
    Ellipsis,
}

impl PlainText {
    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "span" => {
                let class = tag.attribute("class").unwrap_or_default();
                let has = |name| class.split_ascii_whitespace().any(|class| class == name);
                self.spans.push(if has("invisible") {
                    Span::Invisible
                } else if has("ellipsis") {
                    Span::Ellipsis
                } else {
                    Span::Shown
                });
            }
            "br" => self.break_line(),
            "pre" => {
                self.begin_line();
                self.pre = self.pre.saturating_add(1);
            }
            name if is_block(name) => self.begin_line(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "span" => {
                let ended = self.spans.pop();
                if ended == Some(Span::Ellipsis) && !self.is_hidden() {
                    self.text.push('…');
                }
            }
            "pre" => {
                self.begin_line();
                self.pre = self.pre.saturating_sub(1);
            }
            name if is_block(name) => self.begin_line(),
            _ => {}
        }
    }

    fn is_hidden(&self) -> bool {
        self.spans.contains(&Span::Invisible)
    }

    fn break_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    fn begin_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_hidden() {
            return;
        }
        if self.pre > 0 {
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "blockquote" | "ul" | "ol" | "li"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_breaks_begin_lines() {
        assert_eq!(
            plain_text("<p>one<br>two</p>\n<p>three &amp; four</p><ul><li>a</li><li>b</li></ul>"),
            "one\ntwo\nthree & four\na\nb"
        );
    }

    #[test]
    fn what_is_invisible_is_left_out() {
        let link = "<p>see <a href=\"https://example.org/0123456789\"><span class=\"invisible\">https://</span>\
                    <span class=\"ellipsis\">example.org/01234</span><span class=\"invisible\">56789</span></a>!</p>";
        assert_eq!(plain_text(link), "see example.org/01234…!");
    }

    #[test]
    fn scripts_say_nothing() {
        assert_eq!(
            plain_text("a<script>b</script><style>c</style> &lt;d&gt;"),
            "a <d>"
        );
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(plain_text("<pre><code>a\n  b</code></pre>c"), "a\n  b\nc");
    }
}
