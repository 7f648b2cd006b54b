//! XML, as far as feeds and sitemaps need it.

/// Text in which nothing is markup, without what XML 1.0 cannot hold.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => out.push(c),
        }
    }
    out
}

/// An element that holds text.
pub(crate) fn element(name: &str, content: &str) -> String {
    format!("<{name}>{}</{name}>\n", text(content))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn nothing_is_markup_and_nothing_breaks_the_document() {
        assert_eq!(
            text("<a href=\"x\">&\u{0}\u{b}\u{ffff}'\n"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&apos;\n"
        );
    }
}
