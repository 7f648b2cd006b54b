//! Says whether HTML holds nothing but what posts may hold, as a browser's parser reads it.

use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};
use staffroom_text::{plain_text, sanitize, sanitize_inline};

/// Mastodon's strict list with headings, and the attributes of each element; `lang` is allowed on all.
const ALLOWED: &[(&str, &[&str])] = &[
    ("p", &["class"]),
    ("br", &[]),
    ("span", &["class", "translate"]),
    ("a", &["href", "rel", "target", "class", "translate"]),
    ("abbr", &["title"]),
    ("del", &[]),
    ("s", &[]),
    ("pre", &[]),
    ("blockquote", &["cite"]),
    ("code", &[]),
    ("b", &[]),
    ("strong", &[]),
    ("u", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("i", &[]),
    ("em", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("ul", &[]),
    ("ol", &["start", "reversed"]),
    ("li", &["value"]),
    ("ruby", &[]),
    ("rt", &[]),
    ("rp", &[]),
];

const SCHEMES: &[&str] = &[
    "http", "https", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "xmpp", "magnet", "gemini",
];

fn attribute_is_safe(name: &str, value: &str) -> bool {
    match name {
        "href" | "cite" => {
            let (scheme, _) = value.split_once(':').unwrap_or_default();
            SCHEMES.contains(&&*scheme.to_ascii_lowercase())
                && value.trim() == value
                && !value.contains(char::is_control)
        }
        "rel" => value
            .split(' ')
            .all(|word| matches!(word, "nofollow" | "noopener" | "noreferrer" | "me" | "tag")),
        "target" => value == "_blank",
        "translate" => value == "no",
        "class" => value.split(' ').all(|class| {
            ["h-", "p-", "u-", "dt-", "e-"]
                .iter()
                .any(|p| class.starts_with(p))
                || matches!(
                    class,
                    "mention" | "hashtag" | "ellipsis" | "invisible" | "quote-inline"
                )
        }),
        "start" | "value" => value.parse::<i64>().is_ok(),
        "reversed" => value.is_empty(),
        "lang" => value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
        "title" => true,
        _ => false,
    }
}

/// What is wrong with the HTML; nothing if it is safe, and if a browser builds one element for each of
/// its start tags, so that it repairs nothing.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let document = Html::parse_fragment(html);
    let mut elements = 0;
    for node in document.root_element().descendants().skip(1) {
        match node.value() {
            Node::Element(element) => {
                elements += 1;
                let Some((_, attributes)) =
                    ALLOWED.iter().find(|(name, _)| *name == element.name())
                else {
                    faults.push(format!("element {}", element.name()));
                    continue;
                };
                for (name, value) in element.attrs() {
                    if !(name == "lang" || attributes.contains(&name))
                        || !attribute_is_safe(name, value)
                    {
                        faults.push(format!("{} {name}={value:?}", element.name()));
                    }
                }
                if element.name() == "a" && element.attr("href").is_none() {
                    faults.push("link to nowhere".to_owned());
                }
                let is_own_parent = |e: ElementRef<'_>| {
                    e.ancestors()
                        .filter_map(ElementRef::wrap)
                        .any(|up| up.value().name() == e.value().name())
                };
                if matches!(element.name(), "a" | "p")
                    && ElementRef::wrap(node).is_some_and(is_own_parent)
                {
                    faults.push(format!("{0} in {0}", element.name()));
                }
            }
            Node::Text(text) => {
                if text.contains(|c: char| {
                    (c.is_control() && c != '\n' && c != '\t')
                        || matches!(c, '\u{202D}' | '\u{202E}')
                }) {
                    faults.push(format!("text {:?}", &**text));
                }
            }
            other => faults.push(format!("node {other:?}")),
        }
    }
    // In what the sanitiser writes, `<` begins a tag and nothing else.
    let tags = html.matches('<').count() - html.matches("</").count();
    if tags != elements {
        faults.push(format!("{tags} start tags, {elements} elements"));
    }
    faults
}

/// Sanitises, and fails unless the result is safe and stays as it is.
#[track_caller]
pub(crate) fn safe(html: &str) -> String {
    let shown: String = html.chars().take(200).collect();
    let clean = sanitize(html);
    assert_eq!(
        faults(&clean),
        Vec::<String>::new(),
        "{shown:?} became {clean:?}"
    );
    assert_eq!(sanitize(&clean), clean, "sanitising {shown:?} twice");
    let line = sanitize_inline(html);
    assert_eq!(
        faults(&line),
        Vec::<String>::new(),
        "{shown:?} became {line:?}"
    );
    assert_eq!(
        sanitize_inline(&line),
        line,
        "sanitising {shown:?} inline twice"
    );
    assert!(
        !line.contains("<p") && !line.contains("<h") && !line.contains("<li"),
        "{line:?}"
    );
    plain_text(html);
    clean
}

#[test]
fn the_checker_finds_what_is_forbidden() {
    for html in [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href=javascript:x>y</a>",
        "<a>x</a>",
        "<p><p>x</p></p>",
        "<svg></svg>",
        "<span style=x>y</span>",
        "<img src=x>",
        "<!-- x -->",
        "<p class=evil>x</p>",
    ] {
        assert_ne!(faults(html), Vec::<String>::new(), "{html}");
    }
}

/// Pieces of which documents are made that parsers disagree about.
fn piece() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "p",
        "a",
        "span",
        "b",
        "i",
        "em",
        "strong",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h1",
        "h3",
        "h6",
        "ruby",
        "rt",
        "rp",
        "del",
        "abbr",
        "div",
        "table",
        "tr",
        "td",
        "svg",
        "math",
        "annotation",
        "semantics",
        "mtext",
        "mglyph",
        "style",
        "script",
        "template",
        "noscript",
        "title",
        "textarea",
        "img",
        "br",
        "hr",
        "form",
        "select",
        "option",
        "foreignObject",
        "desc",
        "plaintext",
        "xmp",
        "iframe",
        "object",
        "font",
        "nobr",
        "button",
        "marquee",
        "details",
    ]);
    let attribute = prop::sample::select(vec![
        "",
        " href=https://example.org",
        " href=\"javascript:x\"",
        " href='data:text/html,x'",
        " class=\"mention evil h-card\"",
        " onclick=x",
        " style=\"x\"",
        " src=https://example.org/x.png alt='a>b'",
        " encoding=application/x-tex",
        " lang=cy",
        " start=3 reversed value=2",
        " title='\"<x>'",
        " rel='me tag evil'",
        "/",
    ]);
    prop_oneof![
        4 => (names.clone(), attribute).prop_map(|(name, attribute)| format!("<{name}{attribute}>")),
        3 => names.prop_map(|name| format!("</{name}>")),
        2 => "[a-z &;<>\"'=/\\n-]{0,8}",
        1 => prop::sample::select(vec![
            "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<!doctype html>", "<?x?>", "&lt;script&gt;", "&#60;", "&amp;lt;", "\u{0}", "\u{202E}",
            "<", "</", "</>", "<a", "\"", "'", ">", "\u{200D}", "&NewLine;", "\r\n",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn whatever_is_put_together_becomes_safe(pieces in prop::collection::vec(piece(), 0..24)) {
        safe(&pieces.concat());
    }

    #[test]
    fn whatever_characters_come_become_safe(text in "\\PC{0,60}|[<>/a-z\"'=&;! -]{0,60}") {
        safe(&text);
    }

    #[test]
    fn whatever_bytes_come_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        staffroom_text::exercise(&bytes);
    }
}
