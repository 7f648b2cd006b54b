//! Everything posted.

use diesel::prelude::*;
use staffroom_domain::{AccountId, EditId, StatusId, StatusKind, TagId, Timestamp, Visibility};

use crate::account_posts;
use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::paging::paged;
use crate::prepared::{PreparedOnce as _, padded};
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::schema::{status, status_document, status_edit};
use crate::{accounts, conversations, thread_mutes};

/// A row of `status`: everything posted, local and remote; a boost is a row that names what it boosts.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = status, treat_none_as_null = true, treat_none_as_default_value = false)]
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
    /// By which program it was posted here, where that is known.
    pub application_id: Option<i64>,
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
    /// The files that it had: JSON.
    pub attachments: String,
    /// The choices of the poll that it had: JSON.
    pub poll: Option<String>,
}

impl StatusRow {
    /// Who may see it.
    pub const fn visibility(&self) -> Visibility {
        Visibility::from_i32(self.visibility)
    }

    /// What it is.
    pub fn kind(&self) -> StatusKind {
        StatusKind::from_name(&self.kind)
    }

    /// Whether it is a boost.
    pub const fn is_boost(&self) -> bool {
        self.boost_of_id.is_some()
    }
}

/// Adds a status.
pub fn insert(conn: &mut Conn, row: StatusRow) -> DbResult<()> {
    diesel::insert_into(status::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Whether an id is taken.
pub fn exists(conn: &mut Conn, id: StatusId) -> DbResult<bool> {
    let of_id = status::table.find(id.get()).select(status::id);
    Ok(diesel::select(diesel::dsl::exists(of_id)).get_result(conn)?)
}

/// The status of that id, also where it is only a tombstone.
pub fn find(conn: &mut Conn, id: StatusId) -> DbResult<Option<StatusRow>> {
    Ok(status::table
        .find(id.get())
        .select(StatusRow::as_select())
        .first(conn)
        .optional()?)
}

/// The statuses of those ids, in no order.
pub fn find_many(conn: &mut Conn, ids: &[StatusId]) -> DbResult<Vec<StatusRow>> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::CHUNK) {
        rows.extend(
            status::table
                .filter(status::id.eq_any(padded(chunk.iter().map(|id| id.get()))))
                .select(StatusRow::as_select())
                .prepared_once()
                .load(conn)?,
        );
    }
    Ok(rows)
}

/// The remote status whose object (or, for a boost, activity) has that id.
pub fn find_by_uri(conn: &mut Conn, uri: &str) -> DbResult<Option<StatusRow>> {
    Ok(status::table
        .filter(status::uri.eq(uri))
        .select(StatusRow::as_select())
        .first(conn)
        .optional()?)
}

/// Which of those ids are of remote statuses here, and of which.
pub fn ids_of_uris(conn: &mut Conn, uris: &[String]) -> DbResult<Vec<(String, StatusId)>> {
    let mut found = Vec::new();
    for chunk in uris.chunks(crate::CHUNK) {
        let rows: Vec<(Option<String>, i64)> = status::table
            .filter(status::uri.eq_any(padded(chunk.iter().cloned())))
            .select((status::uri, status::id))
            .prepared_once()
            .load(conn)?;
        found.extend(
            rows.into_iter()
                .filter_map(|(uri, id)| Some((uri?, StatusId::from(id)))),
        );
    }
    Ok(found)
}

/// The boost of a status by an account.
pub fn find_boost(conn: &mut Conn, by: AccountId, of: StatusId) -> DbResult<Option<StatusRow>> {
    Ok(status::table
        .filter(
            status::account_id
                .eq(by.get())
                .and(status::boost_of_id.eq(of.get())),
        )
        .select(StatusRow::as_select())
        .first(conn)
        .optional()?)
}

/// Which of those statuses an account has boosted.
pub fn boosted_among(conn: &mut Conn, by: AccountId, ids: &[StatusId]) -> DbResult<Vec<StatusId>> {
    let ids = ids.iter().map(|id| Some(id.get()));
    let found: Vec<Option<i64>> = status::table
        .filter(
            status::account_id
                .eq(by.get())
                .and(status::boost_of_id.eq_any(padded(ids))),
        )
        .select(status::boost_of_id)
        .prepared_once()
        .load(conn)?;
    Ok(found.into_iter().flatten().map(StatusId::from).collect())
}

/// Writes every column of a status again.
pub fn update(conn: &mut Conn, row: StatusRow) -> DbResult<()> {
    let id = row.id.get();
    diesel::update(status::table.find(id))
        .set(row)
        .prepared_once()
        .execute(conn)?;
    Ok(())
}

/// Writes the line above a status, and nothing else of it; one that was deleted stays as it is.
pub fn set_line(conn: &mut Conn, id: StatusId, line: &str, edited: Timestamp) -> DbResult<()> {
    diesel::update(
        status::table
            .find(id.get())
            .filter(status::deleted_at.is_null()),
    )
    .set((
        status::spoiler.eq(line),
        status::edited_at.eq(edited.as_micros()),
    ))
    .prepared_once()
    .execute(conn)?;
    Ok(())
}

