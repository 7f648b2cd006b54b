//! What a new member has already: what its organisation announces, a page in a job.

use staffroom_federation::Federation;
use staffroom_federation::resolve::{
    Brought, Item, ListPart, ResolveError, bring, list_part, lists_of, may_ask,
};
use staffroom_service::accounts;
use staffroom_service::hub::{self, Harvested, HubMemberRow};

use crate::verify::{self, Checked};

/// Reads the next page of what a member announces, and asks for what is only named there. Whoever does it again asks for
/// nothing that is verified. What does not answer is tried again with the page, and passed by at the last attempt: one thing that is
/// broken keeps nothing else back.
pub(crate) async fn page(fed: &Federation, host: &str, is_last: bool) -> Result<(), ResolveError> {
    let ctx = fed.ctx();
    let member = hub::member(ctx, host).await?;
    let is_read = |row: &HubMemberRow| row.is_member() && row.harvest == HubMemberRow::RUNNING;
    let Some(member) = member.filter(is_read) else {
        return Ok(());
    };
    let organisation = accounts::find(ctx, member.account_id).await?;
    let organisation = organisation.and_then(|row| row.uri);
    let Some(organisation) = organisation else {
        return Ok(hub::harvested(ctx, member, Harvested::Failed).await?);
    };
    let Some(part) = next_part(fed, &member, &organisation).await? else {
        return Ok(hub::harvested(ctx, member, Harvested::Failed).await?);
    };
    let mut failed = None;
    for item in part.items {
        let id = item.id().clone();
        match one(fed, item).await {
            Ok(()) => {}
            Err(error @ (ResolveError::AskedEnough | ResolveError::Db(_))) => return Err(error),
            Err(error) => {
                tracing::info!(%host, %id, %error, "something of a member cannot be had");
                failed = Some(error).filter(ResolveError::is_temporary).or(failed);
            }
        }
    }
    if let Some(error) = failed.filter(|_| !is_last) {
        return Err(error);
    }
    let how = part.next.map_or(Harvested::End, Harvested::Next);
    Ok(hub::harvested(ctx, member, how).await?)
}

/// What is read next. None where it cannot be: one list that is broken from its beginning leaves the other.
async fn next_part(
    fed: &Federation,
    member: &HubMemberRow,
    organisation: &str,
) -> Result<Option<ListPart>, ResolveError> {
    let host = &member.host;
    let lists = match &member.cursor {
        None => lists_of(fed, member.account_id).await?,
        Some(cursor) if member.pages > 1 => vec![cursor.clone()],
        // No more than the head of the first was read.
        Some(cursor) => {
            let others = lists_of(fed, member.account_id).await?.into_iter().skip(1);
            [cursor.clone()].into_iter().chain(others).collect()
        }
    };
    for at in lists {
        if !may_ask(fed, host).await {
            return Err(ResolveError::AskedEnough);
        }
        match list_part(fed, organisation, &at).await {
            Ok(part) => return Ok(Some(part)),
            Err(error) if error.is_temporary() => return Err(error),
            Err(error) => {
                tracing::info!(%host, %at, %error, "what a member announces cannot be read");
            }
        }
    }
    Ok(None)
}

async fn one(fed: &Federation, item: Item) -> Result<(), ResolveError> {
    let status = match bring(fed, item).await? {
        Some(Brought::Known(status)) => status,
        Some(Brought::New(_)) | None => return Ok(()),
    };
    match verify::check(fed, status).await? {
        Checked::AskedEnough => Err(ResolveError::AskedEnough),
        // It may have been verified before its instance was a member.
        Checked::Nothing => Ok(hub::announce_verified(fed.ctx(), status).await?),
        Checked::Done => Ok(()),
    }
}
