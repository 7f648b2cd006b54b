//! What a page says of itself: OpenGraph, Twitter's cards, and plain HTML.

use encoding_rs::{Encoding, UTF_8};
use url::Url;

use crate::markup::{Tag, Token, Tokens, decode};

/// The most tags that are looked at.
const MAX_TOKENS: usize = 20_000;
/// The longest title, in characters.
const MAX_TITLE: usize = 300;
/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 600;
/// The longest name, in characters.
const MAX_NAME: usize = 200;
/// The longest address, in bytes.
const MAX_ADDRESS: usize = 2_048;
/// A character set is named within so many bytes (HTML, 4.2.5.4).
const CHARSET_WITHIN: usize = 4_096;

/// What a page says of itself. Texts are plain, addresses http or https; what was not said is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Who wrote it.
    pub author: String,
    /// Where they are found.
    pub author_address: Option<String>,
    /// The site.
    pub site: String,
    /// A picture.
    pub image: Option<String>,
    /// What the picture shows.
    pub image_description: String,
    /// Its width and height in pixels, as it says.
    pub image_size: Option<(u32, u32)>,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published, as it is written there.
    pub published: Option<String>,
    /// Where it is described as oEmbed in JSON.
    pub oembed: Option<String>,
}

/// The text of a page: in the character set of its type, or in the one that it names at its beginning, or
/// in UTF-8.
pub fn page_text(bytes: &[u8], content_type: Option<&str>) -> String {
    let named = content_type
        .and_then(charset)
        .or_else(|| {
            let head = bytes.get(..bytes.len().min(CHARSET_WITHIN))?;
            charset(&String::from_utf8_lossy(head))
        })
        .unwrap_or(UTF_8);
    named.decode(bytes).0.into_owned()
}

fn charset(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)))
        .unwrap_or(value.len());
    Encoding::for_label(value.get(..end)?.as_bytes())
}

/// Reads a page that was found at `base`. Everything in it is a stranger's word.
pub fn page_facts(html: &str, base: &Url) -> PageFacts {
    let mut said = Said::default();
    for token in Tokens::new(html).take(MAX_TOKENS) {
        if let Token::Start(tag) = token {
            said.take(&tag);
        }
    }
    let title = first([said.title, said.twitter_title, title_element(html)]);
    let address = |text: &Option<String>| text.as_deref().and_then(|text| web(base, text));
    let image = said.image.or(said.twitter_image);
    PageFacts {
        title: plain(&title, MAX_TITLE),
        description: plain(
            &first([said.description, said.twitter_description, said.summary]),
            MAX_DESCRIPTION,
        ),
        // OpenGraph's author of an article is sometimes an address.
        author_address: address(&said.article_author.clone().filter(|text| is_address(text))),
        author: plain(
            &first([
                said.author,
                said.article_author.filter(|text| !is_address(text)),
            ]),
            MAX_NAME,
        ),
        site: plain(&first([said.site]), MAX_NAME),
        image: address(&image),
        image_description: plain(&first([said.image_alt]), MAX_DESCRIPTION),
        image_size: said.image_width.zip(said.image_height),
        language: said.language.filter(|tag| is_language(tag)),
        published: said.published.map(|text| plain(&text, 40)),
        oembed: address(&said.oembed),
    }
}

/// The first address that a text leads to, but for people, hashtags and what it quotes: normalised, so that
/// the same page is known again.
pub fn first_link(html: &str) -> Option<String> {
    let mut in_quote = false;
    for token in Tokens::new(html) {
        let Token::Start(tag) = token else { continue };
        if tag.is("p") || tag.is("blockquote") {
            in_quote = has_class(&tag, &["quote-inline"]);
        }
        if !tag.is("a") || in_quote {
            continue;
        }
        let is_tag = tag.attribute("rel").is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case("tag"))
        });
        if is_tag || has_class(&tag, &["mention", "hashtag", "u-url", "quote-inline"]) {
            continue;
        }
        if let Some(address) = tag.attribute("href").and_then(|href| page_address(&href)) {
            return Some(address);
        }
    }
    None
}

fn has_class(tag: &Tag<'_>, names: &[&str]) -> bool {
    tag.attribute("class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|class| names.contains(&class))
    })
}

/// The address of a page, normalised: without a fragment and without what only counts visitors.
pub fn page_address(href: &str) -> Option<String> {
    let mut url = Url::parse(href.trim()).ok().filter(is_web)?;
    url.set_fragment(None);
    if url.query().is_some_and(|query| query.contains("utm_")) {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !name.starts_with("utm_"))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    Some(url.to_string()).filter(|url| url.len() <= MAX_ADDRESS)
}

/// What was found in tags, as it was written.
#[derive(Default)]
struct Said {
    title: Option<String>,
    twitter_title: Option<String>,
    description: Option<String>,
    twitter_description: Option<String>,
    summary: Option<String>,
    author: Option<String>,
    article_author: Option<String>,
    site: Option<String>,
    image: Option<String>,
    twitter_image: Option<String>,
    image_alt: Option<String>,
    image_width: Option<u32>,
    image_height: Option<u32>,
    language: Option<String>,
    published: Option<String>,
    oembed: Option<String>,
}

impl Said {
    fn take(&mut self, tag: &Tag<'_>) {
        if tag.is("meta") {
            let name = tag.attribute("property").or_else(|| tag.attribute("name"));
            let content = tag.attribute("content");
            if let (Some(name), Some(content)) = (name, content) {
                self.meta(&name.trim().to_ascii_lowercase(), content.trim());
            }
        } else if tag.is("link") {
            self.link(tag);
        } else if tag.is("html") && self.language.is_none() {
            self.language = tag.attribute("lang").map(|lang| lang.trim().to_owned());
        }
    }

