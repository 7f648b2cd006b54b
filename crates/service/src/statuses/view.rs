//! A status with everything that is shown of it, read with a fixed number of queries.

use std::collections::HashMap;
use std::hash::Hash;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::applications::{self, ApplicationRow};
use staffroom_db::attachments::{self, AttachmentRow};
use staffroom_db::emojis::{self, EmojiRow};
use staffroom_db::event_plans::{self, EventPlanRow};
use staffroom_db::events::EventRow;
use staffroom_db::glance::{self, Beside, Glance};
use staffroom_db::mentions;
use staffroom_db::polls::{self, PollOptionRow, PollRow, PollVoteRow};
use staffroom_db::preview_cards::{self, PreviewCardRow};
use staffroom_db::reactions::{self, ReactionRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::tags::{self, TagRow};
use staffroom_db::talks::{self, EventNoteRow};
use staffroom_db::{Conn, DbError, events, follows, participations};
use staffroom_domain::calendar::PlaceKind;
use staffroom_domain::{AccountId, ApplicationId, StatusId, StatusKind, Visibility};

use super::visibility::Viewer;
use crate::calendar;
use crate::context::Ctx;
use crate::emojis as emojis_of;
use crate::filters::{self, FilterMatch};
use crate::groups;
use crate::records::{self, RecordView};

/// Somebody whom a status addresses.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Who.
    pub account: AccountRow,
    /// Addressed without being named in the text.
    pub silent: bool,
}

/// A poll with its choices and what the viewer chose.
#[derive(Clone, Debug, PartialEq)]
pub struct PollView {
    /// The poll.
    pub poll: PollRow,
    /// Its choices, in order.
    pub options: Vec<PollOptionRow>,
    /// Positions that the viewer chose.
    pub own_votes: Vec<i32>,
}

/// What an event with a record has beside when and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanView {
    /// The row.
    pub row: EventPlanRow,
    /// How many have a place, and how many wait, of each kind.
    pub taken: Vec<(PlaceKind, i64, i64)>,
}

/// A status with all that is shown of it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a viewer did with a status is one thing each"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct StatusView {
    /// The row.
    pub status: StatusRow,
    /// Whose.
    pub author: AccountRow,
    /// What it boosts; itself no boost.
    pub boost_of: Option<Box<StatusView>>,
    /// The id of the object that it answers, where that is here: local ones have none of their own.
    pub in_reply_to: Option<StatusRow>,
    /// Whose that is, where they are known here.
    pub answered_author: Option<AccountRow>,
    /// Whom it addresses.
    pub mentions: Vec<Mention>,
    /// The groups that it is in.
    pub groups: Vec<AccountRow>,
    /// Its hashtags.
    pub tags: Vec<TagRow>,
    /// Its files, in order.
    pub attachments: Vec<AttachmentRow>,
    /// The page that it links to.
    pub card: Option<PreviewCardRow>,
    /// Its poll.
    pub poll: Option<PollView>,
    /// Of an event: when and where.
    pub event: Option<EventRow>,
    /// What it says that can be counted: a practice, an adoption, an outcome.
    pub record: Option<RecordView>,
    /// Of an event with a record: what it has beside, and how many places are taken.
    pub plan: Option<PlanView>,
    /// Of a note about an event: its record.
    pub event_note: Option<EventNoteRow>,
    /// Custom emojis in its texts and its author's profile.
    pub emojis: Vec<EmojiRow>,
    /// Reactions.
    pub reactions: Vec<ReactionRow>,
    /// Whether the viewer likes it.
    pub favourited: bool,
    /// Whether the viewer boosted it.
    pub boosted: bool,
    /// Whether the viewer features it.
    pub pinned: bool,
    /// Whether the viewer keeps it.
    pub bookmarked: bool,
    /// Whether the viewer wants to hear no more of its thread.
    pub muted: bool,
    /// By which program it was posted here, where that is known.
    pub application: Option<ApplicationRow>,
    /// Which of the viewer's filters it meets, in whatever list.
    pub filtered: Vec<FilterMatch>,
}

