//! The document that a page for people names as another form of itself.

use staffroom_net::Response;
use url::Url;

/// How much of a page is looked at, in bytes.
const LOOKED_AT: usize = 256 * 1024;
/// How many links of a page are looked at.
const MOST_LINKS: usize = 200;

/// Where a page's ActivityStreams document is, by its header `Link` or its `link` elements.
pub(super) fn of(response: &Response) -> Option<Url> {
    let address = response
        .header("link")
        .and_then(in_header)
        .or_else(|| in_page(&response.body))?;
    response.url.join(&address).ok()
}

fn is_alternate(rel: &str, kind: &str) -> bool {
    rel.split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("alternate"))
        && (kind.starts_with("application/activity+json")
            || kind.starts_with("application/ld+json"))
}

/// RFC 8288, as far as one link with quoted parameters goes.
fn in_header(value: &str) -> Option<String> {
    value.split(',').find_map(|link| {
        let (address, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
        let parameter = |name: &str| {
            rest.split(';').find_map(|parameter| {
                let (key, value) = parameter.split_once('=')?;
                (key.trim().eq_ignore_ascii_case(name)).then(|| value.trim().trim_matches('"'))
            })
        };
        is_alternate(parameter("rel")?, parameter("type")?).then(|| address.to_owned())
    })
}

fn in_page(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body.get(..LOOKED_AT).unwrap_or(body));
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    for _ in 0..MOST_LINKS {
        let at = from + lower.get(from..)?.find("<link")?;
        let end = at + text.get(at..)?.find('>')?;
        let element = text.get(at..end)?;
        let attribute = |name| attribute(element, name);
        if let (Some(rel), Some(kind), Some(href)) =
            (attribute("rel"), attribute("type"), attribute("href"))
            && is_alternate(rel, kind)
        {
            return Some(href.replace("&amp;", "&"));
        }
        from = end;
    }
    None
}

/// The value of an attribute in quotes.
fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = element;
    while let Some((before, after)) = rest.split_once('=') {
        let key = before.rsplit(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let is_it = key
            .into_iter()
            .find(|word| !word.is_empty())
            .is_some_and(|key| key.eq_ignore_ascii_case(name));
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after.strip_prefix(quote)?.split_once(quote)?;
        if is_it {
            return Some(value);
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pages_name_their_document() {
        for page in [
            r#"<html><link rel="stylesheet" href="/a.css"><link href='/ap/1?a=1&amp;b=2' rel='alternate' type='application/activity+json'>"#,
            r#"<LINK rel="alternate" type="application/activity+json" href="/ap/1?a=1&amp;b=2"/>"#,
        ] {
            assert_eq!(in_page(page.as_bytes()).as_deref(), Some("/ap/1?a=1&b=2"));
        }
        for page in [
            "",
            "<link",
            "<link rel=alternate type=application/activity+json href=/x>",
            r#"<link rel="alternate" type="application/rss+xml" href="/x">"#,
        ] {
            assert_eq!(in_page(page.as_bytes()), None, "{page}");
        }
    }

    #[test]
    fn headers_name_it_too() {
        let value = r#"<https://a.example/x>; rel="lrdd", <https://a.example/ap/1>; rel="alternate"; type="application/activity+json""#;
        assert_eq!(in_header(value).as_deref(), Some("https://a.example/ap/1"));
        assert_eq!(in_header("<x; rel=alternate"), None);
    }

    proptest! {
        #[test]
        fn no_page_and_no_header_panics(text in ".{0,200}", tail in ".{0,50}") {
            in_page(format!("<link {text}>{tail}").as_bytes());
            in_header(&text);
        }
    }
}
