//! What was entered about a practice, to be read.

use staffroom_db::adoptions::{self, AdoptionRow};
use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::statuses::Page;
use staffroom_domain::{RecordKind, StatusId};

use super::read::{practice_for, shorten};
use crate::context::Ctx;
use crate::records::RecordError;
use crate::statuses::{Viewer, load, without_hidden, without_limited};
use crate::timelines::Part;

/// The longest part.
const MAX_PAGE: i64 = 100;

/// The entries of a practice that count, as somebody sees them, the newest first; only adoptions or only outcomes where
/// `kind` says so. Those that only some may see, of limited accounts, and of whom the viewer does not want to see are
/// counted, and not shown.
pub async fn entered(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
    kind: Option<RecordKind>,
    page: Page,
) -> Result<Part, RecordError> {
    let (page, now) = (page.at_most(MAX_PAGE), ctx.now());
    let is_wanted = move |of| kind.is_none_or(|kind| kind == of);
    ctx.db
        .read(move |conn| {
            let (practice, _) = practice_for(conn, viewer, practice)?;
            let id = practice.status_id;
            let mut ids: Vec<StatusId> = Vec::new();
            if is_wanted(RecordKind::Outcome) {
                let rows = outcomes::page_of_practice(conn, id, OutcomeRow::COUNTED, page)?;
                ids.extend(rows.iter().map(|row| row.status_id));
            }
            if is_wanted(RecordKind::Adoption) {
                let rows = adoptions::page_of_practice(conn, id, AdoptionRow::COUNTED, page)?;
                ids.extend(rows.iter().map(|row| row.status_id));
            }
            ids.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
            shorten(&mut ids, page);
            let views = load(conn, viewer, &ids)?;
            let views = without_hidden(conn, viewer, views, now)?;
            Ok(Part {
                views: without_limited(conn, viewer, views)?,
                newest: ids.first().map(|id| id.get()),
                oldest: ids.last().map(|id| id.get()),
                is_last: i64::try_from(ids.len()).unwrap_or(i64::MAX) < page.limit,
            })
        })
        .await
}