impl StatusView {
    /// A status that was just posted here and has nothing but its text and hashtags, as its author sees it: what
    /// [`load`] would give. `author` is as it was before.
    pub(super) fn of_plain(
        conn: &mut Conn,
        status: StatusRow,
        author: AccountRow,
        tags: Vec<TagRow>,
    ) -> Result<Self, DbError> {
        let viewer = Some(author.id);
        let posted = status.created_at.as_micros();
        let mut view = Self {
            author: AccountRow {
                statuses_count: author.statuses_count.saturating_add(1),
                last_status_at: author.last_status_at.max(Some(posted)),
                ..author
            },
            status,
            boost_of: None,
            in_reply_to: None,
            answered_author: None,
            mentions: Vec::new(),
            groups: Vec::new(),
            tags,
            attachments: Vec::new(),
            card: None,
            poll: None,
            event: None,
            record: None,
            plan: None,
            event_note: None,
            emojis: Vec::new(),
            reactions: Vec::new(),
            favourited: false,
            boosted: false,
            pinned: false,
            bookmarked: false,
            muted: false,
            application: None,
            filtered: Vec::new(),
        };
        if let Some(id) = view.status.application_id {
            view.application = applications::find(conn, id.into())?;
        }
        if staffroom_text::first_link(&view.status.content).is_some() {
            let shown = preview_cards::of_statuses(conn, &[view.status.id])?.pop();
            view.card = shown.map(|(_, card)| card);
        }
        filters::apply(conn, viewer, std::slice::from_mut(&mut view))?;
        Ok(view)
    }
}

/// Statuses as somebody sees them, in the order of `ids`; those that are not for them are left out.
pub async fn view(
    ctx: &Ctx,
    viewer: Viewer,
    ids: Vec<StatusId>,
) -> Result<Vec<StatusView>, DbError> {
    ctx.db.read(move |conn| load(conn, viewer, &ids)).await
}

/// One status as somebody sees it.
pub fn load_one(
    conn: &mut Conn,
    viewer: Viewer,
    id: StatusId,
) -> Result<Option<StatusView>, DbError> {
    Ok(load(conn, viewer, &[id])?.pop())
}

/// As [`view`], inside a transaction. The number of queries does not depend on the number of statuses.
pub fn load(conn: &mut Conn, viewer: Viewer, ids: &[StatusId]) -> Result<Vec<StatusView>, DbError> {
    let mut rows = statuses::find_many(conn, ids)?;
    let related: Vec<StatusId> = rows
        .iter()
        .flat_map(|row| [row.boost_of_id, row.in_reply_to_id])
        .flatten()
        .map(StatusId::from)
        .filter(|id| !ids.contains(id))
        .collect();
    rows.extend(statuses::find_many(conn, &related)?);
    let grandparents: Vec<StatusId> = rows
        .iter()
        .filter_map(|row| row.in_reply_to_id.map(StatusId::from))
        .filter(|id| !rows.iter().any(|row| row.id == *id))
        .collect();
    let answered = statuses::find_many(conn, &grandparents)?;
    let seen = Seen::load(conn, viewer, rows, answered)?;
    let mut views: Vec<StatusView> = ids.iter().filter_map(|id| seen.status(*id)).collect();
    filters::apply(conn, viewer, &mut views)?;
    Ok(views)
}

fn answered_author(row: &StatusRow) -> Option<AccountId> {
    row.in_reply_to_account_id.map(AccountId::from)
}

/// Everything about a set of statuses, by id.
struct Seen {
    viewer: Viewer,
    statuses: HashMap<StatusId, StatusRow>,
    answered: HashMap<StatusId, StatusRow>,
    accounts: HashMap<AccountId, AccountRow>,
    mentions: HashMap<StatusId, Vec<mentions::MentionRow>>,
    groups: HashMap<StatusId, Vec<AccountId>>,
    tags: HashMap<StatusId, Vec<TagRow>>,
    attachments: HashMap<StatusId, Vec<AttachmentRow>>,
    cards: HashMap<StatusId, PreviewCardRow>,
    polls: HashMap<StatusId, PollRow>,
    options: HashMap<StatusId, Vec<PollOptionRow>>,
    votes: HashMap<StatusId, Vec<PollVoteRow>>,
    events: HashMap<StatusId, EventRow>,
    records: HashMap<StatusId, RecordView>,
    plans: HashMap<StatusId, PlanView>,
    event_notes: HashMap<StatusId, EventNoteRow>,
    emojis: HashMap<(String, String), EmojiRow>,
    reactions: HashMap<StatusId, Vec<ReactionRow>>,
    glances: HashMap<StatusId, Glance>,
    applications: HashMap<i64, ApplicationRow>,
    followed: Vec<AccountId>,
}