    fn meta(&mut self, name: &str, content: &str) {
        if content.is_empty() {
            return;
        }
        let slot = match name {
            "og:title" => &mut self.title,
            "twitter:title" => &mut self.twitter_title,
            "og:description" => &mut self.description,
            "twitter:description" => &mut self.twitter_description,
            "description" => &mut self.summary,
            "author" => &mut self.author,
            "article:author" => &mut self.article_author,
            "og:site_name" => &mut self.site,
            "og:image" | "og:image:url" | "og:image:secure_url" => &mut self.image,
            "twitter:image" | "twitter:image:src" => &mut self.twitter_image,
            "og:image:alt" | "twitter:image:alt" => &mut self.image_alt,
            "article:published_time" => &mut self.published,
            "og:image:width" => return keep_number(&mut self.image_width, content),
            "og:image:height" => return keep_number(&mut self.image_height, content),
            _ => return,
        };
        if slot.is_none() {
            *slot = Some(content.to_owned());
        }
    }

    fn link(&mut self, tag: &Tag<'_>) {
        let Some(href) = tag.attribute("href") else {
            return;
        };
        let is_oembed = tag
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json+oembed"));
        if is_oembed && self.oembed.is_none() {
            self.oembed = Some(href.into_owned());
        }
    }
}

fn keep_number(slot: &mut Option<u32>, text: &str) {
    if slot.is_none() {
        *slot = text.parse().ok().filter(|number| *number <= 20_000);
    }
}

/// The content of the first `<title>`, which is no markup.
fn title_element(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let open = start + lower.get(start..)?.find('>')? + 1;
    let end = open + lower.get(open..)?.find("</title")?;
    Some(decode(html.get(open..end)?).into_owned())
}

fn first<const N: usize>(texts: [Option<String>; N]) -> String {
    texts
        .into_iter()
        .flatten()
        .find(|text| !text.trim().is_empty())
        .unwrap_or_default()
}

/// One line without control characters, cut off where it is too long.
fn plain(text: &str, most: usize) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn web(base: &Url, text: &str) -> Option<String> {
    let url = base.join(text.trim()).ok().filter(is_web)?;
    Some(url.to_string()).filter(|url| url.len() <= MAX_ADDRESS)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http") && url.host().is_some()
}

fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts(html: &str) -> PageFacts {
        page_facts(html, &Url::parse("https://news.example/a/b").unwrap())
    }

    #[test]
    fn opengraph_comes_first_and_plain_html_last() {
        let all = facts(
            "<html lang=en-GB><head><title>Plain &amp; old</title><meta property=og:title content=\"New &lt;b&gt;\">\
             <meta name=twitter:description content=T><meta name=description content=D>\
             <meta property=og:image content=//img.example/1.png>\
             <meta property=og:image:width content=600><meta property=og:image:height content=300>\
             <meta property=article:author content=https://a.example/amira><meta name=author content=Amira>\
             <link rel=alternate type=application/json+oembed href=/oembed?x=1&amp;y=2>",
        );
        assert_eq!(all.title, "New <b>");
        assert_eq!(all.description, "T");
        assert_eq!(all.image.as_deref(), Some("https://img.example/1.png"));
        assert_eq!(all.image_size, Some((600, 300)));
        assert_eq!(
            (all.author.as_str(), all.author_address.as_deref()),
            ("Amira", Some("https://a.example/amira"))
        );
        assert_eq!(
            all.oembed.as_deref(),
            Some("https://news.example/oembed?x=1&y=2")
        );
        assert_eq!(all.language.as_deref(), Some("en-GB"));
        assert_eq!(facts("<TITLE>\n Only\tthis </TITLE>").title, "Only this");
        assert_eq!(facts("no page at all"), PageFacts::default());
    }

    #[test]
    fn nothing_but_the_web_is_an_address() {
        let all = facts(
            "<meta property=og:image content=javascript:alert(1)><meta property=article:author content='data:x,y'>\
             <link type=application/json+oembed href=ftp://a.example/x>",
        );
        assert_eq!(
            (all.image, all.author_address, all.oembed),
            (None, None, None)
        );
    }

    #[test]
    fn other_character_sets_are_read() {
        assert_eq!(
            page_text(b"caf\xe9", Some("text/html; charset=ISO-8859-1")),
            "café"
        );
        assert_eq!(
            page_text(b"<meta charset=windows-1251>\xcf", None),
            "<meta charset=windows-1251>П"
        );
        assert_eq!(page_text("café".as_bytes(), Some("text/html")), "café");
    }

    #[test]
    fn the_first_link_is_to_a_page() {
        let html = "<p><a class=\"u-url mention\" href=\"https://a.example/@b\">@b</a> <a rel=tag href=\"https://a.example/t\">#t</a>\
                    <a href=\"mailto:x@y\">m</a> <a href=\"https://N.example:443/x?utm_source=a&amp;id=1#top\">x</a></p>";
        assert_eq!(
            first_link(html).as_deref(),
            Some("https://n.example/x?id=1")
        );
        assert_eq!(
            first_link("<p class=\"quote-inline\">RE: <a href=\"https://a.example/q\">q</a></p>"),
            None
        );
        assert_eq!(first_link("https://a.example"), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(html in ".{0,300}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = facts(&html);
            let _ = first_link(&html);
            let _ = facts(&page_text(&bytes, Some(&html)));
        }
    }
}
