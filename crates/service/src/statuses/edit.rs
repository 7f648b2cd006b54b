//! Changing what was posted.

use serde::Serialize;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::attachments::{self, AttachmentRow};
use staffroom_db::polls::{self, PollOptionRow, PollRow};
use staffroom_db::statuses::{self, StatusDocumentRow, StatusEditRow, StatusRow};
use staffroom_db::{
    Conn, DbError, event_plans, events, home, lists, mentions, status_policies, tags,
};
use staffroom_domain::{
    AccountId, AttachmentId, Event, News, RecordKind, StatusId, StatusKind, Timestamp, TypedRecord,
    Visibility,
};
use staffroom_text::Format;

use super::publish::{
    NO_DIRECT, NewPoll, People, media_type, mentioned, people_named, poll_draft, render,
    tags as tags_of, validate_poll, validate_text,
};
use super::store::{
    EventDraft, Limits, NewAttachment, PollDraft, count_answer, insert_poll, is_permitted,
    link_attachments, link_mentions, link_tags, poll_row, put_event, put_limits, tell_mentioned,
};
use super::{StatusError, live, remove_in};
use crate::calendar::{self, PlanParts};
use crate::cards;
use crate::context::Ctx;
use crate::conversations;
use crate::drafts;
use crate::emojis::{self, NewEmoji};
use crate::media;
use crate::notifications;
use crate::records::{self, Carried, Note, RecordChange};
use crate::search;
use crate::timelines::{self, Delivery};
use crate::tx::Tx;
use crate::voice;

/// Said of a poll where something is told that is counted otherwise.
const NO_POLL: &str = "A poll cannot be attached to a practice, nor to what is entered about one";

/// What somebody here makes of a status of theirs.
#[derive(Clone, Debug, Default)]
pub struct StatusEdit {
    /// The new text.
    pub text: String,
    /// How it is to be read.
    pub format: Format,
    /// The new content warning.
    pub spoiler: String,
    /// Whether media are hidden until asked for.
    pub sensitive: bool,
    /// BCP 47; none: as before.
    pub language: Option<String>,
    /// The new poll; none: without one. The same choices as before keep their votes.
    pub poll: Option<NewPoll>,
    /// Whether its poll stays as it is, whatever `poll` says.
    pub keeps_poll: bool,
    /// The files that it shows, in order; none: as before.
    pub files: Option<Vec<AttachmentId>>,
    /// What is said of its files.
    pub revised: Vec<media::Revised>,
}

/// What becomes of the poll of a status.
#[derive(Clone, Debug)]
pub enum PollChange {
    /// Nothing.
    Keep,
    /// It goes.
    Remove,
    /// This, with the counts that its author tells. Other choices than before begin a new poll.
    Become(PollDraft),
    /// This, with the votes that are there. Other choices than before begin a new poll.
    Offer(PollDraft),
}

/// A new version of a status, checked and rendered.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The `name`.
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
    /// When it was changed, as its author says.
    pub edited: Timestamp,
    /// Whom it addresses; `true`: without naming them.
    pub mentions: Vec<(AccountId, bool)>,
    /// Hashtags: folded, and as written.
    pub tags: Vec<(String, String)>,
    /// Files; none: as before.
    pub attachments: Option<Vec<NewAttachment>>,
    /// The poll.
    pub poll: PollChange,
    /// Custom emojis of its author's server.
    pub emojis: Vec<NewEmoji>,
    /// What it says that can be counted.
    pub record: RecordChange,
    /// What only statuses of other servers have; none: as before.
    pub remote: Option<RemoteParts>,
    /// What an event here has besides; none: as before.
    pub own_event: Option<OwnEvent>,
}

/// What a new version of a status of another server brings besides.
#[derive(Clone, Debug)]
pub struct RemoteParts {
    /// For whom its addressees say that it is; a status is never for more people than before.
    pub visibility: Visibility,
    /// Of an event: when and where.
    pub event: Option<EventDraft>,
    /// Who may like and boost it.
    pub limits: Limits,
    /// The document, as it came.
    pub document: String,
}

/// What a new version of an event here brings besides.
#[derive(Clone, Debug)]
pub struct OwnEvent {
    /// When and where.
    pub event: EventDraft,
    /// Its record.
    pub record: TypedRecord,
    /// What else it has.
    pub plan: PlanParts,
}