/// Removes a row and all that belongs to it. For boosts: everything else leaves a tombstone.
pub fn delete(conn: &mut Conn, id: StatusId) -> DbResult<bool> {
    let boosted: Option<Option<i64>> = status::table
        .find(id.get())
        .select(status::boost_of_id)
        .first(conn)
        .optional()?;
    if let Some(boosted) = boosted {
        let original = boosted.map_or(id, StatusId::from);
        crate::home::remove_entry(conn, id, original)?;
        crate::lists::remove_entry(conn, id, original)?;
    }
    Ok(diesel::delete(status::table.find(id.get())).execute(conn)? == 1)
}

/// Removes boosts of one status, and counts them no more for those whose they are: two statements, however
/// many they are. The timelines in which they stand are another's work.
pub fn delete_boosts(conn: &mut Conn, boosts: &[StatusRow]) -> DbResult<()> {
    for chunk in boosts.chunks(crate::CHUNK) {
        accounts::count_out(conn, chunk.iter().map(|row| row.account_id))?;
        let ids = padded(chunk.iter().map(|row| row.id.get()));
        diesel::delete(status::table.filter(status::id.eq_any(ids)))
            .prepared_once()
            .execute(conn)?;
    }
    Ok(())
}

/// Leaves nothing of a status but its ids, its place in the thread and who could see it. Gives
/// `false` where it was deleted before.
pub fn bury(conn: &mut Conn, id: StatusId, now: Timestamp) -> DbResult<bool> {
    let live = status::table.filter(status::id.eq(id.get()).and(status::deleted_at.is_null()));
    let changed = diesel::update(live)
        .set((
            status::deleted_at.eq(now.as_micros()),
            status::title.eq(None::<String>),
            status::content.eq(""),
            status::source.eq(""),
            status::spoiler.eq(""),
            status::quote_uri.eq(None::<String>),
        ))
        .prepared_once()
        .execute(conn)?;
    diesel::delete(status_document::table.find(id.get())).execute(conn)?;
    delete_edits(conn, id)?;
    Ok(changed == 1)
}

/// Which stored count of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Answers.
    Replies,
    /// Boosts.
    Boosts,
    /// Favourites.
    Favourites,
}

/// Changes a stored count by `by`; it never goes below zero.
pub fn add_to_count(conn: &mut Conn, id: StatusId, count: Count, by: i64) -> DbResult<()> {
    let row = status::table.find(id.get());
    match count {
        Count::Replies => diesel::update(row.filter(status::replies_count.ge(-by)))
            .set(status::replies_count.eq(status::replies_count + by))
            .prepared_once()
            .execute(conn)?,
        Count::Boosts => diesel::update(row.filter(status::boosts_count.ge(-by)))
            .set(status::boosts_count.eq(status::boosts_count + by))
            .prepared_once()
            .execute(conn)?,
        Count::Favourites => diesel::update(row.filter(status::favourites_count.ge(-by)))
            .set(status::favourites_count.eq(status::favourites_count + by))
            .prepared_once()
            .execute(conn)?,
    };
    Ok(())
}

/// Statuses that answer `uri` and came before it, at most `limit`.
pub fn orphans(conn: &mut Conn, uri: &str, limit: i64) -> DbResult<Vec<StatusRow>> {
    Ok(status::table
        .filter(
            status::in_reply_to_uri
                .eq(uri)
                .and(status::in_reply_to_id.is_null()),
        )
        .order(status::id.asc())
        .limit(limit)
        .select(StatusRow::as_select())
        .load(conn)?)
}

/// Gives a status the parent that came after it, and its whole thread the parent's.
pub fn adopt(conn: &mut Conn, orphan: &StatusRow, parent: &StatusRow) -> DbResult<()> {
    diesel::update(status::table.find(orphan.id.get()))
        .set((
            status::in_reply_to_id.eq(parent.id.get()),
            status::in_reply_to_account_id.eq(parent.account_id.get()),
        ))
        .prepared_once()
        .execute(conn)?;
    diesel::update(status::table.filter(status::thread_id.eq(orphan.thread_id.get())))
        .set(status::thread_id.eq(parent.thread_id.get()))
        .prepared_once()
        .execute(conn)?;
    thread_mutes::carry_over(conn, orphan.thread_id, parent.thread_id)?;
    conversations::carry_over(conn, orphan.thread_id, parent.thread_id)
}

/// A part of a list that is ordered by id, the newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Only older than this.
    pub max_id: Option<i64>,
    /// Only newer than this.
    pub since_id: Option<i64>,
    /// Only newer than this, and those that come directly after it.
    pub min_id: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

impl Page {
    /// The same, with between 1 and `most` items.
    #[must_use]
    pub fn at_most(self, most: i64) -> Self {
        Self {
            limit: self.limit.clamp(1, most),
            ..self
        }
    }
}

