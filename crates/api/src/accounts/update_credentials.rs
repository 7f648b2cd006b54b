//! `PATCH /api/v1/accounts/update_credentials`: changing one's own profile.

use staffroom_service::preferences::PreferenceEdit;
use staffroom_service::profiles::{self, ProfileEdit};

use super::verify_credentials::answer;
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::params::Params;

/// Changes what was given and leaves the rest.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("write:accounts")?;
    let row = profiles::edit(&call.ctx, by, edit(&call.params)?).await?;
    answer(&call, &row).await
}

/// What is to be changed, as `update_credentials` and `profile` are given it.
pub(super) fn edit(params: &Params) -> Result<ProfileEdit, ApiError> {
    refuse_what_is_missing(params)?;
    Ok(ProfileEdit {
        display_name: params.text("display_name"),
        summary: params.text("note"),
        fields: params.has("fields_attributes").then(|| fields(params)),
        locked: params.boolean("locked"),
        bot: params.boolean("bot"),
        discoverable: params.boolean("discoverable"),
        indexable: params.boolean("indexable"),
        hides_network: params.boolean("hide_collections"),
        preferences: preferences(params),
    })
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

fn preferences(params: &Params) -> PreferenceEdit {
    let source = params.group("source").unwrap_or_default();
    let domains = "attribution_domains";
    PreferenceEdit {
        visibility: source.present("privacy"),
        sensitive: source.boolean("sensitive"),
        language: source.text("language"),
        quote_policy: source.present("quote_policy"),
        attribution_domains: params.has(domains).then(|| params.texts(domains)),
        show_media: params.boolean("show_media"),
        show_media_replies: params.boolean("show_media_replies"),
        show_featured: params.boolean("show_featured"),
        avatar_description: params.text("avatar_description"),
        header_description: params.text("header_description"),
    }
}

/// What clients may ask for and this version cannot do: said clearly, instead of leaving it out.
fn refuse_what_is_missing(params: &Params) -> Result<(), ApiError> {
    for picture in ["avatar", "header"] {
        if params.present(picture).is_some() {
            return Err(ApiError::invalid("pictures cannot be uploaded here yet"));
        }
    }
    Ok(())
}
