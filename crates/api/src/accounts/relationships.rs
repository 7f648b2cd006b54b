//! `GET /api/v1/accounts/relationships`: how the caller stands to others.

use actix_web::HttpResponse;
use staffroom_domain::AccountId;
use staffroom_service::relationships;

use crate::call::{Answer, Call};
use crate::entities::Relationship;
use crate::paging::ACCOUNTS;

/// `id[]=1&id[]=2`, and the bare `id=1` that some clients send. Who is not here is left out.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:follows")?;
    let most = usize::try_from(ACCOUNTS.1).unwrap_or_default();
    let others: Vec<AccountId> = call.ids("id", most);
    let found = relationships::relationships(&call.ctx, by, others).await?;
    let found: Vec<Relationship> = found
        .into_iter()
        .map(|(other, found)| Relationship::new(other, found))
        .collect();
    Ok(HttpResponse::Ok().json(found))
}

/// How the caller stands to somebody after they did something.
pub(crate) async fn answer(call: &Call, by: AccountId, other: AccountId) -> Answer {
    let found = relationships::relationship(&call.ctx, by, other).await?;
    Ok(HttpResponse::Ok().json(Relationship::new(other, found)))
}