/// What of an account's statuses is wanted.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each narrows the list by itself"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfAccount {
    /// Only those that everybody may see.
    pub only_open: bool,
    /// Without boosts.
    pub no_boosts: bool,
    /// Without answers to others.
    pub no_replies: bool,
    /// Only those with files.
    pub only_media: bool,
    /// Only those with that hashtag.
    pub tagged: Option<TagId>,
}

/// Statuses of an account, the newest first, without tombstones and direct ones.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    wanted: OfAccount,
    page: Page,
) -> DbResult<Vec<StatusId>> {
    account_posts::page(conn, account, &wanted, page)
}

/// Everything of an account that was not deleted, whoever it is for, boosts included, after `after`, in
/// the order of ids: for taking it away.
pub fn all_of(
    conn: &mut Conn,
    account: AccountId,
    after: StatusId,
    limit: i64,
) -> DbResult<Vec<StatusRow>> {
    Ok(status::table
        .filter(status::account_id.eq(account.get()))
        .filter(status::id.gt(after.get()))
        .filter(status::deleted_at.is_null())
        .order(status::id.asc())
        .limit(limit)
        .select(StatusRow::as_select())
        .load(conn)?)
}

/// Answers to a status, the oldest first, after `after`; without tombstones.
pub fn replies(
    conn: &mut Conn,
    to: StatusId,
    after: Option<StatusId>,
    limit: i64,
) -> DbResult<Vec<StatusRow>> {
    Ok(status::table
        .filter(status::in_reply_to_id.eq(to.get()))
        .filter(status::deleted_at.is_null())
        .filter(status::id.gt(after.map_or(0, StatusId::get)))
        .order(status::id.asc())
        .limit(limit)
        .select(StatusRow::as_select())
        .load(conn)?)
}

/// A thread, the oldest first, after `after`; without tombstones and boosts.
pub fn thread(
    conn: &mut Conn,
    thread: StatusId,
    after: Option<StatusId>,
    limit: i64,
) -> DbResult<Vec<StatusRow>> {
    Ok(status::table
        .filter(status::thread_id.eq(thread.get()))
        .filter(status::id.gt(after.map_or(0, StatusId::get)))
        .filter(status::deleted_at.is_null())
        .filter(status::boost_of_id.is_null())
        .order(status::id.asc())
        .limit(limit)
        .select(StatusRow::as_select())
        .load(conn)?)
}

/// Who boosted a status: the boosts, the newest first, before `before`.
pub fn boosts(
    conn: &mut Conn,
    of: StatusId,
    before: Option<StatusId>,
    limit: i64,
) -> DbResult<Vec<StatusRow>> {
    Ok(status::table
        .filter(status::boost_of_id.eq(of.get()))
        .filter(status::id.lt(before.map_or(i64::MAX, StatusId::get)))
        .order(status::id.desc())
        .limit(limit)
        .select(StatusRow::as_select())
        .load(conn)?)
}

/// Who boosted a status so that everybody may know it: boosts with whose they are, the newest first. The
/// bounds are ids of boosts.
pub fn boosters(conn: &mut Conn, of: StatusId, page: Page) -> DbResult<Vec<(StatusId, AccountId)>> {
    let found: Vec<(i64, i64)> = paged!(
        conn,
        status::table
            .filter(status::boost_of_id.eq(of.get()))
            .filter(status::visibility.le(Visibility::Unlisted.as_i32()))
            .select((status::id, status::account_id)),
        status::id,
        page
    );
    let ids = |(id, account)| (StatusId::from(id), AccountId::from(account));
    Ok(found.into_iter().map(ids).collect())
}

/// Keeps the document of a remote status as it came.
pub fn put_document(conn: &mut Conn, row: StatusDocumentRow) -> DbResult<()> {
    each_backend!(conn, c => {
        diesel::insert_into(status_document::table)
            .values(row)
            .on_conflict(status_document::status_id)
            .do_update()
            .set(status_document::document.eq(diesel::upsert::excluded(status_document::document)))
            .prepared_once().execute(c)?
    });
    Ok(())
}

/// The document of a remote status.
pub fn document(conn: &mut Conn, id: StatusId) -> DbResult<Option<String>> {
    Ok(status_document::table
        .find(id.get())
        .select(status_document::document)
        .first(conn)
        .optional()?)
}

/// Removes all earlier versions of a status.
pub fn delete_edits(conn: &mut Conn, of: StatusId) -> DbResult<()> {
    diesel::delete(status_edit::table.filter(status_edit::status_id.eq(of.get()))).execute(conn)?;
    Ok(())
}

/// Keeps the version that is about to be replaced.
pub fn add_edit(conn: &mut Conn, row: StatusEditRow) -> DbResult<()> {
    diesel::insert_into(status_edit::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Earlier versions of a status, the oldest first; of many the last `limit`.
pub fn edits(conn: &mut Conn, of: StatusId, limit: i64) -> DbResult<Vec<StatusEditRow>> {
    let mut rows: Vec<StatusEditRow> = status_edit::table
        .filter(status_edit::status_id.eq(of.get()))
        .order(status_edit::id.desc())
        .limit(limit)
        .select(StatusEditRow::as_select())
        .load(conn)?;
    rows.reverse();
    Ok(rows)
}
