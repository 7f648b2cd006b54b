//! Whom what somebody tried counts for: an organisation that lists them as its own, or themselves alone.
//!
//! An organisation is an actor of the kind `Organization`, named by its id. It can be known for a setting only on
//! the origin of whoever says so: ours lists who belongs to it here, those of other servers list theirs in a
//! collection, which whoever federates reads ([`JobPayload::AskOrganisation`]) and tells us ([`vouch_in`]).

use std::collections::HashMap;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::organisation_members::{self as rows, MemberRow};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, adoptions, outcomes, practices};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::ledger::SettingKey;
use staffroom_domain::{AccountId, ActorKind, Addresses, Local, RecordKind, StatusId, TypedRecord};
use url::Url;

use crate::accounts::{AccountError, uri};
use crate::context::Ctx;
use crate::hub;
use crate::ledger;
use crate::records;
use crate::statuses::{RecordView, StatusView};
use crate::tx::Tx;

/// How many entries of somebody are looked at in one reading.
const AT_ONCE: i64 = 200;

/// The organisation that somebody here speaks for where they name none: the one that they belong to, or that of
/// everybody here.
pub fn default_of(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<String>, DbError> {
    let mut own = rows::of_account(tx.conn, account)?;
    if own.len() == 1 {
        return Ok(own.pop());
    }
    if !own.is_empty() {
        return Ok(None);
    }
    of_everybody(tx, account)
}

/// The organisation of everybody here, where there is one: the only one that lives here, at a school's. Whoever was
/// taken out of it is none of them.
fn of_everybody(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<String>, DbError> {
    if !tx.one_organisation {
        return Ok(None);
    }
    let here = accounts::organisations_here(tx.conn, 2)?;
    let [only] = here.as_slice() else {
        return Ok(None);
    };
    let only = tx.addresses.actor(only.id);
    let is_out = rows::standing(tx.conn, &only, account)? == Some(false);
    Ok((!is_out).then_some(only))
}

/// Whether somebody here may speak for an organisation: for one that lives here only those who belong to it, or
/// everybody where it is everybody's. What is elsewhere anybody may name; it is then not known.
pub fn may_name(tx: &mut Tx<'_>, account: AccountId, organisation: &str) -> Result<bool, DbError> {
    if !tx.addresses.is_local(organisation) {
        return Ok(true);
    }
    if !lives_here(tx.conn, tx.addresses, organisation)? {
        return Ok(false);
    }
    if rows::is_member(tx.conn, organisation, account)? {
        return Ok(true);
    }
    Ok(of_everybody(tx, account)?.as_deref() == Some(organisation))
}

fn lives_here(conn: &mut Conn, addresses: &Addresses, organisation: &str) -> Result<bool, DbError> {
    let Some(Local::Actor(id)) = addresses.parse(organisation) else {
        return Ok(false);
    };
    let row = accounts::find(conn, id)?;
    Ok(row.is_some_and(|row| {
        row.is_local() && row.is_active() && row.actor_kind() == ActorKind::Organization
    }))
}

/// For whom an entry of somebody counts that names an organisation, or none.
pub fn setting_of(
    conn: &mut Conn,
    addresses: &Addresses,
    author: &AccountRow,
    organisation: Option<&str>,
) -> Result<SettingKey, DbError> {
    let own = uri(addresses, author);
    if let Some(organisation) = organisation
        && same_origin(organisation, &own)
        && rows::is_member(conn, organisation, author.id)?
    {
        return Ok(SettingKey {
            iri: organisation.to_owned(),
            known: true,
        });
    }
    Ok(SettingKey {
        iri: own,
        known: false,
    })
}

/// The organisation that the record of something here names, where it lists the author: what everybody is told who counts
/// again, since the list itself is for servers that sign.
pub async fn vouched_by(ctx: &Ctx, view: &StatusView) -> Result<Option<String>, DbError> {
    let Some(named) = named_by(view).map(str::to_owned) else {
        return Ok(None);
    };
    let (author, addresses) = (view.author.clone(), ctx.addresses.clone());
    ctx.db
        .read(move |conn| vouching(conn, &addresses, &author, &named))
        .await
}

/// As [`vouched_by`], of many: most are of few people, who are looked up once.
pub fn vouched_by_each(
    conn: &mut Conn,
    addresses: &Addresses,
    views: &[StatusView],
) -> Result<Vec<Option<String>>, DbError> {
    let mut known: HashMap<(AccountId, &str), Option<String>> = HashMap::new();
    let mut all = Vec::with_capacity(views.len());
    for view in views {
        let Some(named) = named_by(view) else {
            all.push(None);
            continue;
        };
        let key = (view.author.id, named);
        if let Some(there) = known.get(&key) {
            all.push(there.clone());
            continue;
        }
        let found = vouching(conn, addresses, &view.author, named)?;
        known.insert(key, found.clone());
        all.push(found);
    }
    Ok(all)
}

fn named_by(view: &StatusView) -> Option<&str> {
    match view.record.as_ref()? {
        RecordView::Practice { practice, .. } => practice.organisation.as_deref(),
        RecordView::Adoption(row) => row.organisation.as_deref(),
        RecordView::Outcome(row) => row.organisation.as_deref(),
    }
}

fn vouching(
    conn: &mut Conn,
    addresses: &Addresses,
    author: &AccountRow,
    named: &str,
) -> Result<Option<String>, DbError> {
    let key = setting_of(conn, addresses, author, Some(named))?;
    Ok(key.known.then_some(key.iri))
}

fn same_origin(a: &str, b: &str) -> bool {
    match (Url::parse(a), Url::parse(b)) {
        (Ok(a), Ok(b)) => a.origin().is_tuple() && a.origin() == b.origin(),
        _ => false,
    }
}

/// Somebody here says for everybody that they belong to an organisation here: from now on it lists them, and what they
/// entered for it before counts for it too.
pub(crate) fn list_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    organisation: &str,
) -> Result<(), DbError> {
    let is_theirs = author.is_local()
        && tx.addresses.is_local(organisation)
        && may_name(tx, author.id, organisation)?;
    // Never over what those who run the server say at the same time.
    if is_theirs && rows::add(tx.conn, member(tx, organisation, author.id, true))? {
        count_again(tx, organisation, author.id)?;
    }
    Ok(())
}

/// An organisation lists somebody as its own, or does not any more: what they entered for it counts anew. For
/// organisations of other servers whoever calls it has read the list at the organisation's own origin. Gives `false`
/// where that is so already.
pub fn vouch_in(
    tx: &mut Tx<'_>,
    organisation: &str,
    account: AccountId,
    is_member: bool,
) -> Result<bool, DbError> {
    let before = rows::standing(tx.conn, organisation, account)?;
    // Of whom an organisation elsewhere never listed nothing is noted: anybody may name it.
    let is_nothing = before.is_none() && !is_member && !tx.addresses.is_local(organisation);
    if before == Some(is_member) || is_nothing {
        return Ok(false);
    }
    rows::set(tx.conn, member(tx, organisation, account, is_member))?;
    if before.unwrap_or(false) != is_member {
        count_again(tx, organisation, account)?;
    }
    Ok(true)
}

fn member(tx: &Tx<'_>, organisation: &str, account_id: AccountId, is_member: bool) -> MemberRow {
    MemberRow {
        organisation: organisation.to_owned(),
        account_id,
        created_at: tx.now,
        removed: !is_member,
    }
}

fn count_again(tx: &mut Tx<'_>, organisation: &str, account: AccountId) -> Result<(), DbError> {
    // What colleagues report of their practices is their own, or is not any more.
    let mut page = Page {
        limit: AT_ONCE,
        ..Page::default()
    };
    loop {
        let some = practices::page_of_account(tx.conn, account, page)?;
        let Some((last, _)) = some.last() else { break };
        page.max_id = Some(last.get());
        let ids: Vec<StatusId> = some.iter().map(|(practice, _)| *practice).collect();
        for row in practices::of_statuses(tx.conn, &ids)? {
            if row.organisation.as_deref() == Some(organisation) {
                ledger::count_anew_in(tx, row.status_id)?;
            }
        }
    }
    let mut after = StatusId::from(0);
    loop {
        let some = adoptions::of_account(tx.conn, account, after, AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after = last.status_id;
        for row in some {
            if row.organisation.as_deref() == Some(organisation) {
                records::judge_again_in(tx, row.status_id)?;
            }
        }
    }
    after = StatusId::from(0);
    loop {
        let some = outcomes::of_account(tx.conn, account, after, AT_ONCE)?;
        let Some(last) = some.last() else {
            return Ok(());
        };
        after = last.status_id;
        for row in some {
            if row.organisation.as_deref() == Some(organisation) {
                records::judge_again_in(tx, row.status_id)?;
            }
        }
    }
}

/// Makes somebody here a member of an organisation here, or takes them out of it: for those who run the server.
/// Gives `false` where that is so already.
pub async fn set_member(
    ctx: &Ctx,
    organisation: AccountId,
    account: AccountId,
    is_member: bool,
) -> Result<bool, DbError> {
    ctx.transact(move |tx| {
        let iri = tx.addresses.actor(organisation);
        vouch_in(tx, &iri, account, is_member)
    })
    .await
}

/// The handle of the organisation that a school's instance begins with.
const FIRST: &str = "school";

/// The same of a hub.
pub const HUB: &str = "the-hub";

/// A school's instance has its school from the first start on, so that what its teachers try counts without further
/// steps: an organisation called as the instance is ([ADR 0017]); and so has a hub, by which it follows its members, with the
/// account of its library. Nothing happens where there is one, or was.
///
/// [ADR 0017]: ../../../docs/developers/adr/0017-who-is-of-which-school.md
pub async fn begin(ctx: &Ctx) -> Result<(), DbError> {
    let handle = if ctx.config.is_hub() {
        HUB
    } else if ctx.config.one_organisation() {
        FIRST
    } else {
        return Ok(());
    };
    make_first(ctx, handle).await?;
    if ctx.config.is_hub() {
        hub::begin(ctx).await?;
    }
    Ok(())
}

/// Makes an organisation, where there is none and never was.
async fn make_first(ctx: &Ctx, handle: &'static str) -> Result<(), DbError> {
    let is_there = ctx
        .db
        .read(move |conn| {
            let here = accounts::organisations_here(conn, 1)?;
            let taken = accounts::find_local(conn, handle)?;
            Ok::<_, DbError>(!here.is_empty() || taken.is_some())
        })
        .await?;
    if is_there {
        return Ok(());
    }
    let name = ctx.config.instance.name.clone();
    match crate::accounts::create_actor(ctx, ActorKind::Organization, handle, &name).await {
        Ok(_) => Ok(()),
        Err(AccountError::Db(error)) => Err(error),
        // Another process was faster, or somebody had the name once.
        Err(error) => {
            tracing::info!("no organisation is made: {error}");
            Ok(())
        }
    }
}

/// Who belongs to an organisation here, as it tells everybody: by their ids, after `after`. Those who are gone or shut out
/// are in no part: what is shorter than `limit` is the last.
pub async fn members(
    ctx: &Ctx,
    organisation: AccountId,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>, DbError> {
    let iri = ctx.addresses.actor(organisation);
    ctx.db
        .read(move |conn| rows::members(conn, &iri, after, limit))
        .await
}

/// How many belong to an organisation here.
pub async fn count_members(ctx: &Ctx, organisation: AccountId) -> Result<i64, DbError> {
    let iri = ctx.addresses.actor(organisation);
    ctx.db.read(move |conn| rows::count(conn, &iri)).await
}

/// A record of another server names an organisation on its author's own origin: that is asked whether it lists them, also
/// where it did so before.
pub(crate) fn ask_later(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    record: &TypedRecord,
) -> Result<(), DbError> {
    // Where nothing is exchanged nobody asks, and the question would wait for ever.
    let is_to_be_asked = tx.federates && !author.is_local();
    let Some(own) = author.uri.as_deref().filter(|_| is_to_be_asked) else {
        return Ok(());
    };
    let named = match record.kind() {
        RecordKind::Practice => record.practice().and_then(|it| it.organisation),
        RecordKind::Adoption => record.adoption().and_then(|it| it.organisation),
        RecordKind::Outcome => record.outcome().and_then(|it| it.organisation),
        RecordKind::Event | RecordKind::EventNote => None,
    };
    let Some(organisation) = named.filter(|organisation| same_origin(organisation, own)) else {
        return Ok(());
    };
    let key = format!("member-{}-{organisation}", author.id);
    let account = author.id;
    let payload = JobPayload::AskOrganisation {
        account,
        organisation,
    };
    tx.queue(&NewJob::now(payload, tx.now).with_dedup_key(key))?;
    Ok(())
}