impl Revision {
    /// A status as it is, for whoever changes only what it has besides.
    pub fn unchanged(tx: &mut Tx<'_>, row: &StatusRow) -> Result<Self, DbError> {
        let people = mentions::of_statuses(tx.conn, &[row.id])?;
        let named = tags::of_statuses(tx.conn, &[row.id])?;
        Ok(Self {
            title: row.title.clone(),
            content: row.content.clone(),
            source: row.source.clone(),
            source_format: row.source_format.clone(),
            spoiler: row.spoiler.clone(),
            sensitive: row.sensitive,
            language: row.language.clone(),
            edited: tx.now,
            mentions: people
                .into_iter()
                .map(|row| (row.account_id, row.silent))
                .collect(),
            tags: named
                .into_iter()
                .map(|(_, tag)| (tag.name, tag.display))
                .collect(),
            attachments: None,
            poll: PollChange::Keep,
            emojis: Vec::new(),
            record: RecordChange::Keep,
            remote: None,
            own_event: None,
        })
    }

    /// When and where it is, where it is an event.
    fn event(&self) -> Option<&EventDraft> {
        let own = self.own_event.as_ref().map(|it| &it.event);
        own.or_else(|| self.remote.as_ref().and_then(|it| it.event.as_ref()))
    }
}

/// Somebody here changes a status of theirs.
pub async fn edit(
    ctx: &Ctx,
    by: AccountId,
    status: StatusId,
    edit: StatusEdit,
) -> Result<StatusId, StatusError> {
    validate_text(&edit.text, &edit.spoiler)?;
    if !edit.keeps_poll {
        edit.poll.as_ref().map_or(Ok(()), validate_poll)?;
    }
    let people = people_named(ctx, &edit.text).await?;
    ctx.transact(move |tx| {
        let author = accounts::find(tx.conn, by)?.ok_or(StatusError::NotFound)?;
        let row = live(tx.conn, status)?;
        if row.account_id != author.id || row.is_boost() {
            return Err(StatusError::NotFound);
        }
        if row.kind() == StatusKind::Event {
            return Err(StatusError::invalid(
                "This is an event: change it where it was made",
            ));
        }
        let there = attachments::of_statuses(tx.conn, &[row.id])?;
        let there: Vec<AttachmentId> = there.iter().map(|file| file.id).collect();
        let shown = edit.files.as_ref().unwrap_or(&there);
        let attachments = media::keep_in(tx, author.id, row.id, shown, &edit.revised)?;
        let carried = records::carried(tx.conn, &row)?;
        let has_poll = if edit.keeps_poll {
            !polls::of_statuses(tx.conn, &[row.id])?.is_empty()
        } else {
            edit.poll.is_some()
        };
        if has_poll && carried.is_some() {
            return Err(StatusError::invalid(NO_POLL));
        }
        let is_practice = (carried.as_ref()).is_some_and(|it| it.kind == RecordKind::Practice);
        let stands_alone = !is_practice && (has_poll || !shown.is_empty());
        if edit.text.trim().is_empty() && !stands_alone {
            return Err(StatusError::invalid("Text can't be blank"));
        }
        if has_poll && !shown.is_empty() {
            return Err(StatusError::invalid(
                "A poll cannot be attached to a post with files",
            ));
        }
        let draft = drafts::of_source(tx.conn, &row)?;
        if draft.is_some() && has_poll {
            return Err(StatusError::invalid("A draft of a practice has no poll"));
        }
        let people = if draft.is_some() {
            People::new()
        } else {
            people
        };
        let rendered = render(tx, &edit.text, edit.format, &people);
        let spoiler = edit.spoiler.trim().to_owned();
        let revision = Revision {
            title: row.title.clone(),
            mentions: mentioned(&people, &rendered),
            tags: tags_of(&rendered),
            content: rendered.html,
            source: edit.text,
            source_format: media_type(edit.format).to_owned(),
            sensitive: edit.sensitive || !spoiler.is_empty(),
            spoiler,
            language: edit.language.or_else(|| row.language.clone()),
            edited: tx.now,
            attachments,
            poll: match &edit.poll {
                _ if edit.keeps_poll => PollChange::Keep,
                Some(poll) => PollChange::Offer(poll_draft(poll, tx.now)),
                None => PollChange::Remove,
            },
            emojis: Vec::new(),
            record: RecordChange::Keep,
            remote: None,
            own_event: None,
        };
        let revision = match (&draft, &carried) {
            (Some(draft), _) => drafts::source_revised(tx, &author, draft, revision)?,
            (None, Some(carried)) => with_record(tx, &row, revision, carried, &people),
            (None, None) => revision,
        };
        let text = revision.source.clone();
        match revise_in(tx, &author, &row, &revision)? {
            Revised::Done | Revised::Removed => {}
            Revised::Refused => return Err(StatusError::invalid(NO_DIRECT)),
        }
        if let Some(draft) = draft {
            drafts::source_edited_in(tx, &author, &row, draft, &text)?;
        }
        Ok(row.id)
    })
    .await
}