impl Seen {
    fn load(
        conn: &mut Conn,
        viewer: Viewer,
        rows: Vec<StatusRow>,
        answered: Vec<StatusRow>,
    ) -> Result<Self, DbError> {
        let ids: Vec<StatusId> = rows.iter().map(|row| row.id).collect();
        let glances = by(glance::of_statuses(conn, viewer, &ids)?, Glance::status);
        // What most pages have none of is not asked for where it cannot be.
        let with = |what: Beside| only(&rows, |row| has(&glances, row.id, what));
        let mentions = mentions::of_statuses(conn, &with(Beside::Mentions))?;
        let in_groups = rows
            .iter()
            .filter(|row| has(&glances, row.id, Beside::Groups));
        let groups = groups::of_statuses(conn, &in_groups.collect::<Vec<_>>())?;
        let mut people: Vec<AccountId> = rows
            .iter()
            .map(|row| row.account_id)
            .chain(mentions.iter().map(|row| row.account_id))
            .chain(rows.iter().filter_map(answered_author))
            .chain(groups.iter().map(|(_, group)| *group))
            .collect();
        people.sort_unstable();
        people.dedup();
        let accounts = by(accounts::find_many(conn, &people)?, |row| row.id);
        let polls = by(polls::of_statuses(conn, &with(Beside::Poll))?, |row| {
            row.status_id
        });
        let asking: Vec<StatusId> = polls.keys().copied().collect();
        let programs = programs(&rows);
        let happening = only(&rows, |row| row.kind() == StatusKind::Event);
        let (mut votes, mut followed) = (Vec::new(), Vec::new());
        if let Some(viewer) = viewer {
            if !asking.is_empty() {
                votes = polls::votes_of(conn, viewer, &asking)?;
            }
            let private = authors(&rows, |row| row.visibility() == Visibility::Private);
            if !private.is_empty() {
                followed = follows::followed_among(conn, viewer, &private)?;
            }
        }
        let tags = group_pairs(tags::of_statuses(conn, &with(Beside::Tags))?);
        let attachments = attachments::of_statuses(conn, &with(Beside::Attachments))?;
        let cards = preview_cards::of_statuses(conn, &with(Beside::Card))?;
        let reactions = reactions::of_statuses(conn, &with(Beside::Reactions))?;
        let options = group(polls::options(conn, &asking)?, |row| row.status_id);
        Ok(Self {
            viewer,
            emojis: load_emojis(conn, &rows, &accounts, &options)?,
            events: by(events::of_statuses(conn, &happening)?, |row| row.status_id),
            records: records::load(conn, &rows, &answered)?,
            plans: plans(conn, &happening)?,
            event_notes: event_notes(conn, &rows, &answered)?,
            mentions: group(mentions, |row| row.status_id),
            groups: group_pairs(groups),
            tags,
            attachments: group(attachments, |row| row.status_id),
            cards: cards.into_iter().collect(),
            polls,
            options,
            votes: group(votes, |row| row.status_id),
            reactions: group(reactions, |row| row.status_id),
            answered: by(answered, |row| row.id),
            statuses: by(rows, |row| row.id),
            accounts,
            glances,
            applications: by(applications::find_many(conn, &programs)?, |row| {
                row.id.get()
            }),
            followed,
        })
    }

    fn has(&self, row: &StatusRow, what: Beside) -> bool {
        has(&self.glances, row.id, what)
    }

