//! Which file is for which kind.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::inbox::InboxItemRow;
use staffroom_domain::AccountId;
use staffroom_protocol::incoming::{self, ActivityKind, IncomingActivity};

use super::received::{Outcome, ReceiveError, Received};
use super::{
    accept, announce, block, create, delete, departure, featured, flag, follow, group, join, like,
    moving, react, requests, undo, update,
};
use crate::Federation;
use crate::resolve::{self, Freshness};

/// Applies an activity of the inbox. Its effect and the note that it is done are one transaction; on an
/// error nothing has changed, and the caller notes what is to become of it.
pub async fn receive(fed: &Federation, item: InboxItemRow) -> Result<Outcome, ReceiveError> {
    let activity = incoming::parse(item.body.as_bytes())
        .and_then(incoming::Document::into_activity)
        .map_err(|error| ReceiveError::Refused(error.to_string()))?;
    if item.account_id.is_none() {
        // Nobody signed it: the key was gone. Only that its actor is gone too can be true of it.
        return departure::of_unverified(fed, item, activity).await;
    }
    // Whoever brought it may be another, and what was decided about the server may be newer.
    let host = resolve::host_of(&activity.actor);
    if !resolve::federates(fed, &host).await? {
        return Err(ReceiveError::refused(
            "nothing is exchanged with its server",
        ));
    }
    let actor = actor_of(fed, &item, &activity).await?;
    if actor.is_suspended() {
        return Err(ReceiveError::refused("its actor is shut out"));
    }
    if actor.deleted_at.is_some() && activity.kind != ActivityKind::Delete {
        return Err(ReceiveError::refused("its actor is gone"));
    }
    resolve::refresh_if_old(fed, &actor).await?;
    let received = Received {
        item: item.id,
        host,
        actor,
        uri: item.activity_uri,
        activity,
        body: item.body,
        passed_on: false,
    };
    Box::pin(dispatch(fed, &received)).await
}

async fn actor_of(
    fed: &Federation,
    item: &InboxItemRow,
    activity: &IncomingActivity,
) -> Result<AccountRow, ReceiveError> {
    if let Some(id) = item.account_id.map(AccountId::from) {
        let found = fed
            .ctx()
            .db
            .read(move |conn| accounts::find(conn, id))
            .await?;
        if let Some(row) = found.filter(|row| row.uri.as_deref() == Some(&*item.actor_uri)) {
            return Ok(row);
        }
    }
    Ok(resolve::actor(fed, activity.actor.as_str(), Freshness::Known).await?)
}

pub(super) async fn dispatch(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    match &received.activity.kind {
        ActivityKind::Create => create::receive(fed, received).await,
        ActivityKind::Update => update::receive(fed, received).await,
        ActivityKind::Delete => delete::receive(fed, received).await,
        ActivityKind::Follow => follow::receive(fed, received).await,
        ActivityKind::Accept => accept::receive(fed, received, true).await,
        ActivityKind::Reject => accept::receive(fed, received, false).await,
        ActivityKind::Undo => undo::receive(fed, received).await,
        ActivityKind::Like if received.activity.content.is_none() => {
            like::receive(fed, received).await
        }
        ActivityKind::Like | ActivityKind::EmojiReact => react::receive(fed, received).await,
        ActivityKind::Dislike => group::dislike(fed, received).await,
        ActivityKind::Announce => announce::receive(fed, received).await,
        ActivityKind::Block => block::receive(fed, received).await,
        ActivityKind::Flag => flag::receive(fed, received).await,
        ActivityKind::Move => moving::receive(fed, received).await,
        ActivityKind::Add => featured::receive(fed, received, true).await,
        ActivityKind::Remove => featured::receive(fed, received, false).await,
        ActivityKind::Join => join::join(fed, received).await,
        ActivityKind::Leave => join::leave(fed, received).await,
        ActivityKind::TentativeAccept | ActivityKind::Ignore => {
            join::answered_only(fed, received).await
        }
        ActivityKind::QuoteRequest => requests::receive(fed, received, "Reject").await,
        _ => received.ignore(fed, "nothing here depends on it").await,
    }
}
