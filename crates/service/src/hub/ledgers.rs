//! What a hub says of a practice: the ledger of its author's server, and its own, beside each other.

use staffroom_db::outcomes::{self, OutcomeRow};
use staffroom_db::statuses::{self, Page};
use staffroom_db::{Conn, accounts, hub_items as rows};
pub use staffroom_domain::ledger::Rejection;
use staffroom_domain::{AccountId, StatusId};

use super::items::HubItemRow;
use crate::context::Ctx;
use crate::ledger::{self, LedgerView};
use crate::listing::Part;
use crate::records::RecordError;
use crate::statuses::Viewer;

/// The longest page of outcomes.
const MAX_PAGE: i64 = 100;

/// The ledgers of a practice.
#[derive(Clone, Debug, PartialEq)]
pub struct HubLedgers {
    /// What was counted here, of what was shown by its own server; and what the author's server says of its own.
    pub view: LedgerView,
    /// What the author's server says that it did not take in.
    pub rejected: Vec<Rejection>,
    /// Outcomes that are known here, whether they count or not, the newest first.
    pub outcomes: Part<Entry>,
}

/// An outcome, as the hub knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The status.
    pub status: StatusId,
    /// The id of its object.
    pub uri: String,
    /// What came of it: a slug, or the IRI where it is unknown.
    pub result: String,
    /// One of the states of [`HubItemRow`]; `verified` for what was said on the hub itself.
    pub state: String,
    /// Whether it is counted: what is verified, and was not replaced by a newer one.
    pub is_counted: bool,
    /// Why the author's server did not take it in, where it says so.
    pub rejected_for: Option<&'static str>,
}

/// The ledgers of a practice in the library; what is not, has none here.
pub async fn ledgers(
    ctx: &Ctx,
    viewer: Viewer,
    practice: StatusId,
    page: Page,
) -> Result<HubLedgers, RecordError> {
    if !ctx.config.is_hub() {
        return Err(RecordError::NotFound);
    }
    let view = ledger::read(ctx, viewer, practice).await?;
    let (local, page) = (view.status.local, page.at_most(MAX_PAGE));
    ctx.db
        .read(move |conn| {
            let is_listed = rows::find(conn, practice)?.is_some_and(|row| row.is_verified());
            if !local && !is_listed {
                return Err(RecordError::NotFound);
            }
            let rejected = ledger::their_rejections(conn, practice)?;
            Ok(HubLedgers {
                outcomes: outcomes_of(conn, practice, &rejected, page)?,
                view,
                rejected,
            })
        })
        .await
}

fn outcomes_of(
    conn: &mut Conn,
    practice: StatusId,
    rejected: &[Rejection],
    page: Page,
) -> Result<Part<Entry>, RecordError> {
    let all = outcomes::all_of_practice(conn, practice, page)?;
    let ids: Vec<StatusId> = all.iter().map(|row| row.status_id).collect();
    let known = rows::of_statuses(conn, &ids)?;
    let posts = statuses::find_many(conn, &ids)?;
    let authors: Vec<AccountId> = posts.iter().map(|post| post.account_id).collect();
    let authors = accounts::find_many(conn, &authors)?;
    let part = Part::of(all, |row| row.status_id.get()).of_page(page);
    let entry = |row: OutcomeRow| {
        let post = posts.iter().find(|post| post.id == row.status_id)?;
        let item = known.iter().find(|item| item.status_id == row.status_id);
        let state = match item {
            Some(item) => item.state.clone(),
            None if post.local => HubItemRow::VERIFIED.to_owned(),
            None => HubItemRow::REPORTED.to_owned(),
        };
        let theirs = rejected.iter().find(|rejection| rejection.id == row.uri);
        let entry = Entry {
            status: row.status_id,
            is_counted: row.state == OutcomeRow::COUNTED,
            rejected_for: theirs.map(|rejection| rejection.reason.as_str()),
            result: row.result,
            uri: row.uri,
            state,
        };
        let author = authors.iter().find(|it| it.id == post.account_id)?;
        // What may not be listed is named to nobody; nor is what was only told of somebody who may not want it.
        let may_be_named = match entry.state.as_str() {
            HubItemRow::VERIFIED => true,
            HubItemRow::REPORTED => author.is_active() && author.indexable && !author.is_limited(),
            _ => false,
        };
        (post.visibility().is_open() && may_be_named).then_some(entry)
    };
    Ok(part.filter_map(entry))
}
