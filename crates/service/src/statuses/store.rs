//! Writing a status with everything that belongs to it: the one place for local and remote ones.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::attachments::{self, AttachmentRow};
use staffroom_db::events::{self, EventRow};
use staffroom_db::mentions::{self, MentionRow};
use staffroom_db::polls::{self, PollOptionRow, PollRow};
use staffroom_db::status_policies::{self, StatusPolicyRow};
use staffroom_db::statuses::{self, Count, StatusDocumentRow, StatusRow};
use staffroom_db::tags::{self, TagRow};
use staffroom_db::{DbError, follows};
use staffroom_domain::{
    AccountId, AttachmentId, Event, News, ReplyPolicy, StatusId, StatusKind, TagId, Timestamp,
    TypedRecord, Visibility,
};

use crate::calendar::{self, PlanParts};
use crate::cards;
use crate::conversations;
use crate::emojis::{self, NewEmoji};
use crate::media;
use crate::notifications::{self, Kind};
use crate::records::{self, Source};
use crate::search;
use crate::timelines::{self, Delivery};
use crate::tx::Tx;

/// A status that is about to be written: checked, rendered, its people found.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id; none: a new one.
    pub id: Option<StatusId>,
    /// Whose.
    pub author: AccountRow,
    /// The object's id, for remote ones.
    pub uri: Option<String>,
    /// The page for people, for remote ones.
    pub url: Option<String>,
    /// What it is.
    pub kind: StatusKind,
    /// Who may see it.
    pub visibility: Visibility,
    /// What it answers, where that is here.
    pub in_reply_to: Option<StatusRow>,
    /// What it answers, where that is remote.
    pub in_reply_to_uri: Option<String>,
    /// The `context` of a remote one.
    pub context_uri: Option<String>,
    /// The `name`, plain text.
    pub title: Option<String>,
    /// Safe HTML.
    pub content: String,
    /// What the author wrote.
    pub source: String,
    /// The media type of `source`.
    pub source_format: String,
    /// The content warning, plain text.
    pub spoiler: String,
    /// Whether media are hidden until asked for.
    pub sensitive: bool,
    /// BCP 47.
    pub language: Option<String>,
    /// The object that it quotes.
    pub quote_uri: Option<String>,
    /// Who may answer.
    pub reply_policy: ReplyPolicy,
    /// Who may like and boost it.
    pub limits: Limits,
    /// The collection of replies of a remote one.
    pub replies_uri: Option<String>,
    /// When it was published, as its author says.
    pub published: Timestamp,
    /// Whom it addresses; `true`: without naming them.
    pub mentions: Vec<(AccountId, bool)>,
    /// Hashtags: folded, and as written.
    pub tags: Vec<(String, String)>,
    /// Files, in order.
    pub attachments: Vec<NewAttachment>,
    /// The poll.
    pub poll: Option<PollDraft>,
    /// Of an event: when and where.
    pub event: Option<EventDraft>,
    /// Its typed record.
    pub record: Option<TypedRecord>,
    /// Of an event here: what it has besides.
    pub plan: PlanParts,
    /// Custom emojis of its author's server.
    pub emojis: Vec<NewEmoji>,
    /// By which program it was posted here.
    pub application: Option<i64>,
    /// The document of a remote one, as it came.
    pub document: Option<String>,
    /// Whether no other server hears of it.
    pub stays_here: bool,
    /// Of what lives elsewhere: who gave it to us.
    pub from: Source,
    /// Whether the page that it links to is not looked at for a preview.
    pub without_card: bool,
}

impl Draft {
    /// An empty public note by `author`.
    pub fn note(author: AccountRow, published: Timestamp) -> Self {
        Self {
            id: None,
            author,
            uri: None,
            url: None,
            kind: StatusKind::Note,
            visibility: Visibility::Public,
            in_reply_to: None,
            in_reply_to_uri: None,
            context_uri: None,
            title: None,
            content: String::new(),
            source: String::new(),
            source_format: "text/plain".to_owned(),
            spoiler: String::new(),
            sensitive: false,
            language: None,
            quote_uri: None,
            reply_policy: ReplyPolicy::Public,
            limits: Limits::default(),
            replies_uri: None,
            published,
            mentions: Vec::new(),
            tags: Vec::new(),
            attachments: Vec::new(),
            poll: None,
            event: None,
            record: None,
            plan: PlanParts::default(),
            emojis: Vec::new(),
            application: None,
            document: None,
            stays_here: false,
            from: Source::default(),
            without_card: false,
        }
    }

