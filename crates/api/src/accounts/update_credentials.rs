//! `PATCH /api/v1/accounts/update_credentials`: changing one's own profile.

use staffroom_service::profiles::{self, ProfileEdit};

use super::verify_credentials::answer;
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::params::Params;

/// Changes what was given and leaves the rest.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
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
    };
    let row = profiles::edit(&call.ctx, by, edit).await?;
    answer(&call, &row).await
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
    for picture in ["avatar", "header"] {
        if params.present(picture).is_some() {
            return Err(ApiError::invalid("pictures cannot be uploaded here yet"));
        }
    }
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