/// What became of a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revised {
    /// It is there.
    Done,
    /// Nothing has changed: it names more people in a direct status, and there are none here.
    Refused,
    /// The status is gone: it became a direct one, and there are none here.
    Removed,
}

/// Puts a new version in a status' place and keeps the one before. Its audience may become narrower.
pub fn revise_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    row: &StatusRow,
    revision: &Revision,
) -> Result<Revised, DbError> {
    let formerly = mentions::of_statuses(tx.conn, &[row.id])?;
    let formerly: Vec<AccountId> = formerly.into_iter().map(|row| row.account_id).collect();
    let new: Vec<(AccountId, bool)> = revision
        .mentions
        .iter()
        .filter(|(account, _)| !formerly.contains(account))
        .copied()
        .collect();
    let told = revision.remote.as_ref().map(|parts| parts.visibility);
    let visibility = row.visibility().max(told.unwrap_or(row.visibility()));
    let is_narrowed = visibility > row.visibility();
    if !is_permitted(tx, visibility) {
        if is_narrowed {
            remove_in(tx, author, row)?;
            return Ok(Revised::Removed);
        }
        if !new.is_empty() {
            return Ok(Revised::Refused);
        }
    }
    emojis::keep_in(tx, &author.domain, &revision.emojis)?;
    if row.content != revision.content {
        cards::relink_in(tx, row.id, &revision.content, row.local)?;
    }
    let before = Parts::of(tx.conn, row.id)?;
    // The line above a practice follows its ledger: nobody has edited anything for that.
    let has_line = records::kind_of(tx.conn, row)? == Some(RecordKind::Practice);
    let is_visible = is_visible_change(row, revision, has_line)
        || before.are_changed(revision)
        || moves_event(tx, row, revision)?
        || records::is_changed(tx.conn, row, &revision.record)?;
    if is_visible {
        keep_version(tx, row, &before)?;
    }
    let changed = StatusRow {
        kind: kind(row, &revision.poll).as_str().to_owned(),
        visibility: visibility.as_i32(),
        title: revision.title.clone(),
        content: revision.content.clone(),
        source: revision.source.clone(),
        source_format: revision.source_format.clone(),
        spoiler: revision.spoiler.clone(),
        sensitive: revision.sensitive,
        language: revision.language.clone(),
        edited_at: if is_visible {
            Some(revision.edited.min(tx.now).as_micros())
        } else {
            row.edited_at
        },
        ..row.clone()
    };
    remove_parts(tx, row)?;
    statuses::update(tx.conn, changed.clone())?;
    put_parts(tx, &changed, revision, &before)?;
    records::change_in(tx, author, &changed, &revision.record)?;
    if is_narrowed {
        withdraw(tx, row)?;
        if !visibility.is_open() {
            count_answer(tx, row, -1)?;
        }
        // What people here say came of it goes where it may go.
        voice::outcomes_later(tx, row.id)?;
    }
    if is_narrowed || visibility == Visibility::Direct {
        let delivery = Delivery {
            row: &changed,
            author,
            original: None,
            has_tags: !revision.tags.is_empty(),
        };
        timelines::deliver(tx, delivery)?;
        let only = (!is_narrowed).then_some(new.as_slice());
        conversations::add_in(tx, &changed, author, only)?;
    }
    tell_mentioned(tx, &changed, author, &new)?;
    if is_visible {
        notifications::tell_of_version(tx, author, row)?;
    }
    tx.tell(News::Edited(row.id));
    if row.local && !drafts::is_source(tx.conn, row)? {
        tx.emit(&Event::StatusEdited {
            status: row.id,
            also_to: formerly,
        })?;
    }
    Ok(Revised::Done)
}

