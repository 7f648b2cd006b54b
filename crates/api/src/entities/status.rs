//! `Status` and `StatusSource`.

use std::collections::HashMap;

use serde::Serialize;
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};
use staffroom_service::links::web;
use staffroom_service::statuses::{
    ApplicationRow, Mention as Addressee, StatusRow, StatusView, TagRow, content, is_converted,
};

use super::account::Account;
use super::card::PreviewCard;
use super::carried::Carried;
use super::emoji::{Emoji, shown_in};
use super::filter::FilterResult;
use super::interaction_policy::InteractionPolicy;
use super::media::MediaAttachment;
use super::poll::Poll;
use super::reaction::Pleroma;
use super::shaper::{Shaper, moment};

/// Something posted.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Status {
    id: String,
    created_at: String,
    in_reply_to_id: Option<String>,
    in_reply_to_account_id: Option<String>,
    sensitive: bool,
    spoiler_text: String,
    visibility: &'static str,
    language: Option<String>,
    uri: String,
    url: Option<String>,
    replies_count: i64,
    reblogs_count: i64,
    favourites_count: i64,
    quotes_count: i64,
    edited_at: Option<String>,
    /// What the viewer did with it: told where somebody is signed in, as in Mastodon.
    #[serde(skip_serializing_if = "Option::is_none")]
    favourited: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reblogged: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    muted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bookmarked: Option<bool>,
    /// Only of one's own that can be pinned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filtered: Option<Vec<FilterResult>>,
    content: String,
    /// What the author wrote: only where they delete it, to write it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    reblog: Option<Box<Status>>,
    application: Option<PostedBy>,
    account: Account,
    media_attachments: Vec<MediaAttachment>,
    mentions: Vec<Mention>,
    tags: Vec<Tag>,
    emojis: Vec<Emoji>,
    card: Option<PreviewCard>,
    poll: Option<Poll>,
    interaction_policy: InteractionPolicy,
    pleroma: Pleroma,
    /// What it says that can be counted; clients that do not know it leave it alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    staffroom: Option<Carried>,
}

/// The program by which a status was posted.
#[derive(Clone, Debug, Serialize)]
struct PostedBy {
    name: String,
    website: Option<String>,
}

impl From<&ApplicationRow> for PostedBy {
    fn from(row: &ApplicationRow) -> Self {
        let website = row.website.as_deref().and_then(web);
        Self {
            name: row.name.clone(),
            website: website.map(str::to_owned),
        }
    }
}

/// Somebody whom a status names.
#[derive(Clone, Debug, Serialize)]
struct Mention {
    id: String,
    username: String,
    acct: String,
    url: String,
}

/// A hashtag in a status.
#[derive(Clone, Debug, Serialize)]
struct Tag {
    name: String,
    url: String,
}

/// What the author of a status wrote.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StatusSource {
    id: String,
    text: String,
    spoiler_text: String,
    content_type: String,
}

impl Status {
    /// With what the author wrote.
    #[must_use]
    pub(crate) fn with_text(mut self, text: String) -> Self {
        self.text = Some(text);
        self
    }
}

impl StatusSource {
    /// Of a status.
    pub(crate) fn new(row: &StatusRow) -> Self {
        Self {
            id: row.id.to_string(),
            text: row.source.clone(),
            spoiler_text: row.spoiler.clone(),
            content_type: row.source_format.clone(),
        }
    }
}

/// The authors of a list, as far as they were put together.
type Authors = HashMap<AccountId, Account>;

