//! Input that takes long to read. Nothing is timed: what is not linear would not end in a test's time.

use staffroom_text::{
    Format, MAX_INPUT, MAX_OUTPUT, count, display_name, emoji_shortcodes, extract, hashtag,
    language, plain_text, render, sanitize, sanitize_inline,
};

use crate::checker::{faults, safe};

/// A mebibyte of a piece.
fn repeated(piece: &str) -> String {
    piece.repeat((1 << 20) / piece.len())
}

const PIECES: &[&str] = &[
    "<b>",
    "<p>",
    "<a href=https://a.example>",
    "<ul><li>",
    "</b>",
    "<",
    "<!",
    "<!--",
    "<a ",
    "<a x='",
    "a=1 ",
    "&",
    "&#",
    "&amp;",
    "<svg>",
    "<math>",
    "<script>",
    "<div>",
    "<blockquote>",
    "<span class=invisible>",
    "<ruby><rt>",
    "--",
    "<table><tr><td>a",
    "@",
    "@a",
    "@a@",
    "@a.",
    "@a@b.",
    "#",
    "#a",
    "#·",
    "http://",
    "https://a.",
    "http://a.b/((((",
    "http://a.b/))))",
    "http://a.b,",
    ":",
    ":a",
    ":ab:",
    "`",
    "*a ",
    "**a*",
    "_",
    "[",
    "[a](",
    "![",
    "> ",
    "- ",
    "|a",
    "~~",
    "\n",
    "e\u{301}",
    "\u{200D}",
    "🏴\u{E0067}",
    "xmpp:",
    "magnet:?",
    "magnet:?xt=",
    "http://a.b/,",
    "xmpp:a,",
    "h",
    "日本",
    "<?",
    "</",
    "<td>",
    "\\",
];

/// Catalogue 46.
#[test]
fn html_of_any_size_is_sanitised_within_the_limits() {
    for piece in PIECES {
        let clean = sanitize(&repeated(piece));
        assert!(
            clean.len() <= MAX_OUTPUT + 32 * 16,
            "{piece}: {}",
            clean.len()
        );
        assert_eq!(sanitize(&clean), clean, "{piece}");
        sanitize_inline(&repeated(piece));
        plain_text(&repeated(piece));
    }
}

#[test]
fn attributes_without_number_are_read_once() {
    let mut tag = String::from("<p");
    for number in 0..100_000 {
        tag.push_str(" a");
        tag.push_str(&number.to_string());
    }
    tag.push_str(">x</p>");
    assert!(tag.len() > MAX_INPUT);
    assert_eq!(sanitize(&tag), "");
    let tag = tag.replace(" a", " ").replace(">x</p>", ">x");
    let tag: String = tag
        .chars()
        .take(MAX_INPUT - 10)
        .chain(">x".chars())
        .collect();
    assert_eq!(sanitize(&tag), "<p>x</p>");
}

#[test]
fn texts_of_any_size_are_read_to_their_end() {
    for piece in PIECES {
        let text = piece.repeat((1 << 17) / piece.len());
        extract(&text);
        count(&text);
        emoji_shortcodes(&text);
        display_name(&text);
        hashtag::fold(&text);
        language::detect(&text);
        for (format, size) in [(Format::Plain, 1 << 18), (Format::Markdown, 64 * 1024)] {
            let text: String = text.chars().take(size / 4).collect();
            render(&text, format, &|_| None, &|_| String::new());
        }
    }
}

#[test]
fn markdown_as_deep_as_it_gets_becomes_safe() {
    for piece in [
        "> ", "- ", "*a ", "**a*", "[", "![", "`", "|a", "_a_", "<b>",
    ] {
        let text = piece.repeat(5_000);
        let html = render(&text, Format::Markdown, &|_| None, &|_| String::new()).html;
        assert_eq!(faults(&html), Vec::<String>::new(), "{piece}");
    }
}

/// Catalogue 33.
#[test]
fn deep_nesting_ends_at_a_depth() {
    let deep = format!("{}x", "<b>".repeat(10_000));
    assert_eq!(safe(&deep).matches("<b>").count(), 32);
}

#[test]
fn what_does_not_fit_is_cut_off_whole() {
    let long = format!("<p>{}</p><p>end</p>", "é&".repeat(MAX_OUTPUT));
    let clean = safe(&long);
    assert!(
        clean.ends_with("</p>") && !clean.contains("end"),
        "{}",
        clean.len()
    );
}

#[test]
fn a_table_whose_short_rows_would_be_filled_up_without_end_is_no_table() {
    let table = |columns: usize, rows: usize| {
        let wide = |cell: &str| format!("{}\n", cell.repeat(columns));
        let text = wide("|a") + &wide("|-") + &"|b\n".repeat(rows);
        render(&text, Format::Markdown, &|_| None, &|_| String::new()).html
    };
    let (small, large) = (table(3, 5), table(1_000, 1_300));
    assert_eq!(small.matches("|b").count(), 0);
    assert_eq!(large.matches("|b").count(), 1_300);
}