/// Takes a status out of all timelines that it stands in for more people than it is now for.
fn withdraw(tx: &mut Tx<'_>, before: &StatusRow) -> Result<(), DbError> {
    home::remove_status(tx.conn, before.id)?;
    lists::remove_status(tx.conn, before.id)?;
    tx.tell(News::Deleted {
        status: before.id,
        author: before.account_id,
        open: before.visibility().is_open(),
        named: Vec::new(),
    });
    Ok(())
}

/// What stands in a text besides its author's words is made of the record: it stays when the words change, and so do
/// a practice's title and line.
fn with_record(
    tx: &Tx<'_>,
    row: &StatusRow,
    revision: Revision,
    carried: &Carried,
    people: &People,
) -> Revision {
    let revision = Revision {
        poll: PollChange::Keep,
        ..revision
    };
    let (kind, text) = (carried.kind, &carried.text);
    if kind == RecordKind::Practice {
        let rendered = render(tx, &revision.source, Format::Markdown, people);
        return Revision {
            mentions: mentioned(people, &rendered),
            tags: records::with_tags(records::hashtags_of(text), tags_of(&rendered)),
            content: rendered.html,
            source_format: media_type(Format::Markdown).to_owned(),
            spoiler: row.spoiler.clone(),
            sensitive: row.sensitive,
            language: row.language.clone(),
            ..revision
        };
    }
    let language = row.language.clone().unwrap_or_else(|| "en".to_owned());
    let words = revision.source.clone();
    let note = Note::of_record(tx, kind, text, &language, words, people);
    match note {
        Some(note) => Revision {
            attachments: revision.attachments,
            sensitive: revision.sensitive,
            spoiler: revision.spoiler,
            ..note.revision(tx, row, RecordChange::Keep)
        },
        None => revision,
    }
}

/// Counts of a poll change without anybody having edited anything.
fn is_visible_change(row: &StatusRow, revision: &Revision, has_line: bool) -> bool {
    row.title != revision.title
        || row.content != revision.content
        || (row.spoiler != revision.spoiler && !has_line)
        || row.sensitive != revision.sensitive
}

/// A poll makes a question of a note, and a note of a question when it goes.
fn kind(row: &StatusRow, poll: &PollChange) -> StatusKind {
    match (row.kind(), poll) {
        (StatusKind::Note, PollChange::Offer(_)) => StatusKind::Question,
        (StatusKind::Question, PollChange::Remove) => StatusKind::Note,
        (kind, _) => kind,
    }
}

/// What belonged to a status before it was changed.
struct Parts {
    attachments: Vec<AttachmentRow>,
    poll: Option<PollRow>,
    options: Vec<PollOptionRow>,
}

impl Parts {
    fn of(conn: &mut Conn, status: StatusId) -> Result<Self, DbError> {
        Ok(Self {
            attachments: attachments::of_statuses(conn, &[status])?,
            poll: polls::of_statuses(conn, &[status])?.pop(),
            options: polls::options(conn, &[status])?,
        })
    }

    fn are_changed(&self, revision: &Revision) -> bool {
        let files = revision.attachments.as_ref();
        files.is_some_and(|files| !self.has_files(files))
            || match &revision.poll {
                PollChange::Keep => false,
                PollChange::Remove => self.poll.is_some(),
                PollChange::Become(poll) => self.poll.is_some() && !self.has_choices(poll),
                PollChange::Offer(poll) => !self.has_choices(poll),
            }
    }

    fn has_files(&self, files: &[NewAttachment]) -> bool {
        let is_same = |(old, new): (&AttachmentRow, &NewAttachment)| {
            old.kind == new.kind
                && old.url == new.url
                && old.description == new.description
                && old.preview_url == new.preview_url
                && old.focus_x.zip(old.focus_y) == new.focus
        };
        self.attachments.len() == files.len() && self.attachments.iter().zip(files).all(is_same)
    }

    /// Whether a poll asks the same.
    fn has_choices(&self, poll: &PollDraft) -> bool {
        let is_same = |(old, new): (&PollOptionRow, &(String, i64))| old.title == new.0;
        self.poll
            .as_ref()
            .is_some_and(|it| it.multiple == poll.multiple)
            && self.options.len() == poll.options.len()
            && self.options.iter().zip(&poll.options).all(is_same)
    }
}

