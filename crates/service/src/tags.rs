//! Hashtags: followed, shown on profiles, and how much they are used.

use std::collections::HashMap;

use staffroom_db::account_posts;
use staffroom_db::featured_tags;
pub use staffroom_db::featured_tags::FeaturedTagRow;
use staffroom_db::followed_tags::{self, FollowedTagRow};
use staffroom_db::statuses::{Page, StatusRow};
use staffroom_db::tag_days::{self, TagDayRow, beginning_of, day_of};
pub use staffroom_db::tags::TagRow;
use staffroom_db::{Conn, DbError, accounts, tags};
use staffroom_domain::{AccountId, FeaturedTagId, TagId, Timestamp, Visibility};
use thiserror::Error;

use crate::context::Ctx;
use crate::listing::Part;
use crate::statuses::Viewer;
use crate::tx::Tx;

/// For how many days it is told how much a hashtag was used.
pub const DAYS: i64 = 7;
/// The most hashtags on a profile.
pub const MAX_FEATURED: usize = 10;
/// Of how many uses the hashtags that somebody uses most are found.
const LATEST: i64 = 400;
/// How many hashtags are proposed for a profile.
const PROPOSED: usize = 10;

/// Why nothing is done with a hashtag.
#[derive(Clone, Debug, Error)]
pub enum TagError {
    /// Nobody there, or no hashtag can have that name.
    #[error("Record not found")]
    NotFound,
    /// What was given cannot be. The text says why.
    #[error("Validation failed: {0}")]
    Invalid(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A hashtag with what is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagView {
    /// Its id; none where nobody has used it yet.
    pub id: Option<TagId>,
    /// As it is compared.
    pub name: String,
    /// As it is written.
    pub display: String,
    /// How much it was used on each of the last [`DAYS`] days, today first.
    pub history: Vec<Day>,
    /// Whether the viewer follows it; none where nobody is signed in.
    pub following: Option<bool>,
    /// Whether the viewer shows it on their profile; none where nobody is signed in.
    pub featuring: Option<bool>,
}

/// How much a hashtag was used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// When the day begins, UTC.
    pub begins: Timestamp,
    /// How many public statuses had it.
    pub statuses: i64,
    /// How many accounts posted them.
    pub accounts: i64,
}

fn history(rows: &[TagDayRow], now: Timestamp) -> Vec<Day> {
    let today = day_of(now);
    (0..DAYS)
        .map(|ago| {
            let day = today - ago;
            let row = rows.iter().find(|row| row.day == day);
            Day {
                begins: beginning_of(day),
                statuses: row.map_or(0, |row| row.statuses),
                accounts: row.map_or(0, |row| row.accounts),
            }
        })
        .collect()
}

/// Those hashtags with what is shown of them, in their order. Three queries, however many they are.
pub fn views(
    conn: &mut Conn,
    viewer: Viewer,
    rows: Vec<TagRow>,
    now: Timestamp,
) -> Result<Vec<TagView>, DbError> {
    let ids: Vec<TagId> = rows.iter().map(|row| row.id).collect();
    let mut days: HashMap<TagId, Vec<TagDayRow>> = HashMap::new();
    for row in tag_days::since(conn, &ids, day_of(now) - DAYS + 1)? {
        days.entry(row.tag_id).or_default().push(row);
    }
    let (followed, featured) = match viewer {
        Some(viewer) => (
            Some(followed_tags::among(conn, viewer, &ids)?),
            Some(featured_tags::of_account(conn, viewer)?),
        ),
        None => (None, None),
    };
    let is_featured = |id: TagId| {
        let featured = featured.as_ref()?;
        Some(featured.iter().any(|(row, _)| row.tag_id == id))
    };
    Ok(rows
        .into_iter()
        .map(|row| TagView {
            id: Some(row.id),
            history: history(days.get(&row.id).map_or(&[], Vec::as_slice), now),
            following: followed.as_ref().map(|ids| ids.contains(&row.id)),
            featuring: is_featured(row.id),
            name: row.name,
            display: row.display,
        })
        .collect())
}

fn folded(name: &str) -> Result<String, TagError> {
    let folded = staffroom_text::hashtag::fold(name);
    let is_one = !folded.is_empty()
        && folded.chars().count() <= staffroom_text::hashtag::MAX_HASHTAG
        && folded.chars().any(|c| !c.is_numeric() && c != '_');
    is_one.then_some(folded).ok_or(TagError::NotFound)
}

/// The hashtag of that name, also where nobody has used it yet.
pub async fn show(ctx: &Ctx, viewer: Viewer, name: &str) -> Result<TagView, TagError> {
    let (folded, now) = (folded(name)?, ctx.now());
    let written = written(name);
    ctx.db
        .read(move |conn| {
            if let Some(row) = tags::find(conn, &folded)? {
                let found = views(conn, viewer, vec![row], now)?;
                return found.into_iter().next().ok_or(TagError::NotFound);
            }
            Ok(TagView {
                id: None,
                history: history(&[], now),
                following: viewer.map(|_| false),
                featuring: viewer.map(|_| false),
                name: folded,
                display: written,
            })
        })
        .await
}

/// The id of the hashtag of that name; none where nobody has used it.
pub async fn id_of(ctx: &Ctx, name: &str) -> Result<Option<TagId>, DbError> {
    let Ok(folded) = folded(name) else {
        return Ok(None);
    };
    let found = ctx.db.read(move |conn| tags::find(conn, &folded)).await?;
    Ok(found.map(|row| row.id))
}

fn written(name: &str) -> String {
    name.trim().trim_start_matches(['#', '＃']).to_owned()
}

fn ensure(tx: &mut Tx<'_>, folded: String, written: String) -> Result<TagRow, TagError> {
    let names = [(folded, written, tx.new_id())];
    let rows = tags::ensure(tx.conn, &names, tx.now)?;
    rows.into_iter().next().ok_or(TagError::NotFound)
}

/// Somebody here follows a hashtag: what is posted with it comes home.
pub async fn follow(ctx: &Ctx, by: AccountId, name: &str) -> Result<TagView, TagError> {
    let folded = folded(name)?;
    let written = written(name);
    let shown = name.to_owned();
    ctx.transact(move |tx| {
        let tag = ensure(tx, folded, written)?;
        let row = FollowedTagRow {
            id: tx.new_id(),
            account_id: by,
            tag_id: tag.id,
            created_at: tx.now,
        };
        followed_tags::insert(tx.conn, row)?;
        Ok::<_, TagError>(())
    })
    .await?;
    show(ctx, Some(by), &shown).await
}

/// Somebody here follows a hashtag no more.
pub async fn unfollow(ctx: &Ctx, by: AccountId, name: &str) -> Result<TagView, TagError> {
    let folded = folded(name)?;
    let shown = name.to_owned();
    ctx.transact(move |tx| {
        if let Some(tag) = tags::find(tx.conn, &folded)? {
            followed_tags::delete(tx.conn, by, tag.id)?;
        }
        Ok::<_, TagError>(())
    })
    .await?;
    show(ctx, Some(by), &shown).await
}

/// A part of the hashtags that somebody follows, the latest first.
pub async fn followed(ctx: &Ctx, of: AccountId, page: Page) -> Result<Part<TagView>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let rows = Part::of(followed_tags::page(conn, of, page)?, |(row, _)| {
                row.id.get()
            });
            let rows = rows.of_page(page);
            let tags = rows.items.iter().map(|(_, tag)| tag.clone()).collect();
            let shown = views(conn, Some(of), tags, now)?;
            Ok(rows.showing(shown))
        })
        .await
}

