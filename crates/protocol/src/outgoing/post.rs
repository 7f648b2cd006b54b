//! Notes, articles, pages, questions and events.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use staffroom_domain::Timestamp;

use super::attachment::{Attachment, Image};
use super::collection::Total;
use super::context::{Context, Term, Terms};
use super::event::Event;
use super::policy::InteractionPolicy;
use super::record::Record;
use super::tag::Tag;
use super::write::{date, maybe_date};
use crate::audience::Addressees;
use crate::iri::Iri;

/// What a post is, with the fields that only this kind has.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type")]
pub enum PostKind {
    /// A short text.
    Note,
    /// A text with a title (FEP-b2b8).
    Article,
    /// A post in a group, as Lemmy has it.
    Page,
    /// A poll (FEP-9967).
    Question(Poll),
    /// An event (FEP-8a8e).
    Event(Box<Event>),
}

/// The text of a post and its language: written as `content` and `contentMap`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// HTML, clean.
    pub html: String,
    /// Its language (BCP 47).
    pub language: Option<String>,
}

/// What the author typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// The text.
    pub content: String,
    /// Its type, such as `text/markdown`.
    pub media_type: &'static str,
}

/// The answers of a poll, and when it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Poll {
    /// Answers of which one may be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<PollAnswer>,
    /// Answers of which several may be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<PollAnswer>,
    /// When it ends.
    #[serde(serialize_with = "date")]
    pub end_time: Timestamp,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub closed: Option<Timestamp>,
    /// How many people voted.
    pub voters_count: u64,
}

/// An answer of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Note")]
pub struct PollAnswer {
    /// Its text.
    pub name: String,
    /// How many chose it.
    pub replies: Total,
}

impl PollAnswer {
    /// An answer that so many chose.
    pub fn new(name: impl Into<String>, votes: u64) -> Self {
        Self {
            name: name.into(),
            replies: Total::of(votes),
        }
    }
}

/// What a post quotes, under all names that readers know (FEP-044f, Misskey, Fedibird).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The quoted post.
    pub target: Iri,
    /// The stamp of its author, once it is there.
    pub authorization: Option<Iri>,
}

/// The short form of an article (FEP-b2b8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Note")]
pub struct Preview {
    /// HTML, clean, with a link to the article.
    pub content: String,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Post {
    /// Its id.
    pub id: Iri,
    /// What it is.
    #[serde(flatten)]
    pub kind: PostKind,
    /// Who wrote it.
    pub attributed_to: Iri,
    /// First recipients.
    pub to: Addressees,
    /// Further recipients.
    pub cc: Addressees,
    /// The group it belongs to (FEP-1b12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Iri>,
    /// The title, plain text; not of notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Of a note the content warning, plain text; of others the summary, HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whether media are hidden at first.
    pub sensitive: bool,
    /// The text.
    #[serde(flatten)]
    pub content: Content,
    /// What the author typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The page for people.
    pub url: Iri,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<Iri>,
    /// The conversation (FEP-7888).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Iri>,
    /// When it was published.
    #[serde(serialize_with = "date")]
    pub published: Timestamp,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub updated: Option<Timestamp>,
    /// Whom and what it names.
    pub tag: Vec<Tag>,
    /// Files and links.
    pub attachment: Vec<Attachment>,
    /// The picture of an article or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The collection of its replies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<Iri>,
    /// How many like it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likes: Option<Total>,
    /// How many shared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<Total>,
    /// What it quotes.
    #[serde(flatten)]
    pub quote: Option<Quote>,
    /// Who may answer, like, share, quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interaction_policy: Option<InteractionPolicy>,
    /// The short form of an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
    /// A typed record.
    #[serde(flatten)]
    pub record: Option<Record>,
    /// The organisation that the record names, where it lists the author: said by the server of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vouched_by: Option<Iri>,
}

/// An answer to a poll (FEP-9967): to the author of the poll only, one for each answer chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Note", rename_all = "camelCase")]
pub struct Vote {
    /// Its id.
    pub id: Iri,
    /// Who votes.
    pub attributed_to: Iri,
    /// The author of the poll.
    pub to: Addressees,
    /// The answer, exactly as the poll has it.
    pub name: String,
    /// The poll.
    pub in_reply_to: Iri,
}

impl Post {
    /// A post with what every post has; the other fields are empty, to be set.
    pub fn new(
        id: Iri,
        kind: PostKind,
        attributed_to: Iri,
        url: Iri,
        content: Content,
        published: Timestamp,
    ) -> Self {
        Self {
            id,
            kind,
            attributed_to,
            to: Addressees::default(),
            cc: Addressees::default(),
            audience: None,
            name: None,
            summary: None,
            sensitive: false,
            content,
            source: None,
            url,
            in_reply_to: None,
            context: None,
            published,
            updated: None,
            tag: Vec::new(),
            attachment: Vec::new(),
            image: None,
            replies: None,
            likes: None,
            shares: None,
            quote: None,
            interaction_policy: None,
            preview: None,
            record: None,
            vouched_by: None,
        }
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("content", &self.html)?;
        if let Some(language) = &self.language {
            let one = std::collections::BTreeMap::from([(language, &self.html)]);
            map.serialize_entry("contentMap", &one)?;
        }
        map.end()
    }
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in ["quote", "quoteUri", "quoteUrl", "_misskey_quote"] {
            map.serialize_entry(name, &self.target)?;
        }
        if let Some(stamp) = &self.authorization {
            map.serialize_entry("quoteAuthorization", stamp)?;
        }
        map.end()
    }
}

impl Terms for Post {
    fn terms(&self, context: &mut Context) {
        context.add(Term::Sensitive);
        match &self.kind {
            PostKind::Question(_) => context.add(Term::VotersCount),
            PostKind::Event(event) => event.terms(context),
            PostKind::Note | PostKind::Article | PostKind::Page => {}
        }
        for tag in &self.tag {
            tag.terms(context);
        }
        for attachment in &self.attachment {
            attachment.terms(context);
        }
        context.add_if(self.quote.is_some(), Term::Quote);
        if let Some(policy) = &self.interaction_policy {
            policy.terms(context);
        }
        if let Some(record) = &self.record {
            record.terms(context);
        }
        context.add_if(self.vouched_by.is_some(), Term::VouchedBy);
    }
}

impl Terms for Vote {
    fn terms(&self, _context: &mut Context) {}
}
