//! Invitation links and who used them.

use diesel::prelude::*;
use staffroom_domain::{InvitationId, InvitationUseId, Roles, Timestamp, UserId};

use crate::connection::Conn;
use crate::error::{DbError, DbResult};
use crate::prepared::PreparedOnce as _;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{invitation, invitation_use};

/// A row of `invitation`.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitation, treat_none_as_default_value = false)]
pub struct InvitationRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: InvitationId,
    /// SHA-256 of the link's token.
    pub token_hash: Vec<u8>,
    /// Who made it; none for the command line.
    pub created_by: Option<i64>,
    /// The roles that it gives, as JSON.
    pub roles: String,
    /// What it is for, one line.
    pub note: String,
    /// To whom it was mailed, if it was.
    pub email: Option<String>,
    /// How many people may use it.
    pub max_uses: i32,
    /// How many have.
    pub uses: i32,
    /// When it was made.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// Until when it works.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub expires_at: Timestamp,
    /// Microseconds since the Unix epoch; while set, it works no more.
    pub revoked_at: Option<i64>,
}

impl InvitationRow {
    /// The roles that it gives.
    pub fn roles(&self) -> DbResult<Roles> {
        serde_json::from_str(&self.roles)
            .map_err(|error| DbError::Corrupt(format!("roles of invitation {}: {error}", self.id)))
    }

    /// Whether somebody may use it now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.uses < self.max_uses && self.expires_at > now
    }
}

/// Adds an invitation.
pub fn insert(conn: &mut Conn, row: InvitationRow) -> DbResult<()> {
    diesel::insert_into(invitation::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The invitation of that link, also one that has ended.
pub fn find_by_token(conn: &mut Conn, token_hash: &[u8]) -> DbResult<Option<InvitationRow>> {
    Ok(invitation::table
        .filter(invitation::token_hash.eq(token_hash))
        .select(InvitationRow::as_select())
        .first(conn)
        .optional()?)
}

/// Invitations, the newest first, before `before`, at most `limit`.
pub fn list(
    conn: &mut Conn,
    before: Option<InvitationId>,
    limit: i64,
) -> DbResult<Vec<InvitationRow>> {
    Ok(invitation::table
        .filter(invitation::id.lt(before.map_or(i64::MAX, InvitationId::get)))
        .order(invitation::id.desc())
        .limit(limit)
        .select(InvitationRow::as_select())
        .load(conn)?)
}

/// As [`list`], of those that one user made.
pub fn list_made_by(
    conn: &mut Conn,
    user: UserId,
    before: Option<InvitationId>,
    limit: i64,
) -> DbResult<Vec<InvitationRow>> {
    Ok(invitation::table
        .filter(
            invitation::created_by
                .eq(user.get())
                .and(invitation::id.lt(before.map_or(i64::MAX, InvitationId::get))),
        )
        .order(invitation::id.desc())
        .limit(limit)
        .select(InvitationRow::as_select())
        .load(conn)?)
}

/// Counts one use, unless the invitation is used up, revoked or over: then `false`. The check and
/// the count are one statement, so the last place is given once.
pub fn take_place(conn: &mut Conn, id: InvitationId, now: Timestamp) -> DbResult<bool> {
    let taken = diesel::update(
        invitation::table.filter(
            invitation::id
                .eq(id.get())
                .and(invitation::revoked_at.is_null())
                .and(invitation::expires_at.gt(now.as_micros()))
                .and(invitation::uses.lt(invitation::max_uses)),
        ),
    )
    .set(invitation::uses.eq(invitation::uses + 1))
    .prepared_once()
    .execute(conn)?;
    Ok(taken == 1)
}

/// Notes who used a place.
pub fn note_use(
    conn: &mut Conn,
    id: InvitationUseId,
    invitation: InvitationId,
    user: UserId,
    now: Timestamp,
) -> DbResult<()> {
    diesel::insert_into(invitation_use::table)
        .values((
            invitation_use::id.eq(id.get()),
            invitation_use::invitation_id.eq(invitation.get()),
            invitation_use::user_id.eq(user.get()),
            invitation_use::used_at.eq(now.as_micros()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends an invitation; `false` when there is none or it has been revoked.
pub fn revoke(conn: &mut Conn, id: InvitationId, now: Timestamp) -> DbResult<bool> {
    let revoked = diesel::update(
        invitation::table.filter(
            invitation::id
                .eq(id.get())
                .and(invitation::revoked_at.is_null()),
        ),
    )
    .set(invitation::revoked_at.eq(now.as_micros()))
    .prepared_once()
    .execute(conn)?;
    Ok(revoked == 1)
}

/// As [`revoke`], if that user made it.
pub fn revoke_made_by(
    conn: &mut Conn,
    user: UserId,
    id: InvitationId,
    now: Timestamp,
) -> DbResult<bool> {
    let revoked = diesel::update(
        invitation::table.filter(
            invitation::id
                .eq(id.get())
                .and(invitation::created_by.eq(user.get()))
                .and(invitation::revoked_at.is_null()),
        ),
    )
    .set(invitation::revoked_at.eq(now.as_micros()))
    .prepared_once()
    .execute(conn)?;
    Ok(revoked == 1)
}

/// Removes invitations that ended before `before` and that nobody used; gives how many. Used ones
/// stay: they tell who let whom in.
pub fn prune(conn: &mut Conn, before: Timestamp) -> DbResult<usize> {
    Ok(diesel::delete(
        invitation::table.filter(
            invitation::expires_at
                .lt(before.as_micros())
                .and(invitation::uses.eq(0)),
        ),
    )
    .execute(conn)?)
}
