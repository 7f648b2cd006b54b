//! Everything posted.

use diesel::prelude::*;
use staffroom_domain::{AccountId, EditId, StatusId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::{status, status_document, status_edit};

/// A row of `status`: everything posted, local and remote; a boost is a row that names what it boosts.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status, treat_none_as_default_value = false)]
pub struct StatusRow {
    /// Its id; its time is when it was published.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: StatusId,
    /// The object's id (a boost's: the activity's) for remote ones.
    pub uri: Option<String>,
    /// The page for people, for remote ones.
    pub url: Option<String>,
    /// Whose.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub account_id: AccountId,
    /// The ActivityStreams type in lower case; `boost` for a boost.
    pub kind: String,
    /// 0 public, 1 unlisted, 2 followers, 3 direct.
    pub visibility: i32,
    /// The status that this one boosts.
    pub boost_of_id: Option<i64>,
    /// The status that this one answers, where it is here.
    pub in_reply_to_id: Option<i64>,
    /// Whose status this one answers.
    pub in_reply_to_account_id: Option<i64>,
    /// The object that this one answers, where it is remote.
    pub in_reply_to_uri: Option<String>,
    /// The first status of the thread as far as it is here; its own id for that one.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub thread_id: StatusId,
    /// The `context` of a remote one.
    pub context_uri: Option<String>,
    /// The `name`, plain text.
    pub title: Option<String>,
    /// Safe HTML.
    pub content: String,
    /// What the author wrote.
    pub source: String,
    /// The media type of `source`.
    pub source_format: String,
    /// The content warning (for an Article: the summary), plain text; empty: none.
    pub spoiler: String,
    /// Whether media are hidden until asked for.
    pub sensitive: bool,
    /// BCP 47.
    pub language: Option<String>,
    /// The object that it quotes.
    pub quote_uri: Option<String>,
    /// Who may answer: `public`, `followers`, `nobody`.
    pub reply_policy: String,
    /// The collection of replies of a remote one.
    pub replies_uri: Option<String>,
    /// Whether it was posted here.
    pub local: bool,
    /// When it was published, as its author says.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub created_at: Timestamp,
    /// When it came here.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub received_at: Timestamp,
    /// Microseconds since the Unix epoch; when it was last edited.
    pub edited_at: Option<i64>,
    /// Microseconds since the Unix epoch; a tombstone has nothing left but its ids.
    pub deleted_at: Option<i64>,
    /// How many answers are here.
    pub replies_count: i64,
    /// How many boosts are here.
    pub boosts_count: i64,
    /// How many favourites are here.
    pub favourites_count: i64,
}

/// A row of `status_document`: the document of a remote status as it was received, so that a newer version can read what this one did not know.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_document, treat_none_as_default_value = false)]
pub struct StatusDocumentRow {
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// JSON.
    pub document: String,
}

/// A row of `status_edit`: earlier versions of a status.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_edit, treat_none_as_default_value = false)]
pub struct StatusEditRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: EditId,
    /// Of which status.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub status_id: StatusId,
    /// The `name` it had.
    pub title: Option<String>,
    /// The safe HTML it had.
    pub content: String,
    /// What the author had written.
    pub source: String,
    /// The content warning it had.
    pub spoiler: String,
    /// Whether its media were hidden.
    pub sensitive: bool,
    /// When this version was published.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub written_at: Timestamp,
}
