//! Join and Leave: somebody elsewhere takes part in an event of ours, or no more; and what servers answer whom people
//! here asked for a place.
//!
//! A Join is answered with Accept, with `TentativeAccept` and a number on the waiting list, or with Reject; with Ignore
//! where no places are given (FEP-8a8e). Everybody speaks for themselves: whose place it is, is who signed.

use serde_json::json;
use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{DbError, participations};
use staffroom_domain::{AccountId, Event, Local, ParticipationId, StatusKind};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::{ActivityKind, IncomingActivity, parse};
use staffroom_protocol::json::Json;
use staffroom_service::Tx;
use staffroom_service::calendar::{self, Answered, Joined, Joining};
use staffroom_service::statuses::may_see;

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::documents::object_id;
use crate::lookup::{is_ours, local_account_at, local_accounts_at, status_at};

/// Somebody elsewhere asks for a place.
pub(super) async fn join(fed: &Federation, received: &Received) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it asks for nothing"));
    };
    let asked = Asked {
        activity: json!({
            "type": "Join",
            "id": received.uri,
            "actor": received.actor_id().as_str(),
            "object": object.as_str(),
        })
        .to_string(),
        uri: received.uri.clone(),
        addressed: received.activity.to.ids.clone(),
        object,
    };
    let actor = received.actor.clone();
    received
        .apply(fed, move |tx| asked.answer(tx, &actor))
        .await
}

struct Asked {
    object: Iri,
    /// The Join, as it is answered.
    activity: String,
    uri: String,
    addressed: Vec<Iri>,
}

impl Asked {
    fn answer(self, tx: &mut Tx<'_>, actor: &AccountRow) -> Result<Outcome, ReceiveError> {
        if !is_ours(tx.addresses, &self.object) {
            return self.elsewhere(tx, actor);
        }
        let event = status_at(tx.conn, tx.addresses, &self.object)?.filter(|row| row.local);
        let seen = match &event {
            Some(event) => may_see(tx.conn, Some(actor.id), event)?,
            None => false,
        };
        let Some(event) = event.filter(|_| seen) else {
            // There is none, or not for them: which, is not told.
            return self.say(tx, actor, AccountId::INSTANCE, "Ignore", None);
        };
        let joining = Joining {
            uri: Some(self.uri.clone()),
            ..Joining::default()
        };
        let joined = if event.kind() == StatusKind::Event {
            calendar::join_in(tx, actor, &event, &joining)?
        } else {
            Joined::NotTaken
        };
        let (verb, place) = match joined {
            Joined::Going => ("Accept", None),
            Joined::Waiting(number) => ("TentativeAccept", Some(number)),
            Joined::Full | Joined::NotOffered | Joined::Declined | Joined::Cancelled => {
                ("Reject", None)
            }
            Joined::Over | Joined::NotTaken | Joined::Asked => ("Ignore", None),
        };
        self.say(tx, actor, event.account_id, verb, place)
    }

    /// An event of another server: its places are not ours to give. Whoever sent it to somebody here is told so; what
    /// only came along is nothing to us.
    fn elsewhere(self, tx: &mut Tx<'_>, actor: &AccountRow) -> Result<Outcome, ReceiveError> {
        let asked = local_accounts_at(tx.conn, tx.addresses, &self.addressed)?;
        let asked = asked.into_iter().find(AccountRow::is_active);
        match asked {
            Some(asked) => self.say(tx, actor, asked.id, "Ignore", None),
            None => Ok(Outcome::Ignored("it is of another server")),
        }
    }

    fn say(
        self,
        tx: &mut Tx<'_>,
        actor: &AccountRow,
        by: AccountId,
        verb: &str,
        place: Option<u32>,
    ) -> Result<Outcome, ReceiveError> {
        tx.emit(&Event::Answered {
            account: by,
            verb: verb.to_owned(),
            object: self.activity,
            to: actor.id,
            place,
        })?;
        Ok(Outcome::Applied)
    }
}

/// Somebody elsewhere gives their place up.
pub(super) async fn leave(fed: &Federation, received: &Received) -> Result<Outcome, ReceiveError> {
    let Some(object) = received.activity.object_id() else {
        return Err(ReceiveError::refused("it leaves nothing"));
    };
    let actor = received.actor.clone();
    received
        .apply(fed, move |tx| {
            let event = status_at(tx.conn, tx.addresses, &object)?.filter(|row| row.local);
            let Some(event) = event.filter(|row| row.kind() == StatusKind::Event) else {
                return Ok(Outcome::Ignored("it is no event of ours"));
            };
            Ok(if calendar::leave_in(tx, &actor, &event)? {
                Outcome::Applied
            } else {
                Outcome::Ignored("they had no place")
            })
        })
        .await
}

