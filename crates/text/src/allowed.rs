//! What HTML may hold: Mastodon's strict list, with `h1` to `h5` kept as headings.

use crate::escape::escape_into;
use crate::markup::Tag;

/// How an element behaves among others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Closes an open paragraph, and cannot be in one.
    Block,
    /// A block that may hold blocks, which the end tag of an inline element does not cross.
    Container,
    /// An item of a list.
    Item,
    /// A link, which cannot be in a link.
    Link,
    /// Part of a ruby, which only stands in one.
    RubyPart,
    /// Anything else within a line.
    Inline,
}

/// An element that may be written.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Element {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

const fn element(name: &'static str, kind: Kind) -> Element {
    Element { name, kind }
}

/// The allowed elements, without `br`, which holds nothing. The frequent ones first.
static ELEMENTS: [Element; 27] = [
    element("p", Kind::Block),
    element("a", Kind::Link),
    element("span", Kind::Inline),
    element("strong", Kind::Inline),
    element("em", Kind::Inline),
    element("b", Kind::Inline),
    element("i", Kind::Inline),
    element("code", Kind::Inline),
    element("ul", Kind::Container),
    element("ol", Kind::Container),
    element("li", Kind::Item),
    element("blockquote", Kind::Container),
    element("pre", Kind::Container),
    element("h1", Kind::Block),
    element("h2", Kind::Block),
    element("h3", Kind::Block),
    element("h4", Kind::Block),
    element("h5", Kind::Block),
    element("abbr", Kind::Inline),
    element("del", Kind::Inline),
    element("s", Kind::Inline),
    element("u", Kind::Inline),
    element("sub", Kind::Inline),
    element("sup", Kind::Inline),
    element("ruby", Kind::Inline),
    element("rt", Kind::RubyPart),
    element("rp", Kind::RubyPart),
];

/// Elements that are not allowed but begin and end lines, which must not run into one another.
const LINES: &[&str] = &[
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "figure",
    "figcaption",
    "table",
    "caption",
    "tr",
    "dl",
    "dt",
    "dd",
    "hr",
    "address",
    "details",
    "summary",
    "fieldset",
    "legend",
    "form",
    "menu",
    "center",
    "body",
    "html",
    "hgroup",
    "option",
    "dir",
];

/// Elements whose content is not shown either.
const DROPPED: &[&str] = &[
    "svg", "template", "object", "applet", "head", "select", "datalist",
];

/// What becomes of a tag.
pub(crate) enum Fate {
    /// It may be written.
    Keep(&'static Element),
    /// A line break.
    Break,
    /// It goes, and a line begins or ends there.
    Line,
    /// It goes, and a word begins or ends there.
    Word,
    /// It goes with all that is in it.
    Drop(&'static str),
    /// A formula, of which the annotation is shown.
    Math,
    /// A picture, of which a link is made.
    Picture,
    /// It goes, and what is in it stays.
    Unwrap,
}

/// What becomes of tags with this name.
pub(crate) fn fate(name: &str) -> Fate {
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    if let Some(element) = ELEMENTS.iter().find(|e| is(&e.name)) {
        return Fate::Keep(element);
    }
    if is(&"br") {
        return Fate::Break;
    }
    if is(&"img") {
        return Fate::Picture;
    }
    if is(&"math") {
        return Fate::Math;
    }
    if is(&"td") || is(&"th") {
        return Fate::Word;
    }
    if is(&"h6") {
        return alias("h5");
    }
    if is(&"strike") {
        return alias("del");
    }
    if LINES.iter().any(is) {
        return Fate::Line;
    }
    DROPPED
        .iter()
        .copied()
        .find(is)
        .map_or(Fate::Unwrap, Fate::Drop)
}

fn alias(name: &str) -> Fate {
    ELEMENTS
        .iter()
        .find(|e| e.name == name)
        .map_or(Fate::Unwrap, Fate::Keep)
}

/// Schemes that a link may have.
const SCHEMES: &[&str] = &[
    "https", "http", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "xmpp", "magnet", "gemini",
];

/// The longest address of a link, in bytes.
const MAX_ADDRESS: usize = 4096;

/// The address that a browser would make of an attribute's value, if links may have it: without the
/// spaces and control characters that a browser passes over, absolute, with an allowed scheme.
pub(crate) fn address(value: &str) -> Option<String> {
    let value: String = value
        .chars()
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    let value = value.trim();
    let (scheme, rest) = value.split_once(':')?;
    let known = SCHEMES.iter().find(|s| s.eq_ignore_ascii_case(scheme))?;
    let is_web = matches!(*known, "http" | "https");
    let has_host = rest
        .strip_prefix("//")
        .is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '\\', '?', '#']));
    let fits = value.len() <= MAX_ADDRESS && !rest.is_empty() && (has_host || !is_web);
    fits.then(|| value.to_owned())
}

