//! Blocks: whoever is blocked gets to know, since their server must keep them away.

use staffroom_db::blocks;
use staffroom_domain::{AccountId, BlockId};
use staffroom_protocol::Addressees;
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};

use super::{BuildError, Builder, Built, Sending};
use crate::outbox::recipients::Recipients;

/// `Block`; none where it was lifted since, so that it never comes after its `Undo`.
pub(super) fn blocked(
    b: &mut Builder<'_>,
    block: BlockId,
    by: AccountId,
    target: AccountId,
) -> Built {
    let now = blocks::find(b.conn, by, target)?;
    if now.is_none_or(|now| now.id != block) {
        return Ok(Vec::new());
    }
    let Some(block) = activity(b, block, by, target)? else {
        return Ok(Vec::new());
    };
    let (id, _) = b.new_activity()?;
    Ok(vec![pair(Sending::new(id, by, &block)?, target)])
}

/// `Undo` of a `Block`.
pub(super) fn lifted(
    b: &mut Builder<'_>,
    block: BlockId,
    by: AccountId,
    target: AccountId,
) -> Built {
    let Some(block) = activity(b, block, by, target)? else {
        return Ok(Vec::new());
    };
    let (id, iri) = b.new_activity()?;
    let to = block.to.clone();
    let object = Part::Full(Box::new(block));
    let undo = Activity::new(iri, ActivityKind::Undo, b.actor(by)?, object);
    let undo = undo.addressed(to, Addressees::default());
    Ok(vec![pair(Sending::new(id, by, &undo)?, target)])
}

fn activity(
    b: &mut Builder<'_>,
    block: BlockId,
    by: AccountId,
    target: AccountId,
) -> Result<Option<Activity<Nothing>>, BuildError> {
    let Some((_, target)) = b.account(target)? else {
        return Ok(None);
    };
    let id = b.own("blocks", block)?;
    let to = Addressees::only([target.clone()]);
    let block = Activity::new(id, ActivityKind::Block, b.actor(by)?, Part::Id(target));
    Ok(Some(block.addressed(to, Addressees::default())))
}

fn pair(sending: Sending, other: AccountId) -> Sending {
    sending
        .in_thread(format_args!("with-{other}"))
        .to(Recipients::one(other))
}
