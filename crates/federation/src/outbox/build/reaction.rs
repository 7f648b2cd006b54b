//! Emoji reactions (FEP-c0e0): only whose post it is hears of them.

use staffroom_domain::{AccountId, ReactionId, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{BuildError, Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// Somebody's emoji for a status.
pub(super) struct Reaction<'a> {
    id: ReactionId,
    by: AccountId,
    status: StatusId,
    content: &'a str,
}

impl<'a> Reaction<'a> {
    pub(super) const fn new(
        id: ReactionId,
        by: AccountId,
        status: StatusId,
        content: &'a str,
    ) -> Self {
        Self {
            id,
            by,
            status,
            content,
        }
    }
}

/// An `EmojiReact`, and the author of what is reacted to.
type React = (Activity<Nothing>, AccountId);

/// `EmojiReact`
pub(super) fn reacted(b: &mut Builder<'_>, reaction: &Reaction<'_>) -> Built {
    let Some((react, author)) = react(b, reaction)? else {
        return Ok(Vec::new());
    };
    let (id, _) = b.new_activity()?;
    let sending = Sending::new(id, reaction.by, &react)?
        .in_thread(reaction.status)
        .to(Recipients::one(author));
    Ok(vec![sending])
}

/// `Undo` of an `EmojiReact`.
pub(super) fn removed(b: &mut Builder<'_>, reaction: &Reaction<'_>) -> Built {
    let Some((react, author)) = react(b, reaction)? else {
        return Ok(Vec::new());
    };
    let (id, iri) = b.new_activity()?;
    let to = react.to.clone();
    let object = Part::Full(Box::new(react));
    let undo = Activity::new(iri, ActivityKind::Undo, b.actor(reaction.by)?, object);
    let undo = undo.addressed(to, Addressees::default());
    let sending = Sending::new(id, reaction.by, &undo)?
        .in_thread(reaction.status)
        .to(Recipients::one(author));
    Ok(vec![sending])
}

fn react(b: &mut Builder<'_>, reaction: &Reaction<'_>) -> Result<Option<React>, BuildError> {
    let Some(row) = b.live(reaction.status)? else {
        return Ok(None);
    };
    let Some((author, author_iri)) = b.account(row.account_id)? else {
        return Ok(None);
    };
    let object = Part::Id(Iri::parse(&documents::object_id(b.addresses(), &row))?);
    let id = b.own("reactions", reaction.id)?;
    let actor = b.actor(reaction.by)?;
    let mut react = Activity::new(id, ActivityKind::EmojiReact, actor, object);
    react.content = Some(reaction.content.to_owned());
    let to = Addressees::only([author_iri]);
    Ok(Some((
        react.addressed(to, Addressees::default()),
        author.id,
    )))
}
