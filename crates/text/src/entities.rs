//! Mentions, hashtags and links in what people type.

use std::collections::HashSet;

use crate::{hashtag, link, mention};

/// `@username` or `@username@domain`, as typed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct MentionText {
    /// The name as written: ASCII letters, digits, `_`, and `.` or `-` inside.
    pub username: String,
    /// The host in lower case, not yet in its ASCII form; `None` for people of this instance.
    pub domain: Option<String>,
}

/// `#name`, as typed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HashtagText {
    /// The name as written, without `#`.
    pub name: String,
    /// The form by which it is looked up: see [`hashtag::fold`].
    pub folded: String,
}

/// An address, as typed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LinkText {
    /// An absolute address with the scheme http, https, xmpp or magnet.
    pub url: String,
}

/// What a text refers to, in order, each once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entities {
    /// People, the same name in other capitals being the same.
    pub mentions: Vec<MentionText>,
    /// Hashtags, those with the same folded form being the same.
    pub hashtags: Vec<HashtagText>,
    /// Addresses.
    pub links: Vec<LinkText>,
}

/// One of the things that a text can refer to.
pub(crate) enum Entity {
    Mention(MentionText),
    Hashtag(HashtagText),
    Link(LinkText),
}

/// A stretch of a text.
pub(crate) enum Part<'a> {
    Text(&'a str),
    Entity(Entity),
}

/// Cuts a text into entities and what is between them. In proportion to its length: whatever is
/// looked at for an entity is not looked at again, because none can begin within it.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut plain, mut rest) = (text, text);
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let found = match first {
            '@' => mention::at(before, rest).map(|(length, m)| (length, Entity::Mention(m))),
            '#' | '＃' => {
                hashtag::at(before, rest).map(|(length, h)| (length, Entity::Hashtag(h)))
            }
            'h' | 'H' | 'x' | 'X' | 'm' | 'M' => {
                link::at(before, rest).map(|(length, l)| (length, Entity::Link(l)))
            }
            _ => None,
        };
        let length = found
            .as_ref()
            .map_or(first.len_utf8(), |(length, _)| *length);
        let Some((taken, after)) = rest.split_at_checked(length) else {
            break;
        };
        if let Some((_, entity)) = found {
            push_text(&mut parts, plain, rest);
            parts.push(Part::Entity(entity));
            plain = after;
        }
        before = taken.chars().next_back();
        rest = after;
    }
    push_text(&mut parts, plain, rest);
    parts
}

/// Adds what of `plain` is before `rest`, its end.
fn push_text<'a>(parts: &mut Vec<Part<'a>>, plain: &'a str, rest: &str) {
    let length = plain.len().saturating_sub(rest.len());
    if let Some(text) = plain.get(..length).filter(|text| !text.is_empty()) {
        parts.push(Part::Text(text));
    }
}

/// What a text refers to. Addresses of mailboxes are no mentions; what is in an address is neither
/// mention nor hashtag; hashtags hold letters, digits and `_` of any script and at least one letter.
pub fn extract(text: &str) -> Entities {
    let mut entities = Entities::default();
    let mut seen = HashSet::new();
    for part in parts(text) {
        match part {
            Part::Text(_) => {}
            Part::Entity(Entity::Mention(mention)) => {
                let key = format!(
                    "@{}@{:?}",
                    mention.username.to_ascii_lowercase(),
                    mention.domain
                );
                if seen.insert(key) {
                    entities.mentions.push(mention);
                }
            }
            Part::Entity(Entity::Hashtag(hashtag)) => {
                if seen.insert(format!("#{}", hashtag.folded)) {
                    entities.hashtags.push(hashtag);
                }
            }
            Part::Entity(Entity::Link(link)) => {
                if seen.insert(link.url.clone()) {
                    entities.links.push(link);
                }
            }
        }
    }
    entities
}
