//! Notes about events and their talks: answers with a record.

use staffroom_db::accounts;
use staffroom_db::talks;
use staffroom_db::{Conn, DbError};
use staffroom_domain::calendar::{EventNoteRecord, check_note};
use staffroom_domain::practice::Problem;
use staffroom_domain::{
    AccountId, RecordKind, StatusId, StatusKind, TypedRecord, UserId, Visibility,
};
use staffroom_text::{Format, escape};

use super::CalendarError;
use super::organise::value;
use crate::context::Ctx;
use crate::records::{Making, uri_of};
use crate::statuses::{
    Draft, StatusView, live, load, may_answer, may_see, mentioned, people_named, render, store,
    tags_of,
};

/// The most notes that are read of a talk.
const NOTES: i64 = 200;

/// A note that somebody here writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// The event, here or remote.
    pub event: StatusId,
    /// The number of the talk; none: the whole event.
    pub slot: Option<u32>,
    /// What was said.
    pub text: String,
    /// What was shown or named.
    pub links: Vec<String>,
    /// What others may do with it.
    pub licence: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// By which program it was written.
    pub application: Option<i64>,
    /// The same for every attempt at it: the second writes none.
    pub idempotency: Option<(UserId, String)>,
}

/// Writes a note about an event, as an answer to it.
///
/// # Errors
///
/// [`CalendarError::Invalid`] with what has to be mended; [`CalendarError::NotAllowed`] where it takes no answers.
pub async fn add_note(ctx: &Ctx, by: AccountId, new: NewNote) -> Result<StatusId, CalendarError> {
    let about = (new.event, ctx.addresses.clone());
    let about = ctx.db.read(move |conn| {
        let event = staffroom_db::statuses::find(conn, about.0)?;
        let event = event.ok_or(CalendarError::NotFound)?;
        Ok::<_, CalendarError>(uri_of(&about.1, &event))
    });
    let making = Making {
        key: new.idempotency.clone(),
        kind: RecordKind::EventNote,
        about: about.await?,
    };
    if let Some(before) = making.before(ctx, &new.text).await? {
        return Ok(before);
    }
    let people = people_named(ctx, &new.text).await?;
    ctx.transact(move |tx| {
        let id: StatusId = tx.new_id();
        if let Some(before) = making.claim_in(tx, id)? {
            return Ok(before);
        }
        let author = accounts::find(tx.conn, by)?.ok_or(CalendarError::NotFound)?;
        let event = live(tx.conn, new.event)?;
        if event.kind() != StatusKind::Event || !may_see(tx.conn, Some(by), &event)? {
            return Err(CalendarError::NotFound);
        }
        if author.has_moved() || !may_answer(tx.conn, by, &event)? {
            return Err(CalendarError::NotAllowed);
        }
        let record = EventNoteRecord {
            event: event
                .uri
                .clone()
                .unwrap_or_else(|| tx.addresses.object(event.id)),
            slot: new.slot,
            text: new.text.trim().to_owned(),
            links: new.links,
            licence: new.licence,
        };
        let mut problems = check_note(&record);
        let value = serde_json::to_value(&record).unwrap_or_default();
        let text = TypedRecord::read(RecordKind::EventNote, value);
        if let Err(error) = &text {
            problems.push(Problem::new("", "too-large", error.to_string()));
        }
        let (Ok(text), true) = (text, problems.is_empty()) else {
            return Err(CalendarError::Invalid(problems));
        };
        let mut rendered = render(tx, &record.text, Format::Plain, &people);
        for link in &record.links {
            let link = escape(link);
            rendered.html.extend([
                "<p><a href=\"",
                &link,
                "\" rel=\"nofollow noopener\">",
                &link,
                "</a></p>",
            ]);
        }
        let draft = Draft {
            id: Some(id),
            application: new.application,
            visibility: event.visibility().max(Visibility::Unlisted),
            mentions: mentioned(&people, &rendered),
            tags: tags_of(&rendered),
            content: rendered.html,
            source: record.text,
            language: new.language,
            in_reply_to_uri: event.uri.clone().filter(|_| !event.local),
            in_reply_to: Some(event),
            record: Some(text),
            ..Draft::note(author, tx.now)
        };
        Ok(store(tx, draft)?.id)
    })
    .await
}

/// Notes about an event, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotesPart {
    /// Those of them that the viewer may see.
    pub views: Vec<StatusView>,
    /// After which one there are more; none: there are not.
    pub next: Option<StatusId>,
}

/// The notes about an event that somebody may see, the oldest first, after `after`; at most `limit`.
///
/// # Errors
///
/// [`CalendarError::NotFound`] where the event is not for them.
pub async fn notes(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    event: StatusId,
    after: Option<StatusId>,
    limit: i64,
) -> Result<NotesPart, CalendarError> {
    ctx.db
        .read(move |conn| {
            let row = live(conn, event)?;
            if row.kind() != StatusKind::Event || !may_see(conn, viewer, &row)? {
                return Err(CalendarError::NotFound);
            }
            let after = after.unwrap_or_else(|| StatusId::from(0));
            let rows = talks::notes_of(conn, event, after, limit)?;
            let ids: Vec<StatusId> = rows.iter().map(|row| row.status_id).collect();
            let is_full = i64::try_from(ids.len()).is_ok_and(|number| number >= limit);
            Ok(NotesPart {
                views: load(conn, viewer, &ids)?,
                next: ids.last().copied().filter(|_| is_full),
            })
        })
        .await
}

/// What everybody may read about a talk.
pub(super) fn of_slot(
    conn: &mut Conn,
    event: StatusId,
    slot: i64,
) -> Result<Vec<EventNoteRecord>, DbError> {
    let mut found = Vec::new();
    for row in talks::notes_of(conn, event, StatusId::from(0), NOTES)? {
        if row.slot != Some(slot) {
            continue;
        }
        let status = staffroom_db::statuses::find(conn, row.status_id)?;
        let is_open = match &status {
            Some(status) => may_see(conn, None, status)?,
            None => false,
        };
        found.extend(EventNoteRecord::read(&value(&row.record)).filter(|_| is_open));
    }
    Ok(found)
}
