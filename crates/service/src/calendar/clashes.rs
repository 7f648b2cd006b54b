//! Talks of one event that are about the same: told, never forbidden.

use staffroom_db::talks::TalkRow;
use staffroom_db::{Conn, DbError, practices, statuses};
use staffroom_domain::calendar::SlotStatus;
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{AccountId, Addresses, Local, StatusId, TalkId};
use staffroom_vocabulary::ConceptRef;

use super::CalendarError;
use super::organise::value;
use super::talks::programme_in;
use crate::context::Ctx;

/// Talks that carry the same technology or problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Which.
    pub concept: ConceptRef,
    /// The talks, in the order of the programme.
    pub talks: Vec<TalkId>,
}

/// The talks of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// The talks, in order.
    pub talks: Vec<TalkRow>,
    /// Which of them are about the same.
    pub clashes: Vec<Clash>,
}

/// The talks of an event, as [`programme`](super::programme), and which of them carry the same technology or problem:
/// as the practices say that they are about.
///
/// # Errors
///
/// As [`find_event`](super::find_event).
pub async fn programme_with_clashes(
    ctx: &Ctx,
    viewer: Option<AccountId>,
    event: StatusId,
) -> Result<Programme, CalendarError> {
    let addresses = ctx.addresses.clone();
    ctx.db
        .read(move |conn| {
            let talks = programme_in(conn, viewer, event)?;
            let clashes = clashes(conn, &addresses, &talks)?;
            Ok(Programme { talks, clashes })
        })
        .await
}

fn clashes(
    conn: &mut Conn,
    addresses: &Addresses,
    talks: &[TalkRow],
) -> Result<Vec<Clash>, DbError> {
    let is_given = |talk: &&TalkRow| {
        [SlotStatus::Accepted, SlotStatus::Offered]
            .iter()
            .any(|state| talk.state == state.as_str())
    };
    let about: Vec<(TalkId, &str)> = talks
        .iter()
        .filter(is_given)
        .filter_map(|talk| Some((talk.id, talk.practice.as_deref()?)))
        .collect();
    let uris: Vec<String> = about.iter().map(|(_, uri)| (*uri).to_owned()).collect();
    let ids = at(conn, addresses, &uris)?;
    let each: Vec<StatusId> = ids.iter().map(|(_, id)| *id).collect();
    let mut rows = statuses::find_many(conn, &each)?;
    // What not everybody may read says nothing here.
    rows.retain(|row| row.deleted_at.is_none() && row.visibility().is_open());
    let open: Vec<StatusId> = rows.iter().map(|row| row.id).collect();
    let records: Vec<(StatusId, PracticeRecord)> = practices::of_statuses(conn, &open)?
        .into_iter()
        .filter_map(|row| Some((row.status_id, PracticeRecord::read(&value(&row.record))?)))
        .collect();
    let mut found: Vec<Clash> = Vec::new();
    for (talk, uri) in about {
        let id = ids.iter().find(|(known, _)| known == uri).map(|(_, id)| id);
        let record = records.iter().find(|(of, _)| Some(of) == id);
        let Some((_, record)) = record else { continue };
        for concept in record.technology_type.iter().chain(&record.problem) {
            match found.iter_mut().find(|clash| clash.concept == *concept) {
                Some(clash) if clash.talks.contains(&talk) => {}
                Some(clash) => clash.talks.push(talk),
                None => found.push(Clash {
                    concept: concept.clone(),
                    talks: vec![talk],
                }),
            }
        }
    }
    found.retain(|clash| clash.talks.len() > 1);
    Ok(found)
}

/// Which statuses have those ids.
fn at(
    conn: &mut Conn,
    addresses: &Addresses,
    uris: &[String],
) -> Result<Vec<(String, StatusId)>, DbError> {
    let (mut found, mut remote) = (Vec::new(), Vec::new());
    for uri in uris {
        match addresses.parse(uri) {
            Some(Local::Object(id)) => found.push((uri.clone(), id)),
            Some(_) => {}
            None => remote.push(uri.clone()),
        }
    }
    found.extend(statuses::ids_of_uris(conn, &remote)?);
    Ok(found)
}
