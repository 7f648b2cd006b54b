//! Text into HTML, and what may be in a text at all.

/// Whether a character may stand in a text that is shown: no control characters but tab and line
/// feed, and no bidirectional overrides, which make a link's text read as another's.
pub(crate) fn may_stand(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{202D}' | '\u{202E}' => false,
        _ => !c.is_control(),
    }
}

/// The entity for a character that means something in HTML; the quotation mark only does in the
/// value of an attribute.
pub(crate) fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// Appends a text to HTML, fit for the value of an attribute in quotation marks as well.
pub(crate) fn escape_into(html: &mut String, text: &str) {
    for c in text.chars().filter(|c| may_stand(*c)) {
        match entity(c) {
            Some(entity) => html.push_str(entity),
            None => html.push(c),
        }
    }
}

/// A text as HTML that shows it, fit for element content and for attribute values in quotation marks.
/// Control characters and bidirectional overrides are left out.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len().saturating_add(16));
    escape_into(&mut html, text);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_html_is_escaped() {
        assert_eq!(
            escape("<a href=\"x\" b='y'>&amp;\u{0}\u{202E}"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;"
        );
    }
}
