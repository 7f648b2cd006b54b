//! Votes in polls of others (FEP-9967): one activity for each choice, to the author only.

use staffroom_db::polls;
use staffroom_domain::{AccountId, StatusId, VoteId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Part, Vote};
use staffroom_protocol::{Addressees, Iri};

use super::{Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// `Create` of a note with a name for each choice.
pub(super) fn voted(
    b: &mut Builder<'_>,
    by: AccountId,
    status: StatusId,
    votes: &[VoteId],
) -> Built {
    let Some(row) = b.live(status)? else {
        return Ok(Vec::new());
    };
    let Some((author, author_iri)) = b.account(row.account_id)? else {
        return Ok(Vec::new());
    };
    let poll = Iri::parse(&documents::object_id(b.addresses(), &row))?;
    let options = polls::options(b.conn, &[status])?;
    let mut sendings = Vec::new();
    for vote in polls::votes_of(b.conn, by, &[status])? {
        let option = options.iter().find(|o| o.position == vote.position);
        let Some(option) = option.filter(|_| votes.contains(&vote.id)) else {
            continue;
        };
        let to = Addressees::only([author_iri.clone()]);
        let note = Vote {
            id: b.own("votes", vote.id)?,
            attributed_to: b.actor(by)?,
            to: to.clone(),
            name: option.title.clone(),
            in_reply_to: poll.clone(),
        };
        let (id, iri) = b.new_activity()?;
        let object = Part::Full(Box::new(note));
        let create = Activity::new(iri, ActivityKind::Create, b.actor(by)?, object);
        let sending = Sending::new(id, by, &create.addressed(to, Addressees::default()))?
            .in_thread(status)
            .to(Recipients::one(author.id));
        sendings.push(sending);
    }
    Ok(sendings)
}