/// Whether an event is at another time or place than before, or takes place no more.
fn moves_event(tx: &mut Tx<'_>, row: &StatusRow, revision: &Revision) -> Result<bool, DbError> {
    let Some(event) = revision.event() else {
        return Ok(false);
    };
    let before = events::of_statuses(tx.conn, &[row.id])?.pop();
    Ok(before.is_some_and(|before| {
        before.starts_at != event.starts.at
            || before.ends_at != event.ends.as_ref().map(|end| end.at.as_micros())
            || before.state != event.state
            || before.place_name != event.place_name
            || before.place_address != event.place_address
            || before.place_url != event.place_url
    }))
}

fn keep_version(tx: &mut Tx<'_>, row: &StatusRow, parts: &Parts) -> Result<(), DbError> {
    let titles: Vec<&str> = parts.options.iter().map(|it| it.title.as_str()).collect();
    let version = StatusEditRow {
        id: tx.new_id(),
        status_id: row.id,
        title: row.title.clone(),
        content: row.content.clone(),
        source: row.source.clone(),
        spoiler: row.spoiler.clone(),
        sensitive: row.sensitive,
        written_at: row.edited_at.map_or(row.created_at, Timestamp::from_micros),
        attachments: json(&parts.attachments)?,
        poll: parts.poll.as_ref().map(|_| json(&titles)).transpose()?,
    };
    statuses::add_edit(tx.conn, version)
}

fn json(value: &impl Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Corrupt(error.to_string()))
}

/// What depends on for whom the status was until now.
fn remove_parts(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    timelines::unlist(tx, row)?;
    mentions::delete_of(tx.conn, row.id)?;
    tags::delete_of(tx.conn, row.id)
}

fn put_parts(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    revision: &Revision,
    before: &Parts,
) -> Result<(), DbError> {
    link_mentions(tx, row.id, &revision.mentions)?;
    link_tags(tx, row.id, &revision.tags)?;
    if let Some(files) = &revision.attachments
        && !before.has_files(files)
    {
        attachments::delete_of(tx.conn, row.id)?;
        link_attachments(tx, row.id, files)?;
        if row.local {
            media::release_in(tx, row.id, files)?;
        }
    }
    replace_poll(tx, row, &revision.poll, before)?;
    if let Some(parts) = &revision.remote {
        replace_remote_parts(tx, row, parts, &revision.record)?;
    }
    if let Some(own) = &revision.own_event {
        put_event(tx, row, &own.event, Some(&own.record), &own.plan)?;
    }
    timelines::relist(tx, row)?;
    search::changed(tx, row)
}

fn replace_remote_parts(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    parts: &RemoteParts,
    record: &RecordChange,
) -> Result<(), DbError> {
    let status = row.id;
    let record = match record {
        RecordChange::Become(record) => Some(record),
        RecordChange::Keep | RecordChange::Remove => None,
    };
    if let Some(event) = &parts.event {
        put_event(tx, row, event, record, &PlanParts::default())?;
    } else if row.kind() == StatusKind::Event {
        events::delete_of(tx.conn, status)?;
        event_plans::delete_of(tx.conn, status)?;
    }
    calendar::put_note_in(tx, row, record)?;
    if parts.limits == Limits::default() {
        status_policies::delete_of(tx.conn, status)?;
    } else {
        put_limits(tx, status, parts.limits)?;
    }
    let row = StatusDocumentRow {
        status_id: status,
        document: parts.document.clone(),
    };
    statuses::put_document(tx.conn, row)
}

fn replace_poll(
    tx: &mut Tx<'_>,
    row: &StatusRow,
    change: &PollChange,
    before: &Parts,
) -> Result<(), DbError> {
    let poll = match change {
        PollChange::Keep => return Ok(()),
        PollChange::Remove => return polls::delete(tx.conn, row.id),
        PollChange::Become(poll) if before.has_choices(poll) => {
            let votes: Vec<i64> = poll.options.iter().map(|(_, votes)| *votes).collect();
            return polls::set_counts(tx.conn, row.id, &votes, poll.voters, poll.closed_at);
        }
        PollChange::Offer(poll) if before.has_choices(poll) => {
            let terms = poll_row(row.id, poll);
            return polls::set_terms(tx.conn, &terms);
        }
        PollChange::Become(poll) | PollChange::Offer(poll) => poll,
    };
    polls::delete(tx.conn, row.id)?;
    insert_poll(tx, row.id, poll)
}