    /// The row that would be written now, for what is made of it beforehand; with an id of its own.
    pub(crate) fn as_row(&self, tx: &Tx<'_>) -> StatusRow {
        row(tx, self.id.unwrap_or_else(|| tx.new_id()), self)
    }
}

/// A file of a status that is about to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewAttachment {
    /// The upload that it is; none: a new one.
    pub id: Option<AttachmentId>,
    /// `image`, `gifv`, `video`, `audio` or `unknown`.
    pub kind: String,
    /// As the author's server says.
    pub media_type: Option<String>,
    /// Where the file is.
    pub url: String,
    /// Where a small picture of it is.
    pub preview_url: Option<String>,
    /// What it shows, in words.
    pub description: Option<String>,
    /// A blur of it.
    pub blurhash: Option<String>,
    /// The point to keep when it is cropped: -1 left to 1 right, -1 bottom to 1 top.
    pub focus: Option<(f64, f64)>,
    /// Pixels.
    pub width: Option<i32>,
    /// Pixels.
    pub height: Option<i32>,
    /// Width and height of the small picture, in pixels.
    pub small_size: Option<(i32, i32)>,
    /// How long it plays, in milliseconds.
    pub duration_ms: Option<i64>,
}

/// A poll that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollDraft {
    /// Whether one may choose several.
    pub multiple: bool,
    /// When votes end.
    pub ends_at: Option<Timestamp>,
    /// When they ended.
    pub closed_at: Option<Timestamp>,
    /// How many have voted.
    pub voters: i64,
    /// Whether the counts are told to nobody before the end.
    pub hides_totals: bool,
    /// The choices, with how many chose each.
    pub options: Vec<(String, i64)>,
}

/// Who may like and boost a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Who may like it.
    pub likes: ReplyPolicy,
    /// Who may boost it.
    pub boosts: ReplyPolicy,
}

/// When and where an event is, before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDraft {
    /// The IANA name of its time zone, or the distance from UTC (`+02:00`) where no name is known.
    pub zone: String,
    /// When it begins.
    pub starts: EventTime,
    /// When it ends; none where the end is open.
    pub ends: Option<EventTime>,
    /// `scheduled`, `tentative`, `cancelled`, `postponed`, `rescheduled` or `online`.
    pub state: &'static str,
    /// What the place is called.
    pub place_name: Option<String>,
    /// Its address, as one line.
    pub place_address: Option<String>,
    /// Where it is on the net.
    pub place_url: Option<String>,
    /// `free`, `restricted`, `invite`, `external` or `none`.
    pub join_mode: Option<&'static str>,
    /// Where one takes part, where that is elsewhere.
    pub join_url: Option<String>,
}

/// A time of an event: as it was set, and as the instant that it means now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTime {
    /// In the event's zone: `2026-09-01T18:00:00`.
    pub local: String,
    /// The instant.
    pub at: Timestamp,
}

/// How many statuses that came before the one they answer are joined to it at once.
const ORPHANS_AT_ONCE: i64 = 100;

/// Whether somebody here wants a remote author's status: they follow the author, are addressed, or it
/// answers something that is here. What nobody wants is not stored.
pub fn is_wanted(
    tx: &mut Tx<'_>,
    author: AccountId,
    addresses_local: bool,
    answers_known: bool,
) -> Result<bool, DbError> {
    Ok(addresses_local || answers_known || follows::has_local_followers(tx.conn, author)?)
}

/// Whether a status for those people may be here at all. Where people do not write to one another alone,
/// nobody writes to them alone from elsewhere either.
pub fn is_permitted(tx: &Tx<'_>, visibility: Visibility) -> bool {
    visibility != Visibility::Direct || tx.direct_messages
}

