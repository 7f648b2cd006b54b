//! `/api/v1/profile`: one's own profile as it is edited, with what was typed.

use actix_web::HttpResponse;
use staffroom_service::accounts::AccountRow;
use staffroom_service::{preferences, profiles, tags};

use super::update_credentials::edit;
use crate::call::{Answer, Call};

/// The caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let bearer = match call.bearer("profile") {
        Ok(bearer) => bearer,
        Err(_) => call.bearer("read:accounts")?,
    };
    answer(&call, &bearer.user.account).await
}

/// Changes what was given and leaves the rest.
pub(crate) async fn change(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let row = profiles::edit(&call.ctx, by, edit(&call.params)?).await?;
    answer(&call, &row).await
}

async fn answer(call: &Call, row: &AccountRow) -> Answer {
    let chosen = preferences::of(&call.ctx, row.id).await?;
    let featured = tags::featured(&call.ctx, row.id).await?;
    Ok(HttpResponse::Ok().json(call.shaper().profile(row, &chosen, &featured)))
}
