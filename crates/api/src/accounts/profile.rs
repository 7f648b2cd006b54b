//! `/api/v1/profile`: one's own profile as it is edited, with what was typed.

use actix_web::HttpResponse;
use staffroom_service::accounts::AccountRow;
use staffroom_service::{preferences, profiles, tags};

use super::update_credentials::whole_edit;
use crate::call::{Answer, Call};
use crate::upload::CallWithFiles;

/// The caller's.
pub(crate) async fn show(call: Call) -> Answer {
    let bearer = match call.bearer("profile") {
        Ok(bearer) => bearer,
        Err(_) => call.bearer("read:accounts")?,
    };
    answer(&call, &bearer.user.account).await
}

/// Changes what was given and leaves the rest.
pub(crate) async fn change(mut sent: CallWithFiles) -> Answer {
    let by = sent.call.user("write:accounts")?;
    let edit = whole_edit(&mut sent, by).await?;
    let call = sent.call;
    let row = profiles::edit(&call.ctx, by, edit).await?;
    answer(&call, &row).await
}

async fn answer(call: &Call, row: &AccountRow) -> Answer {
    let chosen = preferences::of(&call.ctx, row.id).await?;
    let featured = tags::featured(&call.ctx, row.id).await?;
    Ok(HttpResponse::Ok().json(call.shaper().profile(row, &chosen, &featured)))
}