/// Writes a status, with its people, hashtags, files and poll; counts it, puts it into home timelines
/// and tells those who are named. A local one becomes an event.
///
/// # Errors
///
/// [`staffroom_db::Unique::StatusUri`] where that object is here already.
pub fn store(tx: &mut Tx<'_>, draft: Draft) -> Result<StatusRow, DbError> {
    Ok(store_with_tags(tx, draft)?.0)
}

/// As [`store`]; gives the hashtags too, in their order.
pub(super) fn store_with_tags(
    tx: &mut Tx<'_>,
    draft: Draft,
) -> Result<(StatusRow, Vec<TagRow>), DbError> {
    let id = free_id(tx, &draft)?;
    let row = row(tx, id, &draft);
    statuses::insert(tx.conn, row.clone())?;
    if let Some(document) = draft.document {
        statuses::put_document(
            tx.conn,
            StatusDocumentRow {
                status_id: id,
                document,
            },
        )?;
    }
    link_mentions(tx, id, &draft.mentions)?;
    let tags = link_tags(tx, id, &draft.tags)?;
    crate::tags::count_use(tx, &row, !tags.is_empty())?;
    link_attachments(tx, id, &draft.attachments)?;
    if let Some(poll) = &draft.poll {
        insert_poll(tx, id, poll)?;
    }
    if let Some(event) = &draft.event {
        put_event(tx, &row, event, draft.record.as_ref(), &draft.plan)?;
    }
    calendar::put_note_in(tx, &row, draft.record.as_ref())?;
    put_limits(tx, id, draft.limits)?;
    emojis::keep_in(tx, &draft.author.domain, &draft.emojis)?;
    if !draft.without_card {
        cards::link_in(tx, id, &row.content, row.local)?;
    }
    accounts::count_status(tx.conn, draft.author.id, 1, row.created_at)?;
    count_answer(tx, &row, 1)?;
    let row = adopt_orphans(tx, row)?;
    timelines::list(tx, &row, !draft.attachments.is_empty(), &tags)?;
    search::changed(tx, &row)?;
    let has_tags = !tags.is_empty();
    distribute(tx, &row, &draft.author, has_tags, &draft.mentions)?;
    if let Some(record) = &draft.record {
        records::put_from_in(tx, &draft.author, &row, record, draft.from)?;
    }
    tx.tell(News::Posted(id));
    if row.local && !draft.stays_here {
        tx.emit(&Event::StatusPublished { status: id })?;
    }
    if let Some(parent) = &draft.in_reply_to {
        calendar::answered_in(tx, &row, &draft.author, parent)?;
    }
    Ok((row, tags))
}

/// A local status is dated now; a remote one takes its place by when it was published.
fn free_id(tx: &mut Tx<'_>, draft: &Draft) -> Result<StatusId, DbError> {
    if let Some(id) = draft.id {
        return Ok(id);
    }
    if draft.author.is_local() {
        return Ok(tx.new_id());
    }
    for _ in 0..8 {
        let id = tx.dated_id(draft.published);
        if !statuses::exists(tx.conn, id)? {
            return Ok(id);
        }
    }
    // Thousands in one millisecond: then the moment of arrival does.
    Ok(tx.new_id())
}

fn row(tx: &Tx<'_>, id: StatusId, draft: &Draft) -> StatusRow {
    let parent = draft.in_reply_to.as_ref();
    StatusRow {
        id,
        uri: draft.uri.clone(),
        url: draft.url.clone(),
        account_id: draft.author.id,
        kind: draft.kind.as_str().to_owned(),
        visibility: draft.visibility.as_i32(),
        boost_of_id: None,
        in_reply_to_id: parent.map(|parent| parent.id.get()),
        in_reply_to_account_id: parent.map(|parent| parent.account_id.get()),
        in_reply_to_uri: draft.in_reply_to_uri.clone(),
        thread_id: parent.map_or(id, |parent| parent.thread_id),
        context_uri: draft.context_uri.clone(),
        title: draft.title.clone(),
        content: draft.content.clone(),
        source: draft.source.clone(),
        source_format: draft.source_format.clone(),
        spoiler: draft.spoiler.clone(),
        sensitive: draft.sensitive,
        language: draft.language.clone(),
        quote_uri: draft.quote_uri.clone(),
        reply_policy: draft.reply_policy.as_str().to_owned(),
        replies_uri: draft.replies_uri.clone(),
        local: draft.author.is_local(),
        created_at: draft.published.min(tx.now),
        received_at: tx.now,
        edited_at: None,
        deleted_at: None,
        replies_count: 0,
        boosts_count: 0,
        favourites_count: 0,
        application_id: draft.application,
    }
}

