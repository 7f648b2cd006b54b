//! Drafts as their author sees them.

use staffroom_db::drafts::{self, DraftRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::practice::Problem;
use staffroom_domain::{AccountId, DraftId, StatusId};

use super::content::{DraftContent, DraftKind};
use super::keep::MAX_DRAFTS;
use super::{DraftError, lacks};
use crate::context::Ctx;
use crate::statuses::load_one;

/// A draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftView {
    /// The row.
    pub row: DraftRow,
    /// What it becomes.
    pub kind: DraftKind,
    /// What it holds.
    pub content: DraftContent,
    /// What it is about, or what it changes, where that is still there.
    pub about: Option<DraftAbout>,
    /// What it still lacks.
    pub lacks: Vec<Problem>,
}

/// A practice that a draft is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAbout {
    /// Its status.
    pub id: StatusId,
    /// Its title.
    pub title: String,
}

impl DraftView {
    pub(super) fn of(conn: &mut Conn, row: DraftRow) -> Result<Self, DbError> {
        let content = DraftContent::of(&row);
        let about = match row.about_id.or(row.edits_id) {
            Some(id) => load_one(conn, Some(row.account_id), id.into())?,
            None => None,
        };
        Ok(Self {
            kind: DraftKind::of(&row),
            lacks: lacks::of(&row, &content),
            about: about.map(|view| DraftAbout {
                id: view.status.id,
                title: view.status.title.unwrap_or_default(),
            }),
            content,
            row,
        })
    }
}

/// A draft of somebody's own.
pub(super) fn own(conn: &mut Conn, by: AccountId, id: DraftId) -> Result<DraftRow, DraftError> {
    drafts::find(conn, id)?
        .filter(|row| row.account_id == by)
        .ok_or(DraftError::NotFound)
}

/// One's own drafts, the last begun first.
pub async fn list(ctx: &Ctx, of: AccountId) -> Result<Vec<DraftView>, DbError> {
    ctx.db
        .read(move |conn| {
            let rows = drafts::of_account(conn, of, MAX_DRAFTS)?;
            rows.into_iter()
                .map(|row| DraftView::of(conn, row))
                .collect()
        })
        .await
}

/// One's own draft.
pub async fn get(ctx: &Ctx, by: AccountId, id: DraftId) -> Result<DraftView, DraftError> {
    ctx.db
        .read(move |conn| {
            let row = own(conn, by, id)?;
            Ok(DraftView::of(conn, row)?)
        })
        .await
}
