//! Making posts and practices findable: what is posted or changed waits in a table, and periodic work reads it.

use std::collections::HashMap;

use staffroom_db::attachments::{self, AttachmentRow};
use staffroom_db::polls::{self, PollOptionRow};
use staffroom_db::search::{self, SearchTextRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, practice_search, tags};
use staffroom_domain::StatusId;
use staffroom_text::plain_text;

use super::practices;
use super::words::stored;
use crate::context::Ctx;
use crate::hub::Listed;
use crate::tx::Tx;

/// How many posts become findable in one transaction.
const AT_ONCE: i64 = 100;

/// A post is to be found by what it says now.
pub(crate) fn changed(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    if row.is_boost() {
        return Ok(());
    }
    search::await_indexing(tx.conn, row.id)
}

/// A post is to be found no more.
pub(crate) fn removed(tx: &mut Tx<'_>, row: &StatusRow) -> Result<(), DbError> {
    search::wait_no_more(tx.conn, row.id)?;
    search::remove(tx.conn, row.id)
}

/// What a practice says besides its text was changed.
pub(crate) fn record_changed(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    search::await_indexing(tx.conn, status)
}

/// On a hub: the own server of a practice has shown it, or it may not be listed any more.
pub(crate) fn listed_or_not(
    tx: &mut Tx<'_>,
    status: StatusId,
    is_listed: bool,
) -> Result<(), DbError> {
    if !is_listed {
        practice_search::remove(tx.conn, status)?;
    }
    // Also then: whoever makes it findable just now has read what it was before.
    search::await_indexing(tx.conn, status)
}

/// A practice is to be found as one no more.
pub(crate) fn record_removed(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    practice_search::remove(tx.conn, status)
}

/// Makes findable what waits for it; gives how many posts. One that the database does not take is set aside, so that
/// the others are found.
pub(crate) async fn index(ctx: &Ctx) -> Result<usize, DbError> {
    let mut done = 0;
    loop {
        let some = match index_some(ctx).await {
            Err(error) if is_of_a_post(&error) => index_each(ctx).await?,
            some => some?,
        };
        if some == 0 {
            return Ok(done);
        }
        done += some;
    }
}

async fn index_some(ctx: &Ctx) -> Result<usize, DbError> {
    ctx.transact(|tx| {
        let ids = search::take_pending(tx.conn, AT_ONCE)?;
        put(tx, &ids)?;
        Ok::<_, DbError>(ids.len())
    })
    .await
}

/// The same, each post by itself.
async fn index_each(ctx: &Ctx) -> Result<usize, DbError> {
    let ids = ctx.db.read(|conn| search::pending(conn, AT_ONCE)).await?;
    for id in &ids {
        let id = *id;
        let put = ctx.transact(move |tx| {
            search::wait_no_more(tx.conn, id)?;
            put(tx, &[id])
        });
        match put.await {
            Err(error) if is_of_a_post(&error) => {
                tracing::error!(status = %id, %error, "a post cannot be made findable and is set aside");
                // What it said before is not found any more either.
                ctx.transact(move |tx| {
                    search::wait_no_more(tx.conn, id)?;
                    search::remove(tx.conn, id)?;
                    practice_search::remove(tx.conn, id)
                })
                .await?;
            }
            put => put?,
        }
    }
    Ok(ids.len())
}

/// Whether it would fail again, as what is written is at fault and not the database.
const fn is_of_a_post(error: &DbError) -> bool {
    matches!(
        error,
        DbError::Other(_) | DbError::Corrupt(_) | DbError::Panicked
    )
}

fn put(tx: &mut Tx<'_>, ids: &[StatusId]) -> Result<(), DbError> {
    let listed = Listed::in_tx(tx);
    let conn = &mut *tx.conn;
    let rows = statuses::find_many(conn, ids)?;
    practices::put(conn, &listed, ids, &rows)?;
    let texts = texts(conn, ids, &rows)?;
    search::put(conn, ids, texts)
}

fn texts(
    conn: &mut Conn,
    ids: &[StatusId],
    rows: &[StatusRow],
) -> Result<Vec<SearchTextRow>, DbError> {
    let mut files: HashMap<StatusId, Vec<AttachmentRow>> = HashMap::new();
    for file in attachments::of_statuses(conn, ids)? {
        files.entry(file.status_id).or_default().push(file);
    }
    let mut options: HashMap<StatusId, Vec<PollOptionRow>> = HashMap::new();
    for option in polls::options(conn, ids)? {
        options.entry(option.status_id).or_default().push(option);
    }
    let mut hashtags: HashMap<StatusId, Vec<String>> = HashMap::new();
    for (status, tag) in tags::of_statuses(conn, ids)? {
        hashtags.entry(status).or_default().push(tag.name);
    }
    Ok(rows
        .iter()
        .filter(|row| row.deleted_at.is_none() && !row.is_boost())
        .map(|row| {
            let files = files.remove(&row.id).unwrap_or_default();
            let options = options.remove(&row.id).unwrap_or_default();
            let hashtags = hashtags.remove(&row.id).unwrap_or_default();
            text(row, &files, &options, &hashtags)
        })
        .collect())
}

fn text(
    row: &StatusRow,
    files: &[AttachmentRow],
    options: &[PollOptionRow],
    hashtags: &[String],
) -> SearchTextRow {
    let content = plain_text(&row.content);
    let mut parts = vec![row.spoiler.as_str(), content.as_str()];
    parts.extend(row.title.as_deref());
    parts.extend(options.iter().map(|option| option.title.as_str()));
    parts.extend(files.iter().filter_map(|file| file.description.as_deref()));
    parts.extend(hashtags.iter().map(String::as_str));
    let mut kinds: Vec<&str> = files.iter().map(|file| file.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    SearchTextRow {
        status_id: row.id,
        account_id: row.account_id,
        words: stored(parts),
        language: row.language.clone(),
        visibility: row.visibility,
        media: kinds.join(" "),
        poll: !options.is_empty(),
        link: has_link(&row.content),
        reply: row.in_reply_to_id.is_some() || row.in_reply_to_uri.is_some(),
        sensitive: row.sensitive,
    }
}

/// Whether there is a link that is no mention and no hashtag.
fn has_link(html: &str) -> bool {
    html.split("<a ").skip(1).any(|link| {
        let tag = link.split('>').next().unwrap_or_default();
        tag.contains("href=") && !tag.contains("mention") && !tag.contains("hashtag")
    })
}

#[cfg(test)]
mod tests {
    use super::has_link;

    #[test]
    fn mentions_and_hashtags_are_no_links() {
        assert!(has_link("<p><a href=\"https://a.example\">a</a></p>"));
        assert!(!has_link(
            "<a href=\"https://a.example\" class=\"u-url mention\">@a</a> \
             <a class=\"mention hashtag\" href=\"https://a.example/tags/x\">#x</a>"
        ));
        assert!(!has_link("<p>href=</p>"));
    }
}
