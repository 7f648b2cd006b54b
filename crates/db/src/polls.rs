//! Polls and votes.

use diesel::prelude::*;
use staffroom_domain::{AccountId, StatusId, Timestamp, VoteId};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::{poll, poll_option, poll_vote};

/// A row of `poll`: the poll of a status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll, treat_none_as_default_value = false)]
pub struct PollRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Whether one may choose several.
    pub multiple: bool,
    /// Microseconds since the Unix epoch; when votes end.
    pub ends_at: Option<i64>,
    /// Microseconds since the Unix epoch; when they ended.
    pub closed_at: Option<i64>,
    /// How many have voted.
    pub voters_count: i64,
}

/// A row of `poll_option`: the choices of a poll.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll_option, treat_none_as_default_value = false)]
pub struct PollOptionRow {
    /// Of which poll.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Its place, from 0.
    pub position: i32,
    /// Plain text.
    pub title: String,
    /// How many chose it.
    pub votes_count: i64,
}

/// A row of `poll_vote`: who chose what.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = poll_vote, treat_none_as_default_value = false)]
pub struct PollVoteRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: VoteId,
    /// In which poll.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// Who.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// Which choice.
    pub position: i32,
    /// The id of a remote vote.
    pub uri: Option<String>,
    /// When.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
}