    /// The rule of [`may_see`](super::may_see), with what was read beforehand.
    fn is_for_viewer(&self, row: &StatusRow, author: &AccountRow) -> bool {
        if row.deleted_at.is_some() {
            return false;
        }
        if self.viewer == Some(row.account_id) {
            return true;
        }
        if !author.is_active() || self.has(row, Beside::Block) {
            return false;
        }
        let is_named = || {
            let named = self.mentions.get(&row.id);
            named.is_some_and(|rows| rows.iter().any(|m| Some(m.account_id) == self.viewer))
        };
        match row.visibility() {
            Visibility::Public | Visibility::Unlisted => true,
            Visibility::Private => self.followed.contains(&author.id) || is_named(),
            Visibility::Direct => is_named(),
        }
    }

    fn status(&self, id: StatusId) -> Option<StatusView> {
        let row = self.statuses.get(&id)?;
        let author = self.accounts.get(&row.account_id)?;
        if !self.is_for_viewer(row, author) {
            return None;
        }
        let boost_of = match row.boost_of_id.map(StatusId::from) {
            Some(original) => Some(Box::new(self.original(original)?)),
            None => None,
        };
        Some(self.built(row, author, boost_of))
    }

    /// What a boost boosts: never another boost.
    fn original(&self, id: StatusId) -> Option<StatusView> {
        let row = self.statuses.get(&id).filter(|row| !row.is_boost())?;
        let author = self.accounts.get(&row.account_id)?;
        self.is_for_viewer(row, author)
            .then(|| self.built(row, author, None))
    }

    fn built(
        &self,
        row: &StatusRow,
        author: &AccountRow,
        boost_of: Option<Box<StatusView>>,
    ) -> StatusView {
        let mentions = self.mentions.get(&row.id).map_or(&[][..], Vec::as_slice);
        let answered = row.in_reply_to_id.map(StatusId::from);
        StatusView {
            in_reply_to: answered
                .and_then(|id| self.statuses.get(&id).or_else(|| self.answered.get(&id)))
                .cloned(),
            answered_author: answered_author(row)
                .and_then(|id| self.accounts.get(&id))
                .cloned(),
            mentions: mentions
                .iter()
                .filter_map(|mention| {
                    Some(Mention {
                        account: self.accounts.get(&mention.account_id)?.clone(),
                        silent: mention.silent,
                    })
                })
                .collect(),
            groups: self.groups_of(row.id),
            tags: self.tags.get(&row.id).cloned().unwrap_or_default(),
            attachments: self.attachments.get(&row.id).cloned().unwrap_or_default(),
            card: self.cards.get(&row.id).cloned(),
            poll: self.poll(row.id),
            event: self.events.get(&row.id).cloned(),
            record: self.records.get(&row.id).cloned(),
            plan: self.plans.get(&row.id).cloned(),
            event_note: self.event_notes.get(&row.id).cloned(),
            emojis: emoji_keys(row, author, self.options_of(row.id))
                .into_iter()
                .filter_map(|key| self.emojis.get(&key).cloned())
                .collect(),
            reactions: self.reactions.get(&row.id).cloned().unwrap_or_default(),
            favourited: self.has(row, Beside::Favourite),
            boosted: self.has(row, Beside::Boost),
            pinned: self.has(row, Beside::Pin),
            bookmarked: self.has(row, Beside::Bookmark),
            muted: self.has(row, Beside::ThreadMute),
            application: row
                .application_id
                .and_then(|id| self.applications.get(&id))
                .cloned(),
            filtered: Vec::new(),
            status: row.clone(),
            author: author.clone(),
            boost_of,
        }
    }

    fn groups_of(&self, id: StatusId) -> Vec<AccountRow> {
        let groups = self.groups.get(&id).map_or(&[][..], Vec::as_slice);
        groups
            .iter()
            .filter_map(|group| self.accounts.get(group))
            .filter(|group| group.is_active())
            .cloned()
            .collect()
    }

    fn options_of(&self, id: StatusId) -> &[PollOptionRow] {
        self.options.get(&id).map_or(&[], Vec::as_slice)
    }

