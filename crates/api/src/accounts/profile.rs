//! `/api/v1/profile`: one's own profile as it is edited, with what was typed.

use actix_web::HttpResponse;
use staffroom_service::accounts::AccountRow;
use staffroom_service::media::PictureChange;
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::{preferences, tags};

use super::update_credentials::whole_edit;
use super::verify_credentials;
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

/// `DELETE /api/v1/profile/avatar`: takes the picture away. Answers the account.
pub(crate) async fn remove_avatar(call: Call) -> Answer {
    let edit = ProfileEdit {
        avatar: PictureChange::Remove,
        ..ProfileEdit::default()
    };
    remove(&call, edit).await
}

/// `DELETE /api/v1/profile/header`: takes the banner away. Answers the account.
pub(crate) async fn remove_header(call: Call) -> Answer {
    let edit = ProfileEdit {
        header: PictureChange::Remove,
        ..ProfileEdit::default()
    };
    remove(&call, edit).await
}

async fn remove(call: &Call, edit: ProfileEdit) -> Answer {
    let by = call.user("write:accounts")?;
    let row = profiles::edit(&call.ctx, by, edit).await?;
    verify_credentials::answer(call, &row).await
}

async fn answer(call: &Call, row: &AccountRow) -> Answer {
    let chosen = preferences::of(&call.ctx, row.id).await?;
    let featured = tags::featured(&call.ctx, row.id).await?;
    Ok(HttpResponse::Ok().json(call.shaper().profile(row, &chosen, &featured)))
}
