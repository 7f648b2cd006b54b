//! What is somebody's, as documents for themselves: the same that others are given.

use futures_util::future::BoxFuture;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, Addresses, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part, Post, document};
use staffroom_protocol::{Iri, IriError};
use staffroom_service::Ctx;
use staffroom_service::accounts::uri;
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
            let row = found.await?.filter(AccountRow::is_local);
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
    ) -> BoxFuture<'_, Result<Vec<Option<String>>, DocumentError>> {
        Box::pin(async move {
            let addresses = &self.0.addresses;
            let wanted = ids.clone();
            let read = self
                .0
                .db
                .read(move |conn| Found::read(conn, account, &wanted));
            let found = read.await?;
            let written = |id: &StatusId| match found.written(addresses, *id)? {
                Ok(text) => Some(text),
                // One that cannot be written is not federated either, and takes nothing else away from anybody.
                Err(error) => {
                    tracing::warn!(status = %id, %error, "a post is left out");
                    None
                }
            };
            Ok(ids.iter().map(written).collect())
        })
    }
}

/// Posts and boosts of somebody.
struct Found {
    /// As they see them.
    views: Vec<StatusView>,
    /// Their boosts of what they may not see any more, with what is known of that.
    unseen: Vec<(StatusRow, Option<StatusRow>)>,
    author: Option<AccountRow>,
}

impl Found {
    fn read(conn: &mut Conn, by: AccountId, ids: &[StatusId]) -> Result<Self, DbError> {
        let mut views = load(conn, Some(by), ids)?;
        views.retain(|view| view.status.local && view.author.id == by);
        let hidden: Vec<StatusId> = ids
            .iter()
            .copied()
            .filter(|id| !views.iter().any(|view| view.status.id == *id))
            .collect();
        let mut boosts = statuses::find_many(conn, &hidden)?;
        boosts.retain(|row| row.local && row.is_boost() && row.account_id == by);
        let of = |row: &StatusRow| row.boost_of_id.map(StatusId::from);
        let originals: Vec<StatusId> = boosts.iter().filter_map(of).collect();
        let originals = statuses::find_many(conn, &originals)?;
        let with_original = |row: StatusRow| {
            let original = originals.iter().find(|one| Some(one.id) == of(&row));
            (row, original.cloned())
        };
        Ok(Self {
            views,
            unseen: boosts.into_iter().map(with_original).collect(),
            author: accounts::find(conn, by)?,
        })
    }

    /// One of them; none where it is not theirs.
    fn written(
        &self,
        addresses: &Addresses,
        id: StatusId,
    ) -> Option<Result<String, DocumentError>> {
        if let Some(view) = self.views.iter().find(|view| view.status.id == id) {
            return Some(activity(addresses, view));
        }
        let (row, original) = self.unseen.iter().find(|(row, _)| row.id == id)?;
        let author = self.author.as_ref()?;
        let announce = announce(addresses, author, row, original.as_ref()).map_err(unwritable);
        Some(announce.and_then(|it| document(&it).to_json().map_err(unwritable)))
    }
}

/// That they boosted something, which is named by its address only.
fn announce(
    addresses: &Addresses,
    author: &AccountRow,
    row: &StatusRow,
    original: Option<&StatusRow>,
) -> Result<Activity<Nothing>, IriError> {
    let of = row.boost_of_id.map_or(row.id, StatusId::from);
    let object = original.map_or_else(
        || addresses.object(of),
        |original| documents::object_id(addresses, original),
    );
    let mut activity = Activity::new(
        Iri::parse(&documents::object_id(addresses, row))?,
        ActivityKind::Announce,
        Iri::parse(&uri(addresses, author))?,
        Part::Id(Iri::parse(&object)?),
    );
    activity.published = Some(row.created_at);
    Ok(activity)
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