    fn poll(&self, id: StatusId) -> Option<PollView> {
        let votes = self.votes.get(&id).map_or(&[][..], Vec::as_slice);
        Some(PollView {
            poll: self.polls.get(&id)?.clone(),
            options: self.options.get(&id).cloned().unwrap_or_default(),
            own_votes: votes.iter().map(|vote| vote.position).collect(),
        })
    }
}

fn plans(conn: &mut Conn, events: &[StatusId]) -> Result<HashMap<StatusId, PlanView>, DbError> {
    if events.is_empty() {
        return Ok(HashMap::new());
    }
    let counts = participations::counts(conn, events)?;
    let view = |row: EventPlanRow| {
        let taken = calendar::taken(&counts, row.status_id);
        (row.status_id, PlanView { row, taken })
    };
    let rows = event_plans::of_statuses(conn, events)?;
    Ok(rows.into_iter().map(view).collect())
}

/// Asked only where something answers an event.
fn event_notes(
    conn: &mut Conn,
    rows: &[StatusRow],
    answered: &[StatusRow],
) -> Result<HashMap<StatusId, EventNoteRow>, DbError> {
    let is_event = |id: i64| {
        let mut known = rows.iter().chain(answered);
        known.any(|row| row.id.get() == id && row.kind() == StatusKind::Event)
    };
    let notes = only(rows, |row| row.in_reply_to_id.is_some_and(is_event));
    if notes.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(by(talks::notes_of_statuses(conn, &notes)?, |row| {
        row.status_id
    }))
}

fn has(glances: &HashMap<StatusId, Glance>, status: StatusId, what: Beside) -> bool {
    glances.get(&status).is_some_and(|glance| glance.has(what))
}

fn only(rows: &[StatusRow], is: impl Fn(&StatusRow) -> bool) -> Vec<StatusId> {
    rows.iter()
        .filter(|row| is(row))
        .map(|row| row.id)
        .collect()
}

fn authors(rows: &[StatusRow], is: impl Fn(&StatusRow) -> bool) -> Vec<AccountId> {
    let mut authors: Vec<AccountId> = rows
        .iter()
        .filter(|row| is(row))
        .map(|row| row.account_id)
        .collect();
    authors.sort_unstable();
    authors.dedup();
    authors
}

fn programs(rows: &[StatusRow]) -> Vec<ApplicationId> {
    let ids = rows.iter().filter_map(|row| row.application_id);
    let mut ids: Vec<ApplicationId> = ids.map(ApplicationId::from).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Domain and shortcode of each custom emoji that a status or its author's profile may show.
fn emoji_keys(
    row: &StatusRow,
    author: &AccountRow,
    options: &[PollOptionRow],
) -> Vec<(String, String)> {
    let mut texts = vec![row.content.as_str(), row.spoiler.as_str()];
    texts.extend(row.title.as_deref());
    texts.extend(options.iter().map(|option| option.title.as_str()));
    let mut keys = emojis_of::keys(&author.domain, &texts);
    keys.extend(emojis_of::keys_of(author));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn load_emojis(
    conn: &mut Conn,
    rows: &[StatusRow],
    accounts: &HashMap<AccountId, AccountRow>,
    options: &HashMap<StatusId, Vec<PollOptionRow>>,
) -> Result<HashMap<(String, String), EmojiRow>, DbError> {
    let mut keys: Vec<(String, String)> = rows
        .iter()
        .filter_map(|row| {
            let options = options.get(&row.id).map_or(&[][..], Vec::as_slice);
            Some(emoji_keys(row, accounts.get(&row.account_id)?, options))
        })
        .flatten()
        .collect();
    keys.sort_unstable();
    keys.dedup();
    Ok(by(emojis::find_pairs(conn, &keys)?, |row| {
        (row.domain.clone(), row.shortcode.clone())
    }))
}

fn by<K: Eq + Hash, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, R> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

fn group<K: Eq + Hash, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn group_pairs<K: Eq + Hash, R>(rows: Vec<(K, R)>) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for (key, row) in rows {
        groups.entry(key).or_default().push(row);
    }
    groups
}
