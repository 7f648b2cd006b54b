//! Notes about events and their talks: answers with a record.

use staffroom_db::accounts;
use staffroom_db::talks::{self, EventNoteRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::calendar::{EventNoteRecord, check_note};
use staffroom_domain::practice::Problem;
use staffroom_domain::{AccountId, RecordKind, StatusId, StatusKind, TypedRecord, Visibility};
use staffroom_text::{Format, escape};

use super::CalendarError;
use super::organise::value;
use crate::context::Ctx;
use crate::statuses::{
    Draft, live, may_answer, may_see, mentioned, people_named, render, store, tags_of,
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
}

/// Writes a note about an event, as an answer to it.
///
/// # Errors
///
/// [`CalendarError::Invalid`] with what has to be mended; [`CalendarError::NotAllowed`] where it takes no answers.
pub async fn add_note(ctx: &Ctx, by: AccountId, new: NewNote) -> Result<StatusId, CalendarError> {
    let people = people_named(ctx, &new.text).await?;
    ctx.transact(move |tx| {
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

/// The notes about an event that somebody may see, the oldest first, after `after`; at most `limit`.
pub async fn notes(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    event: StatusId,
    after: Option<StatusId>,
    limit: i64,
) -> Result<Vec<(EventNoteRow, crate::statuses::StatusView)>, DbError> {
    ctx.db
        .read(move |conn| {
            let after = after.unwrap_or_else(|| StatusId::from(0));
            let rows = talks::notes_of(conn, event, after, limit)?;
            let mut seen = Vec::new();
            for row in rows {
                let view = crate::statuses::load_one(conn, viewer, row.status_id)?;
                seen.extend(view.map(|view| (row, view)));
            }
            Ok(seen)
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