/// A hashtag on a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Featured {
    /// How it is shown.
    pub row: FeaturedTagRow,
    /// Which it is.
    pub tag: TagRow,
    /// The handle of whose profile it is.
    pub username: String,
}

/// The hashtags on a profile, the most used first. Those of other servers are not known here.
pub async fn featured(ctx: &Ctx, of: AccountId) -> Result<Vec<Featured>, TagError> {
    ctx.db
        .read(move |conn| {
            let account = accounts::find(conn, of)?.filter(accounts::AccountRow::is_active);
            let account = account.ok_or(TagError::NotFound)?;
            let mut rows = featured_tags::of_account(conn, of)?;
            rows.sort_by_key(|(row, _)| (std::cmp::Reverse(row.statuses_count), row.id));
            Ok(rows
                .into_iter()
                .map(|(row, tag)| Featured {
                    row,
                    tag,
                    username: account.username.clone(),
                })
                .collect())
        })
        .await
}

/// Somebody here shows a hashtag on their profile.
pub async fn feature(ctx: &Ctx, by: AccountId, name: &str) -> Result<Featured, TagError> {
    let folded = folded(name).map_err(|_| TagError::Invalid("Tag is invalid".to_owned()))?;
    let written = written(name);
    ctx.transact(move |tx| {
        let account = accounts::find(tx.conn, by)?.ok_or(TagError::NotFound)?;
        let tag = ensure(tx, folded, written)?;
        let there = featured_tags::of_account(tx.conn, by)?;
        if there.iter().any(|(row, _)| row.tag_id == tag.id) {
            return Err(TagError::Invalid("Tag has already been taken".to_owned()));
        }
        if there.len() >= MAX_FEATURED {
            let reason = "You have already featured the maximum number of hashtags".to_owned();
            return Err(TagError::Invalid(reason));
        }
        let (statuses_count, last) = account_posts::count_tagged(tx.conn, by, tag.id)?;
        let row = FeaturedTagRow {
            id: tx.new_id(),
            account_id: by,
            tag_id: tag.id,
            statuses_count,
            last_status_at: last.map(|id| id.made_at().as_micros()),
            created_at: tx.now,
        };
        featured_tags::insert(tx.conn, row.clone())?;
        Ok(Featured {
            row,
            tag,
            username: account.username,
        })
    })
    .await
}