impl Shaper<'_> {
    /// Several, in their order. Most lists have few authors, so each is put together once.
    pub(crate) fn statuses(self, views: &[StatusView]) -> Vec<Status> {
        let mut authors = Authors::new();
        views
            .iter()
            .map(|view| self.one(view, &mut authors))
            .collect()
    }

    /// A status. A boost shows everything of what it boosts, under its own id, author and time.
    pub(crate) fn status(self, view: &StatusView) -> Status {
        self.one(view, &mut Authors::new())
    }

    /// The author of a status, as put together before if they were.
    fn author(self, view: &StatusView, authors: &mut Authors) -> Account {
        let author = &view.author;
        let made = authors.entry(author.id);
        made.or_insert_with(|| self.account(author, &view.emojis))
            .clone()
    }

    fn one(self, view: &StatusView, authors: &mut Authors) -> Status {
        let Some(original) = &view.boost_of else {
            return self.original(view, authors);
        };
        let boosted = self.original(original, authors);
        let row = &view.status;
        let uri = row.uri.clone();
        Status {
            id: row.id.to_string(),
            created_at: moment(row.created_at),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            visibility: row.visibility().as_str(),
            uri: uri.unwrap_or_else(|| self.ctx.addresses.boost(row.id)),
            account: self.author(view, authors),
            pinned: None,
            reblog: Some(Box::new(boosted.clone())),
            ..boosted
        }
    }

    fn original(self, view: &StatusView, authors: &mut Authors) -> Status {
        let row = &view.status;
        let addresses = &self.ctx.addresses;
        let url = self.page(view);
        let uri = row.uri.clone();
        Status {
            id: row.id.to_string(),
            created_at: moment(row.created_at),
            in_reply_to_id: row.in_reply_to_id.map(|id| StatusId::from(id).to_string()),
            in_reply_to_account_id: row
                .in_reply_to_account_id
                .map(|id| AccountId::from(id).to_string()),
            sensitive: row.sensitive,
            spoiler_text: if is_converted(row) {
                String::new()
            } else {
                row.spoiler.clone()
            },
            visibility: row.visibility().as_str(),
            language: row.language.clone(),
            uri: uri.unwrap_or_else(|| addresses.object(row.id)),
            content: content(view, &url),
            url: Some(url),
            replies_count: row.replies_count,
            reblogs_count: row.boosts_count,
            favourites_count: row.favourites_count,
            quotes_count: 0,
            edited_at: row.edited_at.map(Timestamp::from_micros).map(moment),
            favourited: self.viewer.map(|_| view.favourited),
            reblogged: self.viewer.map(|_| view.boosted),
            muted: self.viewer.map(|_| view.muted),
            bookmarked: self.viewer.map(|_| view.bookmarked),
            pinned: self.may_pin(row).then_some(view.pinned),
            filtered: self.viewer.map(|_| self.filter_results(&view.filtered)),
            text: None,
            reblog: None,
            application: view.application.as_ref().map(PostedBy::from),
            account: self.author(view, authors),
            media_attachments: self.attachments_of(view),
            mentions: self.mentions(&view.mentions),
            tags: view.tags.iter().map(|row| self.tag(row)).collect(),
            emojis: self.emojis_of(view),
            card: view
                .card
                .as_ref()
                .map(|row| PreviewCard::new(self.ctx, row)),
            poll: view.poll.as_ref().map(|poll| self.poll(view, poll)),
            interaction_policy: InteractionPolicy::from(row),
            pleroma: self.pleroma(&view.reactions),
            staffroom: self.carried(view),
        }
    }

    /// Whether the viewer could feature it on their profile.
    fn may_pin(self, row: &StatusRow) -> bool {
        self.viewer == Some(row.account_id)
            && !row.is_boost()
            && row.visibility() != Visibility::Direct
    }

    /// The page of a status for people.
    pub(super) fn page(self, view: &StatusView) -> String {
        let row = &view.status;
        if row.local {
            let addresses = &self.ctx.addresses;
            if view.plan.is_some() {
                return addresses.event_page(row.id);
            }
            return addresses.status_page(&view.author.username, row.id);
        }
        let url = row.url.as_deref().or(row.uri.as_deref()).and_then(web);
        url.map_or_else(|| self.page_of(&view.author), str::to_owned)
    }

    /// Those who are named; who is addressed silently is nobody's business.
    fn mentions(self, addressed: &[Addressee]) -> Vec<Mention> {
        addressed
            .iter()
            .filter(|mention| !mention.silent)
            .map(|mention| Mention {
                id: mention.account.id.to_string(),
                username: mention.account.username.clone(),
                acct: mention.account.acct(),
                url: self.page_of(&mention.account),
            })
            .collect()
    }

    pub(super) fn attachments_of(self, view: &StatusView) -> Vec<MediaAttachment> {
        view.attachments
            .iter()
            .map(|row| MediaAttachment::new(self.ctx, row))
            .collect()
    }

    /// Those that its texts show; those of its author's profile belong to the account.
    pub(super) fn emojis_of(self, view: &StatusView) -> Vec<Emoji> {
        let row = &view.status;
        let title = row.title.as_deref().unwrap_or_default();
        shown_in(self.ctx, &[&row.content, &row.spoiler, title], &view.emojis)
    }

    fn tag(self, row: &TagRow) -> Tag {
        Tag {
            name: row.display.clone(),
            url: self.ctx.addresses.tag_page(&row.name),
        }
    }
}
