//! What people type, as HTML.

use std::collections::{HashMap, HashSet};

use crate::entities::{Entities, Entity, HashtagText, MentionText, Part, extract, parts};
use crate::escape::{escape_into, may_stand};
use crate::hashtag;
use crate::link::push_link;
use crate::markdown;

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// As it is: an empty line begins a paragraph, a line break is a line break.
    #[default]
    Plain,
    /// Markdown (`CommonMark`, with tables and strikethrough), a line break being a line break. HTML in
    /// it is shown, not obeyed. Texts over 64 KiB are taken as plain.
    Markdown,
}

/// Whom a mention means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MentionTarget {
    /// The id of the actor, for `tag` and `to`.
    pub id: String,
    /// The address of the profile, for people to follow.
    pub url: String,
    /// `username` for people of this instance, `username@domain` for others.
    pub acct: String,
}

/// A text as HTML, and whom and what it refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Those mentioned whom the resolver knew, in order, each once.
    pub mentions: Vec<(MentionText, MentionTarget)>,
    /// Hashtags in order, each once.
    pub hashtags: Vec<HashtagText>,
    /// Addresses that became links by themselves, in order, each once.
    pub links: Vec<String>,
}

/// Renders what somebody typed as Mastodon would: paragraphs and line breaks, mentions whom `resolver`
/// knows as `h-card`s, hashtags with the address that `tag_url` gives for their folded form, addresses
/// as shortened links. Whom the resolver does not know stays text. Each mention is asked for once.
pub fn render(
    text: &str,
    format: Format,
    resolver: &dyn Fn(&MentionText) -> Option<MentionTarget>,
    tag_url: &dyn Fn(&str) -> String,
) -> Rendered {
    let text = clean(text);
    match format {
        Format::Markdown if text.len() <= markdown::MAX_INPUT => {
            markdown::render(&text, resolver, tag_url)
        }
        Format::Plain | Format::Markdown => {
            let renderer = Renderer::new(extract(&text), resolver, tag_url);
            let mut html = String::with_capacity(text.len().saturating_mul(2));
            for part in parts(&text) {
                match part {
                    Part::Text(text) => push_lines(&mut html, text),
                    Part::Entity(entity) => renderer.push(&mut html, &entity),
                }
            }
            if !html.is_empty() {
                html.insert_str(0, "<p>");
                html.push_str("</p>");
            }
            renderer.rendered(html)
        }
    }
}

/// The text without outer spaces, with one kind of line breaks, without characters that may not stand.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| may_stand(*c)).collect();
    text.trim().to_owned()
}

/// Appends a text, one line break as `<br>`, more as a new paragraph.
fn push_lines(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        escape_into(html, line);
        let next = after.trim_start_matches('\n');
        html.push_str(if next.len() == after.len() {
            "<br>"
        } else {
            "</p><p>"
        });
        rest = next;
    }
    escape_into(html, rest);
}

/// Writes entities, and knows whom they mean.
pub(crate) struct Renderer<'a> {
    mentions: Vec<(MentionText, MentionTarget)>,
    /// Places in `mentions` by name in lower case and domain.
    known: HashMap<(String, Option<String>), usize>,
    /// Names that several of the mentioned have.
    ambiguous: HashSet<String>,
    hashtags: Vec<HashtagText>,
    links: Vec<String>,
    tag_url: &'a dyn Fn(&str) -> String,
}

fn key(mention: &MentionText) -> (String, Option<String>) {
    (
        mention.username.to_ascii_lowercase(),
        mention.domain.clone(),
    )
}

fn username(target: &MentionTarget) -> &str {
    target
        .acct
        .split_once('@')
        .map_or(&*target.acct, |(name, _)| name)
}

impl<'a> Renderer<'a> {
    pub(crate) fn new(
        entities: Entities,
        resolver: &dyn Fn(&MentionText) -> Option<MentionTarget>,
        tag_url: &'a dyn Fn(&str) -> String,
    ) -> Self {
        let mut mentions: Vec<(MentionText, MentionTarget)> = Vec::new();
        let mut known = HashMap::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut names: HashMap<String, usize> = HashMap::new();
        for mention in entities.mentions {
            let Some(target) = resolver(&mention) else {
                continue;
            };
            // Two ways of writing may mean the same person.
            let place = *places.entry(target.id.clone()).or_insert_with(|| {
                let count = names.entry(username(&target).to_lowercase()).or_insert(0);
                *count = count.saturating_add(1);
                mentions.push((mention.clone(), target));
                mentions.len().saturating_sub(1)
            });
            known.insert(key(&mention), place);
        }
        let ambiguous = names
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(name, _)| name);
        Self {
            mentions,
            known,
            ambiguous: ambiguous.collect(),
            hashtags: entities.hashtags,
            links: entities.links.into_iter().map(|link| link.url).collect(),
            tag_url,
        }
    }

    /// Appends an entity as HTML.
    pub(crate) fn push(&self, html: &mut String, entity: &Entity) {
        match entity {
            Entity::Link(link) => push_link(html, &link.url),
            Entity::Hashtag(tag) => {
                let folded = hashtag::fold(&tag.name);
                html.push_str("<a href=\"");
                escape_into(html, &(self.tag_url)(&folded));
                html.push_str("\" class=\"mention hashtag\" rel=\"tag\">#<span>");
                escape_into(html, &tag.name);
                html.push_str("</span></a>");
            }
            Entity::Mention(mention) => self.push_mention(html, mention),
        }
    }

    fn push_mention(&self, html: &mut String, mention: &MentionText) {
        let target = self
            .known
            .get(&key(mention))
            .and_then(|place| self.mentions.get(*place));
        let Some((_, target)) = target else {
            html.push('@');
            escape_into(html, &mention.username);
            if let Some(domain) = &mention.domain {
                html.push('@');
                escape_into(html, domain);
            }
            return;
        };
        let name = username(target);
        let shown = if self.ambiguous.contains(&name.to_lowercase()) {
            &target.acct
        } else {
            name
        };
        html.push_str("<span class=\"h-card\"><a href=\"");
        escape_into(html, &target.url);
        html.push_str("\" class=\"u-url mention\">@<span>");
        escape_into(html, shown);
        html.push_str("</span></a></span>");
    }

    /// The finished text.
    pub(crate) fn rendered(self, html: String) -> Rendered {
        Rendered {
            html,
            mentions: self.mentions,
            hashtags: self.hashtags,
            links: self.links,
        }
    }
}