/// The row of a boost of `of`.
pub(super) fn boost_row(
    tx: &mut Tx<'_>,
    draft: &Draft,
    of: &StatusRow,
) -> Result<StatusRow, DbError> {
    let id = free_id(tx, draft)?;
    Ok(StatusRow {
        boost_of_id: Some(of.id.get()),
        ..row(tx, id, draft)
    })
}

pub(super) fn link_mentions(
    tx: &mut Tx<'_>,
    status: StatusId,
    people: &[(AccountId, bool)],
) -> Result<(), DbError> {
    let rows: Vec<MentionRow> = people
        .iter()
        .map(|(account, silent)| MentionRow {
            status_id: status,
            account_id: *account,
            silent: *silent,
        })
        .collect();
    mentions::insert_many(tx.conn, &rows)
}

pub(super) fn link_tags(
    tx: &mut Tx<'_>,
    status: StatusId,
    names: &[(String, String)],
) -> Result<Vec<TagRow>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<(String, String, TagId)> = names
        .iter()
        .map(|(folded, display)| (folded.clone(), display.clone(), tx.new_id()))
        .collect();
    let mut rows = tags::ensure(tx.conn, &names, tx.now)?;
    tags::link(tx.conn, status, &rows)?;
    rows.sort_unstable_by_key(|row| row.id);
    Ok(rows)
}

pub(super) fn link_attachments(
    tx: &mut Tx<'_>,
    status: StatusId,
    files: &[NewAttachment],
) -> Result<(), DbError> {
    let rows: Vec<AttachmentRow> = (0..)
        .zip(files)
        .map(|(position, file)| AttachmentRow {
            id: file.id.unwrap_or_else(|| tx.new_id()),
            status_id: status,
            position,
            kind: file.kind.clone(),
            media_type: file.media_type.clone(),
            url: file.url.clone(),
            preview_url: file.preview_url.clone(),
            description: file.description.clone(),
            blurhash: file.blurhash.clone(),
            focus_x: file.focus.map(|(x, _)| x),
            focus_y: file.focus.map(|(_, y)| y),
            width: file.width,
            height: file.height,
            small_width: file.small_size.map(|(width, _)| width),
            small_height: file.small_size.map(|(_, height)| height),
            duration_ms: file.duration_ms,
        })
        .collect();
    attachments::insert_many(tx.conn, &rows)?;
    let uploaded = files.iter().any(|file| file.id.is_some());
    if uploaded {
        media::release_in(tx, status, files)?;
    }
    Ok(())
}

pub(super) fn insert_poll(
    tx: &mut Tx<'_>,
    status: StatusId,
    poll: &PollDraft,
) -> Result<(), DbError> {
    let options = (0..)
        .zip(&poll.options)
        .map(|(position, (title, votes))| PollOptionRow {
            status_id: status,
            position,
            title: title.clone(),
            votes_count: *votes,
        })
        .collect();
    polls::insert(tx.conn, poll_row(status, poll), options)
}

/// The row of a poll.
pub(super) fn poll_row(status: StatusId, poll: &PollDraft) -> PollRow {
    PollRow {
        status_id: status,
        multiple: poll.multiple,
        ends_at: poll.ends_at.map(Timestamp::as_micros),
        closed_at: poll.closed_at.map(Timestamp::as_micros),
        voters_count: poll.voters,
        hides_totals: poll.hides_totals,
    }
}

