//! Likes: only whose post it is hears of them.

use staffroom_domain::{AccountId, FavouriteId, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// A Like, and the author of what is liked.
type Like = (Activity<Nothing>, AccountId);

/// `Like`
pub(super) fn liked(
    b: &mut Builder<'_>,
    favourite: FavouriteId,
    by: AccountId,
    status: StatusId,
) -> Built {
    let Some((like, author)) = like(b, favourite, by, status)? else {
        return Ok(Vec::new());
    };
    let (id, _) = b.new_activity()?;
    let sending = Sending::new(id, by, &like)?
        .in_thread(status)
        .to(Recipients::one(author));
    Ok(vec![sending])
}

/// `Undo` of a `Like`.
pub(super) fn removed(
    b: &mut Builder<'_>,
    favourite: FavouriteId,
    by: AccountId,
    status: StatusId,
) -> Built {
    let Some((like, author)) = like(b, favourite, by, status)? else {
        return Ok(Vec::new());
    };
    let (id, iri) = b.new_activity()?;
    let to = like.to.clone();
    let object = Part::Full(Box::new(like));
    let undo = Activity::new(iri, ActivityKind::Undo, b.actor(by)?, object);
    let sending = Sending::new(id, by, &undo.addressed(to, Addressees::default()))?
        .in_thread(status)
        .to(Recipients::one(author));
    Ok(vec![sending])
}

fn like(
    b: &mut Builder<'_>,
    favourite: FavouriteId,
    by: AccountId,
    status: StatusId,
) -> Result<Option<Like>, BuildError> {
    let Some(row) = b.live(status)? else {
        return Ok(None);
    };
    let Some((author, author_iri)) = b.account(row.account_id)? else {
        return Ok(None);
    };
    let object = Iri::parse(&documents::object_id(b.addresses(), &row))?;
    let id = b.own("likes", favourite)?;
    let like = Activity::new(id, ActivityKind::Like, b.actor(by)?, Part::Id(object));
    let to = Addressees::only([author_iri]);
    Ok(Some((like.addressed(to, Addressees::default()), author.id)))
}
