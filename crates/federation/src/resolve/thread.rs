//! The rest of a thread: what a status answers, up to its beginning, and the rest of its conversation, by
//! its `context` and then by the answers to it (FEP-f228, FEP-7888).

use std::collections::HashMap;

use staffroom_db::DbError;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_domain::StatusId;
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;

use super::collection::{Bounds, walk};
use super::error::ResolveError;
use super::fetch::{host_of, is_ours};
use super::object::{member, single};
use crate::state::Federation;

/// How far up a thread is followed.
const MOST_ANCESTORS: usize = 20;
/// How much of each list is looked at.
const LIST: Bounds = Bounds {
    pages: 5,
    items: 40,
};
/// Requests for one thread in all.
const MOST_REQUESTS: u32 = 150;
/// Hosts of one domain that are asked for one thread.
const MOST_HOSTS: usize = 5;
/// Items of a host that a list of another host names: nobody can send everybody to a third.
const MOST_ABROAD: usize = 5;

/// Fetches what is missing around a status. Whatever cannot be had is left out.
pub(super) async fn fetch(fed: &Federation, status: StatusId) -> Result<(), ResolveError> {
    let Some(row) = find(fed, status).await? else {
        return Ok(());
    };
    let mut reading = Reading {
        fed,
        context: parse(row.context_uri.as_deref()).filter(|uri| !is_ours(fed, uri)),
        budget: FetchBudget::new(MOST_REQUESTS, MOST_HOSTS),
        abroad: HashMap::new(),
    };
    reading.ancestors(&row).await?;
    // A list of the whole conversation, where it is read to its end, holds the answers too.
    if reading.conversation().await? {
        return Ok(());
    }
    reading.replies(&row).await
}

async fn find(fed: &Federation, id: StatusId) -> Result<Option<StatusRow>, DbError> {
    let ctx = fed.ctx();
    let row = ctx.db.read(move |conn| statuses::find(conn, id)).await?;
    Ok(row.filter(|row: &StatusRow| row.deleted_at.is_none()))
}

fn parse(uri: Option<&str>) -> Option<Iri> {
    Iri::parse(uri?).ok()
}

/// One thread that is being read.
struct Reading<'a> {
    fed: &'a Federation,
    /// The list of its conversation.
    context: Option<Iri>,
    budget: FetchBudget,
    /// How many items of other hosts than the list's were asked for.
    abroad: HashMap<String, usize>,
}

impl Reading<'_> {
    async fn ancestors(&mut self, row: &StatusRow) -> Result<(), ResolveError> {
        let mut child = row.clone();
        for _ in 0..MOST_ANCESTORS {
            let parent = if let Some(known) = child.in_reply_to_id {
                find(self.fed, StatusId::from(known)).await?
            } else if let Some(uri) = &child.in_reply_to_uri {
                match single(self.fed, uri, &mut self.budget).await {
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

    /// The list of the conversation, which may be of another server than the status; `false` where there
    /// is none that could be read to its end.
    async fn conversation(&mut self) -> Result<bool, ResolveError> {
        let Some(list) = self.context.clone() else {
            return Ok(false);
        };
        let found = match walk(self.fed, &list, LIST, &mut self.budget).await {
            Ok(found) => found,
            Err(ResolveError::Db(error)) => return Err(error.into()),
            Err(error) => {
                tracing::debug!(%list, %error, "a conversation is not read");
                return Ok(false);
            }
        };
        let complete = found.complete && !found.items.is_empty();
        self.take(&list, found.items).await?;
        Ok(complete)
    }

    async fn replies(&mut self, row: &StatusRow) -> Result<(), ResolveError> {
        // Only the status' own server says which answers it has; each of them speaks for itself.
        let id = parse(row.uri.as_deref());
        let list = parse(row.replies_uri.as_deref());
        let Some(list) = list.filter(|list| id.is_some_and(|id| id.same_origin(list))) else {
            return Ok(());
        };
        match walk(self.fed, &list, LIST, &mut self.budget).await {
            Ok(found) => self.take(&list, found.items).await,
            Err(error) if error.is_temporary() => Err(error),
            Err(_) => Ok(()),
        }
    }

    /// Fetches the items of a list, as far as they are of this thread.
    async fn take(&mut self, list: &Iri, items: Vec<Iri>) -> Result<(), ResolveError> {
        for item in items {
            if is_ours(self.fed, &item) || !self.may_ask(list, &item) {
                continue;
            }
            let found = member(self.fed, &item, self.context.as_ref(), &mut self.budget).await;
            match found {
                Err(ResolveError::Db(error)) => return Err(error.into()),
                Err(error) => tracing::debug!(%item, %error, "a part of a thread is not fetched"),
                Ok(_) => {}
            }
        }
        Ok(())
    }

    fn may_ask(&mut self, list: &Iri, item: &Iri) -> bool {
        if item.same_origin(list) {
            return true;
        }
        let asked = self.abroad.entry(host_of(item)).or_default();
        *asked += 1;
        *asked <= MOST_ABROAD
    }
}
