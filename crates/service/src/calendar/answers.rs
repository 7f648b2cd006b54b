//! Answers to events of ours that ask for a place or give one up, from people whose programs know no events; and the
//! short answers that confirm it.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::event_plans;
use staffroom_db::participations::ParticipationRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, statuses};
use staffroom_domain::calendar::{PlaceKind, Wish, read_answer};
use staffroom_domain::text::truncate;
use staffroom_domain::{StatusId, StatusKind, Visibility};
use staffroom_text::{Format, plain_text};

use super::join::{Joined, Joining, join_in, leave_in, standing_of};
use super::words;
use crate::notifications::{self, Kind};
use crate::statuses::{Draft, People, is_permitted, mentioned, render, store};
use crate::tx::Tx;

/// So much of an event's title is said to those who join.
const TITLE: usize = 100;

/// Whether a new answer is one to an event of ours, and if so, does what it asks for. Only its author's own place is
/// ever meant.
pub fn answered_in(
    tx: &mut Tx<'_>,
    answer: &StatusRow,
    author: &AccountRow,
    event: &StatusRow,
) -> Result<(), DbError> {
    let is_to_event = event.local && event.kind() == StatusKind::Event;
    if !is_to_event || author.id == event.account_id || answer.kind() != StatusKind::Note {
        return Ok(());
    }
    let Some(asked) = read_answer(&plain_text(&answer.content)) else {
        return Ok(());
    };
    if event_plans::find(tx.conn, event.id)?.is_none() {
        return Ok(());
    }
    let Some(organiser) = accounts::find(tx.conn, event.account_id)? else {
        return Ok(());
    };
    let name = name(event);
    let text = match asked.wish {
        Wish::Leave => {
            if !leave_in(tx, author, event)? {
                return Ok(());
            }
            words::farewell(&name, asked.language)
        }
        Wish::Place(kind) => {
            let joining = Joining {
                kind: Some(kind),
                reply: Some(answer.id),
                ..Joining::default()
            };
            let joined = join_in(tx, author, event, &joining)?;
            words::confirmation(joined, &name, asked.language)
        }
        Wish::Talk(talk) => {
            let joining = Joining {
                kind: Some(PlaceKind::Speaker),
                talk: Some(talk),
                reply: Some(answer.id),
                uri: None,
            };
            let joined = join_in(tx, author, event, &joining)?;
            words::confirmation(joined, &name, asked.language)
        }
    };
    let said = Said {
        event,
        to: answer,
        text: &text,
        language: asked.language,
    };
    say_in(tx, &organiser, author, &said)
}

/// Says to somebody that they have a place now, or how they stand.
pub(super) fn say_place_in(
    tx: &mut Tx<'_>,
    organiser: &AccountRow,
    event: &StatusRow,
    person: &AccountRow,
    row: &ParticipationRow,
) -> Result<(), DbError> {
    let language = match event.language.as_deref() {
        Some("cy") => "cy",
        _ => "en",
    };
    let joined: Joined = standing_of(tx.conn, row)?;
    let text = words::confirmation(joined, &name(event), language);
    let reply = match row.reply_id {
        Some(id) => statuses::find(tx.conn, StatusId::from(id))?,
        None => None,
    };
    let reply = reply.filter(|reply| reply.deleted_at.is_none());
    let said = Said {
        event,
        to: reply.as_ref().unwrap_or(event),
        text: &text,
        language,
    };
    say_in(tx, organiser, person, &said)
}

fn name(event: &StatusRow) -> String {
    truncate(event.title.as_deref().unwrap_or_default(), TITLE).to_owned()
}

/// What is said to one person.
struct Said<'a> {
    /// About which event.
    event: &'a StatusRow,
    /// What it answers: what they wrote, or the event.
    to: &'a StatusRow,
    text: &'a str,
    language: &'a str,
}

/// A short answer for one person, by whoever holds the event. Where nobody writes to anybody alone, and where they have
/// not written themselves, people here are told that there is news of the event, whose page says how they stand: what
/// strangers write to them alone they may not see.
fn say_in(
    tx: &mut Tx<'_>,
    organiser: &AccountRow,
    person: &AccountRow,
    said: &Said<'_>,
) -> Result<(), DbError> {
    if said.text.is_empty() || !organiser.is_active() {
        return Ok(());
    }
    let to = said.to;
    let is_permitted = is_permitted(tx, Visibility::Direct);
    if person.is_local() && (!is_permitted || to.account_id != person.id) {
        let event = Some(said.event.id);
        notifications::tell(tx, Kind::Update, person.id, organiser, event)?;
    }
    if !is_permitted {
        return Ok(());
    }
    let key = (person.username_folded.clone(), person.domain.clone());
    let people: People = [(key, person.clone())].into_iter().collect();
    let source = format!("@{} {}", person.acct(), said.text);
    let rendered = render(tx, &source, Format::Plain, &people);
    let named = mentioned(&people, &rendered);
    let draft = Draft {
        visibility: Visibility::Direct,
        in_reply_to: Some(to.clone()),
        in_reply_to_uri: to.uri.clone().filter(|_| !to.local),
        mentions: if named.is_empty() {
            vec![(person.id, false)]
        } else {
            named
        },
        content: rendered.html,
        source,
        language: Some(said.language.to_owned()),
        ..Draft::note(organiser.clone(), tx.now)
    };
    store(tx, draft)?;
    Ok(())
}
