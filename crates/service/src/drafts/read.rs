//! Drafts as their author sees them.

use staffroom_db::drafts::{self, DraftRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::practice::Problem;
use staffroom_domain::{AccountId, DraftId, StatusId};

use super::content::{DraftContent, DraftKind};
use super::keep::MAX_DRAFTS;
use super::{DraftError, lacks};
use crate::context::Ctx;
use crate::statuses::{StatusView, load};

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
        let about = about_of(&row);
        let about = load(conn, Some(row.account_id), about.as_slice())?.pop();
        Ok(Self::new(row, about.as_ref()))
    }

    fn new(row: DraftRow, about: Option<&StatusView>) -> Self {
        let content = DraftContent::of(&row);
        Self {
            kind: DraftKind::of(&row),
            lacks: lacks::of(&row, &content),
            about: about.map(|view| DraftAbout {
                id: view.status.id,
                title: view.status.title.clone().unwrap_or_default(),
            }),
            content,
            row,
        }
    }
}

fn about_of(row: &DraftRow) -> Option<StatusId> {
    row.about_id.or(row.edits_id).map(StatusId::from)
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
            let about: Vec<StatusId> = rows.iter().filter_map(about_of).collect();
            let about = load(conn, Some(of), &about)?;
            let views = rows.into_iter().map(|row| {
                let id = about_of(&row);
                let about = about.iter().find(|view| Some(view.status.id) == id);
                DraftView::new(row, about)
            });
            Ok(views.collect())
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
