//! Hubs that ask this instance to belong to them: organisations elsewhere that follow the one that speaks for it.

use staffroom_config::Hubs;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::Page;
use staffroom_db::{DbError, follows};
use staffroom_domain::ActorKind;

use super::host_of;
use super::members::HubError;
use crate::context::Ctx;
use crate::follows::{accept_in, refuse_in};
use crate::tx::Tx;
use crate::voice;

/// How many of those who follow are looked at.
const LOOKED_AT: i64 = 1_000;

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

/// The organisations elsewhere that follow the one that speaks for this instance, or ask to.
pub async fn hubs(ctx: &Ctx) -> Result<Vec<Hub>, HubError> {
    ctx.db
        .read(|conn| {
            let voice = voice::of_instance(conn)?.ok_or(HubError::NoOrganisation)?;
            let page = Page {
                limit: LOOKED_AT,
                ..Page::default()
            };
            let mut rows = follows::asked_page(conn, voice.id, page)?;
            rows.extend(follows::followers_page(conn, voice.id, page)?);
            let ids: Vec<_> = rows.iter().map(|row| row.account_id).collect();
            let people = accounts::find_many(conn, &ids)?;
            let of = |row: &follows::FollowRow| {
                let account = people.iter().find(|it| it.id == row.account_id)?;
                let host = host_of(account)?;
                let is_one = account.actor_kind() == ActorKind::Organization;
                is_one.then(|| Hub {
                    account: account.clone(),
                    host,
                    is_accepted: row.is_accepted(),
                })
            };
            Ok(rows.iter().filter_map(of).collect())
        })
        .await
}

/// Lets the hubs of a host follow, or refuses them, also those that were let before.
pub async fn answer(ctx: &Ctx, host: &str, is_accepted: bool) -> Result<(), HubError> {
    let found = asking(ctx, host).await?;
    ctx.transact(move |tx| answer_in(tx, found, is_accepted))
        .await
}

/// The hubs of a host that ask, or were let.
pub(crate) async fn asking(ctx: &Ctx, host: &str) -> Result<Vec<Hub>, HubError> {
    let found = hubs(ctx).await?.into_iter().filter(|hub| hub.host == host);
    let found: Vec<Hub> = found.collect();
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
