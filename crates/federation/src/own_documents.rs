//! What is somebody's, as documents for themselves: the same that others are given.

use futures_util::future::BoxFuture;
use staffroom_db::accounts;
use staffroom_domain::{AccountId, Addresses, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Part, Post, document};
use staffroom_protocol::{Iri, IriError};
use staffroom_service::Ctx;
use staffroom_service::keys;
use staffroom_service::ports::{DocumentError, Documents};
use staffroom_service::statuses::{StatusView, load};

use crate::documents;

/// Writes them, also where nothing is exchanged with other servers.
pub struct OwnDocuments(pub Ctx);

impl Documents for OwnDocuments {
    fn actor(&self, account: AccountId) -> BoxFuture<'_, Result<String, DocumentError>> {
        Box::pin(async move {
            let ctx = &self.0;
            let found = ctx.db.read(move |conn| accounts::find(conn, account));
            let row = found.await?.filter(accounts::AccountRow::is_local);
            let row = row.ok_or_else(|| DocumentError::Unwritable("nobody here".to_owned()))?;
            let keys = keys::ensure(ctx, account).await.map_err(unwritable)?;
            let domain = ctx.config.account_domain();
            let actor = documents::actor_of(&ctx.addresses, domain.as_str(), &row, &keys);
            let actor = actor.map_err(unwritable)?;
            document(&actor).to_json().map_err(unwritable)
        })
    }

    fn activities(
        &self,
        account: AccountId,
        ids: Vec<StatusId>,
    ) -> BoxFuture<'_, Result<Vec<String>, DocumentError>> {
        Box::pin(async move {
            let read = self.0.db.read(move |conn| load(conn, Some(account), &ids));
            let views = read.await?;
            let theirs = views
                .iter()
                .filter(|view| view.status.local && view.author.id == account);
            let mut written = Vec::with_capacity(views.len());
            for view in theirs {
                match activity(&self.0.addresses, view) {
                    Ok(text) => written.push(text),
                    // One that cannot be written is not federated either, and takes nothing else away from anybody.
                    Err(error) => {
                        tracing::warn!(status = %view.status.id, %error, "a post is left out");
                    }
                }
            }
            Ok(written)
        })
    }
}

fn unwritable(error: impl std::fmt::Display) -> DocumentError {
    DocumentError::Unwritable(error.to_string())
}

/// The `Announce` of a boost, or the `Create` of a post as it is now. When a post was sent, it had an id by which nobody
/// asks any more: it is named after the post.
fn activity(addresses: &Addresses, view: &StatusView) -> Result<String, DocumentError> {
    if view.status.is_boost() {
        let announce = documents::boost(addresses, view).map_err(unwritable)?;
        return document(&announce).to_json().map_err(unwritable);
    }
    let create = create(addresses, view).map_err(unwritable)?;
    document(&create).to_json().map_err(unwritable)
}

fn create(addresses: &Addresses, view: &StatusView) -> Result<Activity<Post>, IriError> {
    let post = documents::object(addresses, view)?;
    let id = Iri::parse(&format!("{}#create", post.id.as_str()))?;
    let (to, cc, audience) = (post.to.clone(), post.cc.clone(), post.audience.clone());
    let actor = post.attributed_to.clone();
    let mut activity = Activity::new(id, ActivityKind::Create, actor, Part::Full(Box::new(post)));
    activity.published = Some(view.status.created_at);
    activity.audience = audience;
    Ok(activity.addressed(to, cc))
}
