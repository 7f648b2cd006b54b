//! Requests that wait for an answer which is always the same: to quote a post (Reject, FEP-044f).

use serde_json::json;
use staffroom_domain::Event;
use staffroom_service::statuses::may_see;

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::lookup::status_at;

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
    verb: &'static str,
) -> Result<Outcome, ReceiveError> {
    let activity = &received.activity;
    let Some(object) = activity.object_id() else {
        return Err(ReceiveError::refused("it asks for nothing"));
    };
    let mut answered = json!({
        "type": activity.kind.as_str(),
        "id": received.uri,
        "actor": activity.actor.as_str(),
        "object": object.as_str(),
    });
    let instrument = activity
        .instrument
        .as_ref()
        .and_then(staffroom_protocol::incoming::ObjectRef::id);
    if let (Some(id), Some(map)) = (instrument, answered.as_object_mut()) {
        map.insert("instrument".to_owned(), id.as_str().into());
    }
    let answered = answered.to_string();
    let to = received.actor.id;
    received
        .apply(fed, move |tx| {
            let status = status_at(tx.conn, tx.addresses, &object)?.filter(|row| row.local);
            let Some(status) = status else {
                return Ok(Outcome::Ignored("it is not of ours"));
            };
            if !may_see(tx.conn, Some(to), &status)? {
                return Ok(Outcome::Ignored("its actor cannot have seen it"));
            }
            tx.emit(&Event::Answered {
                account: status.account_id,
                verb: verb.to_owned(),
                object: answered,
                to,
                place: None,
            })?;
            Ok(Outcome::Applied)
        })
        .await
}