/// Writes when and where an event is, and what else its record says.
pub(super) fn put_event(
    tx: &mut Tx<'_>,
    status: &StatusRow,
    event: &EventDraft,
    record: Option<&TypedRecord>,
    parts: &PlanParts,
) -> Result<(), DbError> {
    let row = event_row(status.id, event);
    events::put(tx.conn, row.clone())?;
    calendar::put_plan_in(tx, &row, status.local, record, parts)
}

/// The row of an event.
pub(crate) fn event_row(status: StatusId, event: &EventDraft) -> EventRow {
    EventRow {
        status_id: status,
        zone: event.zone.clone(),
        starts_local: event.starts.local.clone(),
        starts_at: event.starts.at,
        ends_local: event.ends.as_ref().map(|time| time.local.clone()),
        ends_at: event.ends.as_ref().map(|time| time.at.as_micros()),
        state: event.state.to_owned(),
        place_name: event.place_name.clone(),
        place_address: event.place_address.clone(),
        place_url: event.place_url.clone(),
        join_mode: event.join_mode.map(str::to_owned),
        join_url: event.join_url.clone(),
    }
}

/// What everybody may do needs no row.
pub(super) fn put_limits(tx: &mut Tx<'_>, status: StatusId, limits: Limits) -> Result<(), DbError> {
    if limits == Limits::default() {
        return Ok(());
    }
    let row = StatusPolicyRow {
        status_id: status,
        likes: limits.likes.as_str().to_owned(),
        boosts: limits.boosts.as_str().to_owned(),
    };
    status_policies::put(tx.conn, row)
}

/// Counts an answer with what it answers, as everybody sees it: those that not everybody may read are nobody's business.
pub(super) fn count_answer(tx: &mut Tx<'_>, answer: &StatusRow, by: i64) -> Result<(), DbError> {
    match answer.in_reply_to_id {
        Some(parent) if answer.visibility().is_open() => {
            statuses::add_to_count(tx.conn, parent.into(), Count::Replies, by)
        }
        _ => Ok(()),
    }
}

/// Joins what answered this status before it came.
fn adopt_orphans(tx: &mut Tx<'_>, row: StatusRow) -> Result<StatusRow, DbError> {
    let Some(uri) = &row.uri else { return Ok(row) };
    let orphans = statuses::orphans(tx.conn, uri, ORPHANS_AT_ONCE)?;
    for orphan in &orphans {
        statuses::adopt(tx.conn, orphan, &row)?;
        if orphan.visibility().is_open() {
            statuses::add_to_count(tx.conn, row.id, Count::Replies, 1)?;
        }
    }
    if orphans.is_empty() {
        Ok(row)
    } else {
        Ok(statuses::find(tx.conn, row.id)?.unwrap_or(row))
    }
}

/// Timelines, conversations and notifications.
fn distribute(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    author: &AccountRow,
    has_tags: bool,
    people: &[(AccountId, bool)],
) -> Result<(), DbError> {
    let delivery = Delivery {
        row,
        author,
        original: None,
        has_tags,
    };
    let wanting = timelines::deliver(tx, delivery)?;
    conversations::add_in(tx, row, author, None)?;
    tell_mentioned(tx, row, author, people)?;
    let answers_other = row
        .in_reply_to_account_id
        .is_some_and(|answered| answered != author.id.get());
    if row.visibility() == Visibility::Direct || answers_other {
        return Ok(());
    }
    let named: Vec<AccountId> = people.iter().map(|(account, _)| *account).collect();
    notifications::tell_followers(tx, author, row.id, &wanting, &named)
}

/// Tells local people that they are named.
pub(super) fn tell_mentioned(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    author: &AccountRow,
    people: &[(AccountId, bool)],
) -> Result<(), DbError> {
    let named: Vec<AccountId> = people.iter().map(|(account, _)| *account).collect();
    for person in accounts::find_many(tx.conn, &named)? {
        if !person.is_local() || person.id == author.id {
            continue;
        }
        let is_silent = people
            .iter()
            .any(|(account, silent)| *account == person.id && *silent);
        if !is_silent {
            notifications::tell(tx, Kind::Mention, person.id, author, Some(row.id))?;
        }
    }
    Ok(())
}