/// As [`feature`], also where it is shown already.
pub async fn feature_by_name(ctx: &Ctx, by: AccountId, name: &str) -> Result<TagView, TagError> {
    match feature(ctx, by, name).await {
        Ok(_) => {}
        Err(TagError::Invalid(_)) if is_featured(ctx, by, name).await? => {}
        Err(error) => return Err(error),
    }
    show(ctx, Some(by), name).await
}

async fn is_featured(ctx: &Ctx, by: AccountId, name: &str) -> Result<bool, TagError> {
    Ok(show(ctx, Some(by), name).await?.featuring == Some(true))
}

/// Somebody here shows a hashtag on their profile no more.
pub async fn unfeature(ctx: &Ctx, by: AccountId, id: FeaturedTagId) -> Result<(), TagError> {
    ctx.transact(move |tx| {
        let removed = featured_tags::delete(tx.conn, by, id)?;
        removed.then_some(()).ok_or(TagError::NotFound)
    })
    .await
}

/// The same by its name; nothing happens where it is not shown.
pub async fn unfeature_by_name(ctx: &Ctx, by: AccountId, name: &str) -> Result<TagView, TagError> {
    let folded = folded(name)?;
    ctx.transact(move |tx| {
        if let Some(tag) = tags::find(tx.conn, &folded)?
            && let Some(row) = featured_tags::find(tx.conn, by, tag.id)?
        {
            featured_tags::delete(tx.conn, by, row.id)?;
        }
        Ok::<_, TagError>(())
    })
    .await?;
    show(ctx, Some(by), name).await
}

/// Hashtags that somebody uses most in what they posted last, and does not show on their profile.
pub async fn proposed(ctx: &Ctx, of: AccountId) -> Result<Vec<TagView>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let mut counts: HashMap<TagId, usize> = HashMap::new();
            for tag in account_posts::latest_tags(conn, of, LATEST)? {
                *counts.entry(tag).or_default() += 1;
            }
            for (row, _) in featured_tags::of_account(conn, of)? {
                counts.remove(&row.tag_id);
            }
            let mut most: Vec<(TagId, usize)> = counts.into_iter().collect();
            most.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
            most.truncate(PROPOSED);
            let ids: Vec<TagId> = most.iter().map(|(tag, _)| *tag).collect();
            let rows = tags::find_many(conn, &ids)?;
            let find = |id: &TagId| rows.iter().find(|row| row.id == *id).cloned();
            let rows = ids.iter().filter_map(find).collect();
            views(conn, Some(of), rows, now)
        })
        .await
}

/// Counts a public status for the days of its hashtags, which it has got already. What is older than they
/// are told of is not counted.
pub(crate) fn count_use(
    tx: &mut Tx<'_>,
    status: &StatusRow,
    has_tags: bool,
) -> Result<(), DbError> {
    let is_old = day_of(status.id.made_at()) <= day_of(tx.now) - DAYS;
    if !has_tags || is_old || status.visibility() != Visibility::Public {
        return Ok(());
    }
    tag_days::count(tx.conn, status.id, status.account_id)
}
