//! `GET /api/v1/accounts`: several accounts by their ids.

use staffroom_service::listing::Part;
use staffroom_service::networks;

use crate::call::{Answer, Call};
use crate::paging::listed_accounts;

/// `id[]`, in their order; who is not here is left out.
pub(crate) async fn handle(call: Call) -> Answer {
    call.anybody("read:accounts")?;
    let ids = call.ids("id", networks::MAX_ACCOUNTS);
    let items = networks::several(&call.ctx, ids).await?;
    listed_accounts(&call, Part::whole(items)).await
}
