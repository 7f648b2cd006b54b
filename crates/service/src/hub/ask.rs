//! Hubs that ask this instance to belong to them: organisations elsewhere that follow the one that speaks for it.

use staffroom_config::Hubs;
use staffroom_db::accounts::AccountRow;
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, ActorKind, FollowId};

use super::host_of;
use super::members::HubError;
use crate::context::Ctx;
use crate::follows::{accept_in, refuse_in};
use crate::tx::Tx;
use crate::voice;

/// How many are read at once.
const AT_ONCE: i64 = 500;

/// An organisation elsewhere that follows, or asks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hub {
    /// The organisation.
    pub account: AccountRow,
    /// The host of its ids.
    pub host: String,
    /// Whether it was let.
    pub is_accepted: bool,
}

/// What becomes of a hub that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HubConsent {
    /// It follows at once.
    Accept,
    /// Somebody here decides.
    Wait,
    /// It is told no.
    Refuse,
}

/// What becomes of a follow of somebody here: none where it is none that asks for what is found out here.
pub(crate) fn consent_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
) -> Result<Option<HubConsent>, DbError> {
    if by.is_local() || by.actor_kind() != ActorKind::Organization {
        return Ok(None);
    }
    let is_asked = voice::of_instance(tx.conn)?.is_some_and(|voice| voice.id == target.id);
    Ok(is_asked.then_some(match tx.hubs {
        Hubs::All => HubConsent::Accept,
        Hubs::Ask => HubConsent::Wait,
        Hubs::None => HubConsent::Refuse,
    }))
}

/// Somebody was let follow: where it is a hub, it is told of what is for it alone, and what was never announced is.
pub(crate) fn accepted_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
) -> Result<(), DbError> {
    if by.is_local() || !target.is_local() || by.actor_kind() != ActorKind::Organization {
        return Ok(());
    }
    if voice::of_instance(tx.conn)?.is_none_or(|voice| voice.id != target.id) {
        return Ok(());
    }
    voice::look_through_later(tx, None, Some(by.domain.clone()))
}

/// The organisations elsewhere that follow the one that speaks for this instance, or ask to; of many, those that came first.
pub async fn hubs(ctx: &Ctx) -> Result<Vec<Hub>, HubError> {
    ctx.db
        .read(|conn| {
            let voice = voice::of_instance(conn)?.ok_or(HubError::NoOrganisation)?;
            Ok(some(conn, voice.id, FollowId::from(0))?.1)
        })
        .await
}

/// Some of those that follow, after that follow; and the last follow that was looked at.
fn some(
    conn: &mut Conn,
    voice: AccountId,
    after: FollowId,
) -> Result<(Option<FollowId>, Vec<Hub>), DbError> {
    let rows = follows::organisations_elsewhere(conn, voice, after, AT_ONCE)?;
    let last = rows.last().map(|(follow, _)| follow.id);
    let of = |(follow, account): (FollowRow, AccountRow)| {
        let host = host_of(&account)?;
        Some(Hub {
            is_accepted: follow.is_accepted(),
            account,
            host,
        })
    };
    Ok((last, rows.into_iter().filter_map(of).collect()))
}

/// All of a host that follow.
async fn of_host(ctx: &Ctx, host: &str) -> Result<Vec<Hub>, HubError> {
    let (mut after, mut found) = (FollowId::from(0), Vec::new());
    loop {
        let (last, part) = ctx
            .db
            .read(move |conn| {
                let voice = voice::of_instance(conn)?.ok_or(HubError::NoOrganisation)?;
                Ok::<_, HubError>(some(conn, voice.id, after)?)
            })
            .await?;
        found.extend(part.into_iter().filter(|hub| hub.host == host));
        let Some(last) = last else { return Ok(found) };
        after = last;
    }
}

/// Lets the hubs of a host follow, or refuses them, also those that were let before.
pub async fn answer(ctx: &Ctx, host: &str, is_accepted: bool) -> Result<(), HubError> {
    let found = asking(ctx, host).await?;
    ctx.transact(move |tx| answer_in(tx, found, is_accepted))
        .await
}

/// The hubs of a host that ask, or were let.
pub(crate) async fn asking(ctx: &Ctx, host: &str) -> Result<Vec<Hub>, HubError> {
    let found = of_host(ctx, host).await?;
    if found.is_empty() {
        return Err(HubError::NoSuchHub(host.to_owned()));
    }
    Ok(found)
}

/// Lets hubs follow, or refuses them.
pub(crate) fn answer_in(
    tx: &mut Tx<'_>,
    found: Vec<Hub>,
    is_accepted: bool,
) -> Result<(), HubError> {
    let voice = voice::of_instance(tx.conn)?.ok_or(HubError::NoOrganisation)?;
    for hub in found {
        let Some(row) = follows::find(tx.conn, hub.account.id, voice.id)? else {
            continue;
        };
        if is_accepted {
            accept_in(tx, &hub.account, &voice, &row)?;
        } else {
            refuse_in(tx, &hub.account, &voice, &row)?;
        }
    }
    Ok(())
}
