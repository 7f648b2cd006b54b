//! Rows of tables that the rest of the crate reads and writes by the column.

use diesel::prelude::*;

use crate::schema::{instance_fact, invitation_use, outbox, schedule, user_role};

/// A row of `instance_fact`.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = instance_fact, treat_none_as_default_value = false)]
pub(super) struct FactRow {
    pub key: String,
    value: String,
    updated_at: i64,
}

/// A row of `user_role`.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = user_role, treat_none_as_default_value = false)]
pub(super) struct UserRoleRow {
    pub user_id: i64,
    pub role: String,
    granted_at: i64,
}

/// A row of `invitation_use`.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitation_use, treat_none_as_default_value = false)]
pub(super) struct InvitationUseRow {
    pub id: i64,
    invitation_id: i64,
    user_id: i64,
    used_at: i64,
}

/// A row of `outbox`.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
pub(super) struct OutboxRow {
    pub id: i64,
    kind: String,
    payload: String,
    created_at: i64,
}

/// A row of `schedule`.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schedule, treat_none_as_default_value = false)]
pub(super) struct ScheduleRow {
    pub name: String,
    every_seconds: i64,
    next_run_at: i64,
    last_run_at: Option<i64>,
}
