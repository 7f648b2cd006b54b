//! How far somebody has read, told by one of their clients to the others.

use staffroom_db::DbError;
use staffroom_db::markers;
pub use staffroom_db::markers::MarkerRow;
use staffroom_domain::UserId;
use thiserror::Error;

use crate::context::Ctx;

/// The timelines that can be marked.
pub const TIMELINES: [&str; 2] = ["home", "notifications"];

/// The longest id, in characters.
const MAX_ID: usize = 20;

/// Why a marker was not moved.
#[derive(Clone, Debug, Error)]
pub enum MarkerError {
    /// Another client has just moved it.
    #[error("Conflict during update, please try again")]
    Conflict,
    /// No id.
    #[error("Validation failed: Last read is not a number")]
    NoId,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The markers of a user for these timelines, as far as there are any.
pub async fn find(
    ctx: &Ctx,
    user: UserId,
    timelines: Vec<&'static str>,
) -> Result<Vec<MarkerRow>, DbError> {
    if timelines.is_empty() {
        return Ok(Vec::new());
    }
    ctx.db
        .read(move |conn| markers::find(conn, user, &timelines))
        .await
}

/// How far a user has read; 0 where nothing says so.
pub async fn read_to(ctx: &Ctx, user: UserId, timeline: &'static str) -> Result<i64, DbError> {
    let found = find(ctx, user, vec![timeline]).await?;
    let id = found.first().and_then(|row| row.last_read_id.parse().ok());
    Ok(id.unwrap_or(0))
}

/// Moves a marker on, and never back: what was read stays so. Whoever moves it at the same time knows as much.
pub async fn advance(
    ctx: &Ctx,
    user: UserId,
    timeline: &'static str,
    to: i64,
) -> Result<(), MarkerError> {
    if to <= read_to(ctx, user, timeline).await? {
        return Ok(());
    }
    match set(ctx, user, vec![(timeline, to.to_string())]).await {
        Ok(_) | Err(MarkerError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Moves markers, all or none; gives them as they are then.
pub async fn set(
    ctx: &Ctx,
    user: UserId,
    moved: Vec<(&'static str, String)>,
) -> Result<Vec<MarkerRow>, MarkerError> {
    let is_id = |id: &str| {
        !id.is_empty() && id.len() <= MAX_ID && id.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !moved.iter().all(|(_, id)| is_id(id)) {
        return Err(MarkerError::NoId);
    }
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    let now = ctx.now();
    ctx.db
        .write(move |conn| {
            let timelines: Vec<&str> = moved.iter().map(|(timeline, _)| *timeline).collect();
            let before = markers::find(conn, user, &timelines)?;
            let mut after = Vec::with_capacity(moved.len());
            for (timeline, last_read_id) in moved {
                let known = before.iter().find(|row| row.timeline == timeline);
                let row = MarkerRow {
                    user_id: user,
                    timeline: timeline.to_owned(),
                    last_read_id,
                    version: known.map_or(0, |row| row.version) + 1,
                    updated_at: now,
                };
                match known {
                    None => markers::insert(conn, row.clone()).map_err(|error| match error {
                        DbError::Unique(_) => MarkerError::Conflict,
                        other => other.into(),
                    })?,
                    Some(known) => {
                        if !markers::update(conn, &row, known.version)? {
                            return Err(MarkerError::Conflict);
                        }
                    }
                }
                after.push(row);
            }
            Ok(after)
        })
        .await
}
