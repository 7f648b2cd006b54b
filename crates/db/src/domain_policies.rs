//! Decisions about other servers.

use diesel::prelude::*;
use staffroom_domain::Timestamp;

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::domain_policy;

/// A row of `domain_policy`: what the people who run this instance decided about other servers; it holds for subdomains too.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = domain_policy, treat_none_as_default_value = false)]
pub struct DomainPolicyRow {
    /// Lower case, ASCII.
    pub domain: String,
    /// `allow`, `limit` or `suspend`.
    pub level: String,
    /// Whether its media are left out.
    pub reject_media: bool,
    /// Whether its reports are ignored.
    pub reject_reports: bool,
    /// Whether its name is shown incompletely in public lists.
    pub obfuscate: bool,
    /// The reason, for everybody.
    pub public_comment: String,
    /// The reason, for moderators.
    pub private_comment: String,
    /// Since when.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Microseconds since the Unix epoch; until when.
    pub expires_at: Option<i64>,
}

/// Writes a decision, in place of an earlier one about the same domain, whose time of making stays.
pub fn upsert(conn: &mut Conn, row: DomainPolicyRow) -> DbResult<()> {
    let changes = (
        domain_policy::level.eq(row.level.clone()),
        domain_policy::reject_media.eq(row.reject_media),
        domain_policy::reject_reports.eq(row.reject_reports),
        domain_policy::obfuscate.eq(row.obfuscate),
        domain_policy::public_comment.eq(row.public_comment.clone()),
        domain_policy::private_comment.eq(row.private_comment.clone()),
        domain_policy::expires_at.eq(row.expires_at),
    );
    each_backend!(conn, c => diesel::insert_into(domain_policy::table)
        .values(row)
        .on_conflict(domain_policy::domain)
        .do_update()
        .set(changes)
        .prepared_once().execute(c))?;
    Ok(())
}

/// Takes a decision back; `false` when there is none about that very domain.
pub fn remove(conn: &mut Conn, domain: &str) -> DbResult<bool> {
    Ok(diesel::delete(domain_policy::table.find(domain)).execute(conn)? == 1)
}

/// The decision about that very domain, also when it has expired.
pub fn find(conn: &mut Conn, domain: &str) -> DbResult<Option<DomainPolicyRow>> {
    Ok(domain_policy::table
        .find(domain)
        .select(DomainPolicyRow::as_select())
        .first(conn)
        .optional()?)
}

/// The decision that holds for a domain (lower case, ASCII, a port is passed over): about itself, or
/// about the nearest domain that it is part of.
pub fn find_covering(
    conn: &mut Conn,
    domain: &str,
    now: Timestamp,
) -> DbResult<Option<DomainPolicyRow>> {
    let rows: Vec<DomainPolicyRow> = domain_policy::table
        .filter(domain_policy::domain.eq_any(padded(covering(domain))))
        .filter(
            domain_policy::expires_at
                .is_null()
                .or(domain_policy::expires_at.gt(now.as_micros())),
        )
        .select(DomainPolicyRow::as_select())
        .prepared_once()
        .load(conn)?;
    Ok(rows.into_iter().max_by_key(|row| row.domain.len()))
}

/// A domain (a port is passed over) and those that it is part of. A name in DNS has at most 127 labels.
pub fn covering(domain: &str) -> Vec<&str> {
    let host = match domain.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => domain,
    };
    std::iter::successors(Some(host), |name| {
        name.split_once('.').map(|(_, parent)| parent)
    })
    .take(127)
    .collect()
}

/// The decisions after the domain `after`, by name, at most `limit`.
pub fn list(conn: &mut Conn, after: Option<&str>, limit: i64) -> DbResult<Vec<DomainPolicyRow>> {
    Ok(domain_policy::table
        .filter(domain_policy::domain.gt(after.unwrap_or_default()))
        .order(domain_policy::domain.asc())
        .limit(limit)
        .select(DomainPolicyRow::as_select())
        .load(conn)?)
}

/// Removes decisions whose time is over; gives their domains. The table is small: it is read through.
pub fn expire(conn: &mut Conn, now: Timestamp) -> DbResult<Vec<String>> {
    let is_over = domain_policy::expires_at.le(now.as_micros());
    let domains: Vec<String> = domain_policy::table
        .filter(is_over)
        .select(domain_policy::domain)
        .load(conn)?;
    diesel::delete(domain_policy::table.filter(is_over)).execute(conn)?;
    Ok(domains)
}

#[cfg(test)]
mod tests {
    use super::covering;

    #[test]
    fn a_domain_is_covered_by_itself_and_by_what_it_is_part_of() {
        assert_eq!(
            covering("a.school.example:8443"),
            ["a.school.example", "school.example", "example"]
        );
        assert_eq!(covering("localhost"), ["localhost"]);
        assert_eq!(covering("[::1]:80"), ["[::1]"]);
        assert_eq!(covering(""), [""]);
        assert_eq!(covering(&"a.".repeat(500)).len(), 127);
    }
}
