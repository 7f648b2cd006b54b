//! The rest of a thread: what a status answers, up to its beginning, and the answers to it (FEP-f228).

use staffroom_db::DbError;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_domain::StatusId;
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;

use super::collection::{Bounds, walk};
use super::error::ResolveError;
use super::object::single;
use crate::state::Federation;

/// How far up a thread is followed.
const MOST_ANCESTORS: usize = 20;
/// How much of the answers is looked at.
const REPLIES: Bounds = Bounds {
    pages: 5,
    items: 40,
};
/// Requests for one thread in all.
const MOST_REQUESTS: u32 = 150;
/// Hosts of one domain that are asked for one thread.
const MOST_HOSTS: usize = 5;

/// Fetches what is missing around a status. Whatever cannot be had is left out.
pub(super) async fn fetch(fed: &Federation, status: StatusId) -> Result<(), ResolveError> {
    let Some(row) = find(fed, status).await? else {
        return Ok(());
    };
    let mut budget = FetchBudget::new(MOST_REQUESTS, MOST_HOSTS);
    ancestors(fed, &row, &mut budget).await?;
    replies(fed, &row, &mut budget).await
}

async fn find(fed: &Federation, id: StatusId) -> Result<Option<StatusRow>, DbError> {
    let ctx = fed.ctx();
    let row = ctx.db.read(move |conn| statuses::find(conn, id)).await?;
    Ok(row.filter(|row: &StatusRow| row.deleted_at.is_none()))
}

async fn ancestors(
    fed: &Federation,
    row: &StatusRow,
    budget: &mut FetchBudget,
) -> Result<(), ResolveError> {
    let mut child = row.clone();
    for _ in 0..MOST_ANCESTORS {
        let parent = if let Some(known) = child.in_reply_to_id {
            find(fed, StatusId::from(known)).await?
        } else if let Some(uri) = &child.in_reply_to_uri {
            match single(fed, uri, budget).await {
                Ok(parent) => parent,
                Err(ResolveError::Db(error)) => return Err(error.into()),
                Err(error) => {
                    tracing::debug!(%uri, %error, "a part of a thread is not fetched");
                    None
                }
            }
        } else {
            None
        };
        match parent {
            Some(parent) if parent.id != child.id => child = parent,
            _ => break,
        }
    }
    Ok(())
}

async fn replies(
    fed: &Federation,
    row: &StatusRow,
    budget: &mut FetchBudget,
) -> Result<(), ResolveError> {
    let Some(list) = row
        .replies_uri
        .as_deref()
        .and_then(|uri| Iri::parse(uri).ok())
    else {
        return Ok(());
    };
    // Only the status' own server says which answers it has; each of them speaks for itself.
    let id = row.uri.as_deref().and_then(|uri| Iri::parse(uri).ok());
    if !id.is_some_and(|id| id.same_origin(&list)) {
        return Ok(());
    }
    let found = match walk(fed, &list, REPLIES, budget).await {
        Ok(found) => found,
        Err(error) if error.is_temporary() => return Err(error),
        Err(_) => return Ok(()),
    };
    for item in found.items {
        match single(fed, item.as_str(), budget).await {
            Err(ResolveError::Db(error)) => return Err(error.into()),
            Err(error) => tracing::debug!(%item, %error, "an answer is not fetched"),
            Ok(_) => {}
        }
    }
    Ok(())
}
