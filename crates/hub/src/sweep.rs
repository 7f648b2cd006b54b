//! What is due is asked for again: what is gone, was changed, or may not be listed any more.

use std::collections::BTreeSet;
use std::time::Duration;

use staffroom_db::{DbError, hub_items, statuses};
use staffroom_domain::{AccountId, StatusId};
use staffroom_federation::Federation;
use staffroom_federation::resolve::{Freshness, RESTS_FOR, ResolveError, actor, may_ask};
use staffroom_service::hub::{self, HubItemRow};
use staffroom_service::statuses::StatusRow;
use staffroom_service::{accounts, ledger};

use crate::verify::{self, Checked};

/// A server that does not answer so often one after the other is left alone for a while.
const MOST_SILENCES: usize = 3;
/// How long.
const SILENT_FOR: Duration = Duration::from_hours(6);

/// Asks for some of what a server has. What does not answer, and what is not asked for any more because of that or because
/// it was asked for enough, comes again before the next week does.
pub(crate) async fn some(
    fed: &Federation,
    host: &str,
    ids: &[StatusId],
) -> Result<(), ResolveError> {
    let (items, posts) = known(fed, ids).await?;
    let mut asked = Asked::default();
    let mut silent = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let author = posts.iter().find(|post| post.id == item.status_id);
        let author = author.map(|post| post.account_id);
        let left = || items.iter().skip(n).map(|it| it.status_id);
        match one(fed, host, item, author, &mut asked).await? {
            Said::Something => asked.silences = 0,
            Said::Nothing => {
                silent.push(item.status_id);
                asked.silences += 1;
            }
            Said::Enough => {
                let at = fed.ctx().now().plus(RESTS_FOR);
                hub::sweep_again(fed.ctx(), left().collect(), at).await?;
                break;
            }
        }
        if asked.silences >= MOST_SILENCES {
            silent.extend(left().skip(1));
            break;
        }
    }
    let at = fed.ctx().now().plus(SILENT_FOR);
    hub::sweep_again(fed.ctx(), silent, at).await?;
    Ok(read_ledgers_later(fed, &items).await?)
}

/// What was asked already.
#[derive(Default)]
struct Asked {
    authors: BTreeSet<AccountId>,
    /// How often in a row nobody answered.
    silences: usize,
}

/// How a server answers.
enum Said {
    Something,
    Nothing,
    Enough,
}

/// Asks for something, and for its author where that was not done: whether they let it be listed is theirs to say, and may
/// have changed.
async fn one(
    fed: &Federation,
    host: &str,
    item: &HubItemRow,
    author: Option<AccountId>,
    asked: &mut Asked,
) -> Result<Said, ResolveError> {
    if let Some(author) = author.filter(|id| !asked.authors.contains(id)) {
        if !may_ask(fed, host).await {
            return Ok(Said::Enough);
        }
        let uri = accounts::find(fed.ctx(), author).await?;
        let uri = uri.and_then(|row| row.uri);
        if let Some(uri) = uri {
            match actor(fed, &uri, Freshness::Now).await {
                Err(ResolveError::Db(error)) => return Err(error.into()),
                Err(error) if error.is_temporary() => return Ok(Said::Nothing),
                _ => {}
            }
        }
        asked.authors.insert(author);
    }
    match verify::check_again(fed, item).await {
        Ok(Checked::AskedEnough) => Ok(Said::Enough),
        Err(ResolveError::Db(error)) => Err(error.into()),
        Err(error) if error.is_temporary() => Ok(Said::Nothing),
        _ => Ok(Said::Something),
    }
}

/// What is known of those, without what is gone; and their statuses.
async fn known(
    fed: &Federation,
    ids: &[StatusId],
) -> Result<(Vec<HubItemRow>, Vec<StatusRow>), DbError> {
    let ids = ids.to_vec();
    fed.ctx()
        .db
        .read(move |conn| {
            let mut items = hub_items::of_statuses(conn, &ids)?;
            items.retain(|row| row.due_at.is_some());
            let ids: Vec<StatusId> = items.iter().map(|row| row.status_id).collect();
            let mut posts = statuses::find_many(conn, &ids)?;
            posts.retain(|row| row.deleted_at.is_none());
            Ok((items, posts))
        })
        .await
}

/// What their authors' servers say came of the practices among them may have changed too.
async fn read_ledgers_later(fed: &Federation, items: &[HubItemRow]) -> Result<(), DbError> {
    let practices = items.iter().filter(|row| row.kind == "practice");
    let practices: Vec<StatusId> = practices.map(|row| row.status_id).collect();
    fed.ctx()
        .transact(move |tx| {
            let mut practices = practices.into_iter();
            practices.try_for_each(|practice| ledger::read_theirs_later(tx, practice))
        })
        .await
}
