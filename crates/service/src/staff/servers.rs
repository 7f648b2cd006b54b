//! Decisions about other servers, made by those who look after the instance.

use staffroom_db::domain_policies;
use staffroom_domain::Roles;

use super::{By, StaffError, Who, read};
use crate::context::Ctx;
use crate::policies::{self, DomainPolicyRow};

/// The longest page of decisions.
const MAX_PAGE: i64 = 200;

/// Decisions after a domain, by name, at most `limit`.
pub async fn servers_page(
    ctx: &Ctx,
    by: By,
    after: Option<String>,
    limit: i64,
) -> Result<Vec<DomainPolicyRow>, StaffError> {
    read(ctx, by, Roles::is_staff, move |conn| {
        domain_policies::list(conn, after.as_deref(), limit.clamp(1, MAX_PAGE))
    })
    .await
}

/// All of them, for a file.
pub async fn servers(ctx: &Ctx, by: By) -> Result<Vec<DomainPolicyRow>, StaffError> {
    read(ctx, by, Roles::is_staff, |_| Ok(())).await?;
    Ok(policies::list(ctx).await?)
}

/// Writes decisions, all or none, in place of earlier ones about the same domains.
pub async fn save_decisions(
    ctx: &Ctx,
    by: By,
    rows: Vec<DomainPolicyRow>,
) -> Result<(), StaffError> {
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        Ok(policies::upsert_in(tx, &who, rows)?)
    })
    .await
}

/// Takes a decision back; `false` where there is none about that very domain.
pub async fn remove_decision(ctx: &Ctx, by: By, domain: &str) -> Result<bool, StaffError> {
    let domain = domain.to_owned();
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        Ok(policies::remove_in(tx, &who, &domain)?)
    })
    .await
}
