//! What a status was before it was changed.

use staffroom_db::emojis as rows;
use staffroom_db::statuses::{self, StatusEditRow, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::StatusId;

use super::StatusError;
use super::view::{StatusView, load_one};
use super::visibility::Viewer;
use crate::context::Ctx;
use crate::emojis;

/// How many earlier versions are shown.
const MAX_VERSIONS: i64 = 100;

/// A version of a status.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The status with the texts, files and emojis of this version. When it was written is its `edited_at`.
    pub view: StatusView,
    /// The choices of the poll that this version had.
    pub choices: Option<Vec<String>>,
}

/// All versions of a status that the viewer may see, the first first and the present one last.
pub async fn history(
    ctx: &Ctx,
    viewer: Viewer,
    status: StatusId,
) -> Result<Vec<Version>, StatusError> {
    ctx.db
        .read(move |conn| {
            let view = load_one(conn, viewer, status)?.ok_or(StatusError::NotFound)?;
            let view = match view.boost_of {
                Some(of) => *of,
                None => view,
            };
            let earlier = statuses::edits(conn, view.status.id, MAX_VERSIONS)?;
            Ok(versions(conn, view, earlier)?)
        })
        .await
}

fn versions(
    conn: &mut Conn,
    view: StatusView,
    earlier: Vec<StatusEditRow>,
) -> Result<Vec<Version>, DbError> {
    let mut keys: Vec<(String, String)> = earlier
        .iter()
        .flat_map(|row| emojis::keys(&view.author.domain, &[&row.content, &row.spoiler]))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let mut shown = view.emojis.clone();
    for row in rows::find_pairs(conn, &keys)? {
        if !shown.contains(&row) {
            shown.push(row);
        }
    }
    let mut all: Vec<Version> = earlier
        .into_iter()
        .map(|row| Version {
            choices: row
                .poll
                .as_deref()
                .and_then(|json| serde_json::from_str(json).ok()),
            view: StatusView {
                attachments: serde_json::from_str(&row.attachments).unwrap_or_default(),
                emojis: shown.clone(),
                status: StatusRow {
                    title: row.title,
                    content: row.content,
                    source: row.source,
                    spoiler: row.spoiler,
                    sensitive: row.sensitive,
                    edited_at: Some(row.written_at.as_micros()),
                    ..view.status.clone()
                },
                ..view.clone()
            },
        })
        .collect();
    let choices = view.poll.as_ref().map(|poll| {
        let titles = poll.options.iter().map(|option| option.title.clone());
        titles.collect()
    });
    all.push(Version { view, choices });
    Ok(all)
}
