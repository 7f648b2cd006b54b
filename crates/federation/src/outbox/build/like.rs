//! Likes: only whose post it is hears of them, and the groups that it is in.

use staffroom_db::favourites;
use staffroom_domain::{AccountId, FavouriteId, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, PassedOn, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// A Like, who gets it, and the groups that pass it on.
type Like = (Activity<Nothing>, Recipients, Vec<PassedOn>);

/// `Like`; none where it was taken back since, so that it never comes after its `Undo`.
pub(super) fn liked(
    b: &mut Builder<'_>,
    favourite: FavouriteId,
    by: AccountId,
    status: StatusId,
) -> Built {
    let now = favourites::find(b.conn, by, status)?;
    if now.is_none_or(|now| now.id != favourite) {
        return Ok(Vec::new());
    }
    let Some((like, recipients, groups)) = like(b, favourite, by, status)? else {
        return Ok(Vec::new());
    };
    let (id, _) = b.new_activity()?;
    let sending = Sending::new(id, by, &like)?
        .in_thread(status)
        .passed_on_by(groups)
        .to(recipients);
    Ok(vec![sending])
}

/// `Undo` of a `Like`.
pub(super) fn removed(
    b: &mut Builder<'_>,
    favourite: FavouriteId,
    by: AccountId,
    status: StatusId,
) -> Built {
    let Some((like, recipients, groups)) = like(b, favourite, by, status)? else {
        return Ok(Vec::new());
    };
    let (id, iri) = b.new_activity()?;
    let (to, audience) = (like.to.clone(), like.audience.clone());
    let object = Part::Full(Box::new(like));
    let mut undo = Activity::new(iri, ActivityKind::Undo, b.actor(by)?, object);
    undo.audience = audience;
    let sending = Sending::new(id, by, &undo.addressed(to, Addressees::default()))?
        .in_thread(status)
        .passed_on_by(groups)
        .to(recipients);
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
    let groups = b.groups(by, &row)?;
    let mut like = Activity::new(id, ActivityKind::Like, b.actor(by)?, Part::Id(object));
    like.to = Addressees::only([author_iri].into_iter().chain(groups.iris.iter().cloned()));
    like.audience = groups.iris.into_iter().next();
    let mut recipients = Recipients::one(author.id);
    recipients.people.extend(groups.elsewhere);
    Ok(Some((like, recipients, groups.passing_on)))
}