/// The Join of somebody here that an activity answers: by its id, or by who joins what.
#[derive(Clone, Debug)]
pub(super) enum Named {
    Id(ParticipationId),
    Pair { by: Iri, event: Iri },
}

/// Which Join an activity answers, if it answers one.
pub(super) fn asked(fed: &Federation, activity: &IncomingActivity) -> Option<Named> {
    let object = activity.object()?;
    if let Some(id) = object.id().filter(|id| is_ours(fed.addresses(), id)) {
        return match fed.addresses().parse(id.canonical()) {
            Some(Local::Join(id)) => Some(Named::Id(id)),
            _ => None,
        };
    }
    let join = IncomingActivity::from_object(object.embedded()?.clone()).ok()?;
    let event = join
        .object_id()
        .filter(|_| join.kind == ActivityKind::Join)?;
    Some(Named::Pair {
        by: join.actor,
        event,
    })
}

/// `TentativeAccept` and `Ignore` answer Joins only.
pub(super) async fn answered_only(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    match asked(fed, &received.activity) {
        Some(named) => answered(fed, received, named).await,
        None => received.ignore(fed, "nothing here depends on it").await,
    }
}

/// The server of an event answers somebody here.
pub(super) async fn answered(
    fed: &Federation,
    received: &Received,
    named: Named,
) -> Result<Outcome, ReceiveError> {
    let answer = match received.activity.kind {
        ActivityKind::Accept => Answered::Accepted,
        ActivityKind::TentativeAccept => Answered::Tentatively(received.activity.waiting_place),
        ActivityKind::Ignore => Answered::Ignored,
        _ => Answered::Rejected,
    };
    let (signed, actor) = (received.actor.id, received.actor_id().clone());
    received
        .apply(fed, move |tx| {
            let row = match named {
                Named::Id(id) => participations::get(tx.conn, id)?,
                Named::Pair { by, event } => {
                    let by = local_account_at(tx.conn, tx.addresses, &by)?;
                    let event = status_at(tx.conn, tx.addresses, &event)?;
                    match (by, event) {
                        (Some(by), Some(event)) => participations::find(tx.conn, event.id, by.id)?,
                        _ => None,
                    }
                }
            };
            let Some(row) = row else {
                return Ok(Outcome::Ignored("nobody here asked for it"));
            };
            let event = statuses::find(tx.conn, row.status_id)?;
            let Some(event) = event.filter(|event| !event.local) else {
                return Ok(Outcome::Ignored("nobody here asked for it"));
            };
            if !gives_places(tx, &event, signed, &actor)? {
                return Err(ReceiveError::refused("somebody else was asked"));
            }
            Ok(if calendar::answer_in(tx, row.id, answer)? {
                Outcome::Applied
            } else {
                Outcome::Ignored("it was taken back")
            })
        })
        .await
}

/// Whether somebody gives the places at an event of another server: whose it is, and of the same server whom its
/// document names as an organiser, or as who made it (Mobilizon's `actor`, where a group holds it). A neighbour on that
/// server does not.
fn gives_places(
    tx: &mut Tx<'_>,
    event: &StatusRow,
    account: AccountId,
    actor: &Iri,
) -> Result<bool, DbError> {
    if event.account_id == account {
        return Ok(true);
    }
    let id = Iri::parse(&object_id(tx.addresses, event));
    if !id.is_ok_and(|id| id.same_origin(actor)) {
        return Ok(false);
    }
    let document = statuses::document(tx.conn, event.id)?;
    let Some(document) = document.and_then(|text| parse(text.as_bytes()).ok()) else {
        return Ok(false);
    };
    let made_by = document.root().get("actor").and_then(Json::as_str);
    let made_by = made_by.and_then(|id| Iri::parse(id).ok());
    let object = document.object().ok();
    let organizers = object.and_then(|object| object.event);
    Ok(made_by.as_ref() == Some(actor)
        || organizers.is_some_and(|event| event.organizers.contains(actor)))
}
