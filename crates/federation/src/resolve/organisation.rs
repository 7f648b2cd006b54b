//! Whom an organisation of another server lists as its own.

use std::collections::HashSet;
use std::sync::Arc;

use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_domain::AccountId;
use staffroom_net::FetchBudget;
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::ActorKind;
use staffroom_service::{accounts, organisations};

use super::actor::{self, Freshness};
use super::collection::{Bounds, walk};
use super::error::ResolveError;
use super::fetch::{self, host_of};
use crate::state::Federation;
use crate::verify::Errand;

/// How much of a list of members is read: that of a large trust.
const MEMBERS: Bounds = Bounds {
    pages: 60,
    items: 5_000,
};
/// Requests for one list: its actor, the list and its pages.
const MOST_REQUESTS: u32 = 70;

/// What an organisation says of who belongs to it.
#[derive(Debug)]
pub(crate) struct Members {
    ids: HashSet<String>,
    /// Whether that is all.
    complete: bool,
}

impl Members {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
}

/// Asks an organisation whether somebody of its own origin belongs to it, and counts what they entered accordingly.
pub(super) async fn ask(
    fed: &Federation,
    account: AccountId,
    organisation: &str,
) -> Result<(), ResolveError> {
    let Some(author) = accounts::find(fed.ctx(), account)
        .await?
        .filter(AccountRow::is_active)
    else {
        return Ok(());
    };
    let iri = Iri::parse(organisation).map_err(ResolveError::invalid)?;
    let own = Iri::parse(author.uri.as_deref().unwrap_or_default());
    let Some(own) = own.ok().filter(|own| own.same_origin(&iri)) else {
        return Err(ResolveError::refused("it is not of its author's origin"));
    };
    let members = members(fed, &iri).await?;
    let is_member = members.ids.contains(own.canonical());
    if !is_member && !members.complete {
        // Perhaps further on in a list that is too long.
        return Ok(());
    }
    let organisation = organisation.to_owned();
    let done: Result<bool, DbError> = fed
        .ctx()
        .transact(move |tx| organisations::vouch_in(tx, &organisation, account, is_member))
        .await;
    done?;
    Ok(())
}

/// The members of an organisation, as it told within the last hour.
async fn members(fed: &Federation, organisation: &Iri) -> Result<Arc<Members>, ResolveError> {
    let memory = fed.memory();
    if let Some(known) = memory.members(organisation.canonical()).await {
        return Ok(known);
    }
    let host = host_of(organisation);
    if !memory.may_queue(Errand::Organisations, &host).await {
        return Err(ResolveError::AskedEnough);
    }
    let found = Arc::new(read(fed, organisation).await?);
    memory.keep_members(organisation.canonical(), &found).await;
    Ok(found)
}

async fn read(fed: &Federation, organisation: &Iri) -> Result<Members, ResolveError> {
    let mut budget = FetchBudget::new(MOST_REQUESTS, 1);
    let nobody = Members {
        ids: HashSet::new(),
        complete: true,
    };
    let fetched = fetch::by_id(fed, organisation, &mut budget).await?;
    if fetched.at != *organisation {
        return Ok(nobody);
    }
    let told = fetched.document.actor()?;
    let list = told.members.filter(|list| list.same_origin(organisation));
    let Some(list) = list.filter(|_| told.kind == ActorKind::Organization) else {
        return Ok(nobody);
    };
    // Its name is shown where somebody did something for it; what is counted does not wait for that.
    if let Err(error) =
        actor::actor_within(fed, organisation.canonical(), Freshness::Fresh, &mut budget).await
    {
        tracing::debug!(organisation = organisation.canonical(), %error, "it is not kept");
    }
    let found = walk(fed, &list, MEMBERS, &mut budget).await?;
    // Whom it lists of other origins is not its to say.
    let own = found.items.iter().filter(|id| id.same_origin(organisation));
    Ok(Members {
        ids: own.map(|id| id.canonical().to_owned()).collect(),
        complete: found.complete,
    })
}
