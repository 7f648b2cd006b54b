//! One status, and what stands around it in its thread.

use std::collections::{HashMap, HashSet};

use staffroom_db::briefs::{self, StatusBrief};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, adoptions, outcomes};
use staffroom_domain::{AccountId, StatusId};

use super::view::{StatusView, load, load_one};
use super::visibility::{Viewer, without_hidden, without_limited};
use super::{StatusError, live};
use crate::context::Ctx;

/// How many statuses above are shown.
const MAX_ANCESTORS: usize = 40;
/// How many statuses below are shown.
const MAX_DESCENDANTS: usize = 300;
/// How much of a thread is read.
const MAX_THREAD: i64 = 1_000;

/// What stands above and below a status.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// What it answers, from the beginning of the thread.
    pub ancestors: Vec<StatusView>,
    /// What answers it; each followed by its own answers.
    pub descendants: Vec<StatusView>,
}

/// One status as somebody sees it.
pub async fn show(ctx: &Ctx, viewer: Viewer, id: StatusId) -> Result<StatusView, StatusError> {
    ctx.db
        .read(move |conn| load_one(conn, viewer, id))
        .await?
        .ok_or(StatusError::NotFound)
}

/// One status for its author alone, with what they wrote.
pub async fn show_own(ctx: &Ctx, by: AccountId, id: StatusId) -> Result<StatusView, StatusError> {
    let view = show(ctx, Some(by), id).await?;
    if view.status.account_id == by {
        Ok(view)
    } else {
        Err(StatusError::NotFound)
    }
}

/// The thread around a status as somebody sees it. The number of queries does not depend on how many
/// answers there are.
pub async fn thread(ctx: &Ctx, viewer: Viewer, id: StatusId) -> Result<Thread, StatusError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let row = live(conn, id)?;
            let rows = briefs::thread(conn, row.thread_id, MAX_THREAD)?;
            let above = ancestors(conn, &rows, &row)?;
            let below = descendants(&rows, row.id, MAX_DESCENDANTS);
            let mut all = vec![id];
            all.extend(above.iter().chain(&below));
            let mut all = load(conn, viewer, &all)?;
            if all.first().is_none_or(|view| view.status.id != id) {
                return Err(StatusError::NotFound);
            }
            all.remove(0);
            let all = without_hidden(conn, viewer, all, now)?;
            let mut views: HashMap<StatusId, StatusView> = without_limited(conn, viewer, all)?
                .into_iter()
                .map(|view| (view.status.id, view))
                .collect();
            let mut take = |ids: Vec<StatusId>| {
                ids.iter()
                    .filter_map(|id| views.remove(id))
                    .collect::<Vec<_>>()
            };
            Ok(Thread {
                ancestors: take(above),
                descendants: take(below),
            })
        })
        .await
}

/// What people answer to a practice in words, at most `most`, each followed by its own answers: its adoptions and outcomes
/// are told elsewhere. Only what is given is read whole, and a little more for what the viewer has hidden.
pub async fn answers(
    ctx: &Ctx,
    viewer: Viewer,
    id: StatusId,
    most: usize,
) -> Result<Vec<StatusView>, StatusError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let row = live(conn, id)?;
            let rows = briefs::thread(conn, row.thread_id, MAX_THREAD)?;
            let mut below = descendants(&rows, row.id, usize::MAX);
            let mut entries: HashSet<StatusId> =
                outcomes::among(conn, &below)?.into_iter().collect();
            entries.extend(adoptions::among(conn, &below)?);
            below.retain(|id| !entries.contains(id));
            below.truncate(most.saturating_mul(3));
            let views = load(conn, viewer, &below)?;
            let views = without_hidden(conn, viewer, views, now)?;
            let mut views = without_limited(conn, viewer, views)?;
            views.truncate(most);
            Ok(views)
        })
        .await
}

fn ancestors(
    conn: &mut Conn,
    rows: &[StatusBrief],
    of: &StatusRow,
) -> Result<Vec<StatusId>, DbError> {
    let mut found = Vec::new();
    let mut next = of.in_reply_to_id.map(StatusId::from);
    while let Some(id) = next {
        if found.len() >= MAX_ANCESTORS || found.contains(&id) || id == of.id {
            break;
        }
        let there = rows.iter().find(|row| row.id == id).cloned();
        let row = match there {
            Some(row) => Some(row),
            None => briefs::find_many(conn, &[id])?.pop(),
        };
        found.push(id);
        next = row.and_then(|row| row.in_reply_to_id.map(StatusId::from));
    }
    found.reverse();
    Ok(found)
}

fn descendants(rows: &[StatusBrief], of: StatusId, most: usize) -> Vec<StatusId> {
    let mut answers: HashMap<i64, Vec<StatusId>> = HashMap::new();
    // The newest first, so that the oldest is popped first.
    for row in rows.iter().rev() {
        if let Some(parent) = row.in_reply_to_id {
            answers.entry(parent).or_default().push(row.id);
        }
    }
    let mut found = Vec::new();
    let mut waiting = answers.remove(&of.get()).unwrap_or_default();
    while let Some(id) = waiting.pop() {
        if found.len() >= most {
            break;
        }
        found.push(id);
        waiting.extend(answers.remove(&id.get()).unwrap_or_default());
    }
    found
}
