//! `PATCH /api/v1/accounts/update_credentials`: changing one's own profile.

use staffroom_domain::AccountId;
use staffroom_service::media::{self, PictureChange, Variant};
use staffroom_service::profiles::{self, ProfileEdit};

use super::verify_credentials::answer;
use crate::call::Answer;
use crate::error::ApiError;
use crate::params::Params;
use crate::upload::CallWithFiles;

/// Changes what was given and leaves the rest.
pub(crate) async fn handle(mut sent: CallWithFiles) -> Answer {
    let by = sent.call.user("write:accounts")?;
    let avatar = picture(&mut sent, by, Variant::Avatar).await?;
    let header = picture(&mut sent, by, Variant::Header).await?;
    let call = sent.call;
    let params = &call.params;
    refuse_what_is_missing(params)?;
    let edit = ProfileEdit {
        display_name: params.text("display_name"),
        summary: params.text("note"),
        fields: params.has("fields_attributes").then(|| fields(params)),
        locked: params.boolean("locked"),
        bot: params.boolean("bot"),
        discoverable: params.boolean("discoverable"),
        indexable: params.boolean("indexable"),
        hides_network: params.boolean("hide_collections"),
        avatar,
        header,
    };
    let row = profiles::edit(&call.ctx, by, edit).await?;
    answer(&call, &row).await
}

/// A picture that was sent; an empty one stands for none.
async fn picture(
    sent: &mut CallWithFiles,
    by: AccountId,
    what: Variant,
) -> Result<PictureChange, ApiError> {
    let name = what.word();
    if let Some(file) = sent.file(name) {
        let kept = media::keep_picture(&sent.call.ctx, Some(by), what, &file).await?;
        return Ok(PictureChange::Set(kept));
    }
    let params = &sent.call.params;
    if !params.has(name) {
        return Ok(PictureChange::Keep);
    }
    if params.present(name).is_some() {
        return Err(ApiError::invalid(
            "pictures are sent as files (multipart/form-data)",
        ));
    }
    Ok(PictureChange::Remove)
}

/// Name and value of each line. As Rails has it, a list or groups with numbers; all lines are replaced.
fn fields(params: &Params) -> Vec<(String, String)> {
    let text = |group: &Params, name| group.text(name).unwrap_or_default();
    let groups = params.groups("fields_attributes");
    groups
        .iter()
        .map(|group| (text(group, "name"), text(group, "value")))
        .collect()
}

/// What clients may ask for and this version cannot do: said clearly, instead of leaving it out.
fn refuse_what_is_missing(params: &Params) -> Result<(), ApiError> {
    let Some(source) = params.group("source") else {
        return Ok(());
    };
    let privacy = source.present("privacy");
    let is_other = privacy.is_some_and(|privacy| privacy != "public")
        || source.boolean("sensitive") == Some(true)
        || source.present("language").is_some();
    if is_other {
        return Err(ApiError::invalid(
            "how you post by default cannot be changed here yet",
        ));
    }
    Ok(())
}
