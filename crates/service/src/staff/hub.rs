//! Members of this hub, and hubs that this instance belongs to: decided by those who look after the instance.

use staffroom_db::{DbError, hub_members};
use staffroom_domain::{AccountId, Roles};
use thiserror::Error;

use super::{By, Kind, StaffError, Who, note, read};
use crate::context::Ctx;
use crate::hub::{self, Hub, HubError, HubMemberRow, Member};
use crate::ports::DirectoryError;
use crate::tx::Tx;

/// The longest page of members.
const MAX_PAGE: i64 = 200;

/// Why something about hubs is not done.
#[derive(Clone, Debug, Error)]
pub enum StaffHubError {
    /// They may not.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// It cannot be.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// Nobody speaks for a server, as far as it says.
    #[error("no organisation speaks for {0}")]
    Nobody(String),
    /// A server does not answer, or nothing is exchanged with it.
    #[error(transparent)]
    Unreachable(DirectoryError),
    /// Nothing is exchanged with other servers.
    #[error("this instance exchanges nothing with others")]
    Alone,
}

impl From<DbError> for StaffHubError {
    fn from(error: DbError) -> Self {
        Self::Staff(error.into())
    }
}

/// All instances that were asked, by their hosts, after `after`.
pub async fn members(
    ctx: &Ctx,
    by: By,
    after: String,
    limit: i64,
) -> Result<Vec<Member>, StaffError> {
    read(ctx, by, Roles::is_staff, move |conn| {
        let found = hub_members::list(conn, &after, limit.clamp(1, MAX_PAGE))?;
        hub::with_organisations(conn, found)
    })
    .await
}

/// Asks the instance of a domain to belong to this hub. Its server is asked who speaks for it, while somebody waits and
/// with a deadline: it is a search for somebody elsewhere by their address.
pub async fn ask_member(ctx: &Ctx, by: By, domain: &str) -> Result<HubMemberRow, StaffHubError> {
    if !ctx.config.is_hub() {
        return Err(HubError::NoHub.into());
    }
    read(ctx, by, Roles::is_staff, |_| Ok(())).await?;
    let directory = ctx.directory.get().ok_or(StaffHubError::Alone)?;
    let found = directory.find_organisation(domain).await;
    let found = found.map_err(|error| match error {
        DirectoryError::Db(error) => error.into(),
        error => StaffHubError::Unreachable(error),
    })?;
    let organisation = found.ok_or_else(|| StaffHubError::Nobody(domain.to_owned()))?;
    ask_organisation(ctx, by, organisation).await
}

/// The same, of whom it is known who speaks for it.
pub async fn ask_organisation(
    ctx: &Ctx,
    by: By,
    organisation: AccountId,
) -> Result<HubMemberRow, StaffHubError> {
    if !ctx.config.is_hub() {
        return Err(HubError::NoHub.into());
    }
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let row = hub::ask_in(tx, organisation)?;
        note(tx, &who, (Kind::MemberAsked, &row.host, ""))?;
        Ok(row)
    })
    .await
}

/// Asks an instance again that was asked before; of a member everything is read again.
pub async fn ask_member_again(ctx: &Ctx, by: By, host: &str) -> Result<(), StaffHubError> {
    about_member(ctx, by, host, |tx, who, row| {
        hub::ask_in(tx, row.account_id)?;
        note(tx, who, (Kind::MemberAsked, &row.host, ""))?;
        Ok(())
    })
    .await
}

/// Takes an instance out of this hub.
pub async fn remove_member(ctx: &Ctx, by: By, host: &str) -> Result<(), StaffHubError> {
    about_member(ctx, by, host, |tx, who, row| {
        hub::remove_in(tx, &row.host)?;
        note(tx, who, (Kind::MemberRemoved, &row.host, ""))?;
        Ok(())
    })
    .await
}

async fn about_member(
    ctx: &Ctx,
    by: By,
    host: &str,
    work: fn(&mut Tx<'_>, &Who, HubMemberRow) -> Result<(), StaffHubError>,
) -> Result<(), StaffHubError> {
    if !ctx.config.is_hub() {
        return Err(HubError::NoHub.into());
    }
    let host = host.to_owned();
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let row = hub_members::find(tx.conn, &host)?.ok_or(HubError::NoMember(host))?;
        work(tx, &who, row)
    })
    .await
}

/// The hubs that ask this instance, and those that it belongs to; none where nobody speaks for it.
pub async fn hubs(ctx: &Ctx, by: By) -> Result<Vec<Hub>, StaffHubError> {
    read(ctx, by, Roles::is_staff, |_| Ok(())).await?;
    match hub::hubs(ctx).await {
        Err(HubError::NoOrganisation) => Ok(Vec::new()),
        found => Ok(found?),
    }
}

/// Lets a hub have what may be listed here, or refuses or leaves it.
pub async fn answer_hub(
    ctx: &Ctx,
    by: By,
    host: &str,
    is_accepted: bool,
) -> Result<(), StaffHubError> {
    read(ctx, by, Roles::is_staff, |_| Ok(())).await?;
    let found = hub::asking(ctx, host).await?;
    let host = host.to_owned();
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        hub::answer_in(tx, found, is_accepted)?;
        let kind = if is_accepted {
            Kind::HubAccepted
        } else {
            Kind::HubLeft
        };
        Ok(note(tx, &who, (kind, &host, ""))?)
    })
    .await
}