/// Whether a class means something to readers of federated posts.
fn is_known_class(class: &str) -> bool {
    ["h-", "p-", "u-", "dt-", "e-"]
        .iter()
        .any(|prefix| class.starts_with(prefix))
        || matches!(
            class,
            "mention" | "hashtag" | "ellipsis" | "invisible" | "quote-inline"
        )
}

/// Appends ` name="value"`.
pub(crate) fn push_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape_into(html, value);
    html.push('"');
}

fn push_classes(html: &mut String, tag: &Tag<'_>) {
    let Some(value) = tag.attribute("class") else {
        return;
    };
    let classes: Vec<&str> = value
        .split_ascii_whitespace()
        .filter(|class| is_known_class(class) && class.len() <= 64)
        .filter(|class| {
            class
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        })
        .take(16)
        .collect();
    if !classes.is_empty() {
        push_attribute(html, "class", &classes.join(" "));
    }
}

fn push_integer(html: &mut String, tag: &Tag<'_>, name: &str) {
    if let Some(number) = tag
        .attribute(name)
        .and_then(|v| v.trim().parse::<i32>().ok())
    {
        push_attribute(html, name, &number.to_string());
    }
}

/// Appends what every link has: where to, and that it is not ours.
pub(crate) fn push_link(html: &mut String, address: &str, kept_rel: &str) {
    push_attribute(html, "href", address);
    let mut rel = String::from("nofollow noopener");
    for word in ["noreferrer", "me", "tag"] {
        let is_given = kept_rel
            .split_ascii_whitespace()
            .any(|given| given.eq_ignore_ascii_case(word));
        if is_given {
            rel.push(' ');
            rel.push_str(word);
        }
    }
    push_attribute(html, "rel", &rel);
    push_attribute(html, "target", "_blank");
}

/// The allowed attributes of a tag, each with a space before it, in one order. `None`: a link to
/// nowhere, which is no link.
pub(crate) fn attributes(element: &Element, tag: &Tag<'_>) -> Option<String> {
    let mut html = String::new();
    match element.name {
        "a" => {
            let address = address(&tag.attribute("href")?)?;
            push_link(
                &mut html,
                &address,
                &tag.attribute("rel").unwrap_or_default(),
            );
        }
        "ol" => {
            push_integer(&mut html, tag, "start");
            if tag.attribute("reversed").is_some() {
                html.push_str(" reversed");
            }
        }
        "li" => push_integer(&mut html, tag, "value"),
        "abbr" => {
            if let Some(title) = tag.attribute("title") {
                push_attribute(&mut html, "title", &title);
            }
        }
        "blockquote" => {
            let cite = tag.attribute("cite").and_then(|cite| address(&cite));
            if let Some(cite) = cite.filter(|cite| {
                cite.get(..4)
                    .is_some_and(|s| s.eq_ignore_ascii_case("http"))
            }) {
                push_attribute(&mut html, "cite", &cite);
            }
        }
        _ => {}
    }
    if matches!(element.name, "a" | "span" | "p") {
        push_classes(&mut html, tag);
        let translate = tag.attribute("translate");
        if element.name != "p" && translate.is_some_and(|value| value == "no") {
            push_attribute(&mut html, "translate", "no");
        }
    }
    if let Some(lang) = tag.attribute("lang") {
        let is_tag = lang.len() <= 35 && lang.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_tag && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            push_attribute(&mut html, "lang", &lang);
        }
    }
    Some(html)
}
