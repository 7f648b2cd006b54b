//! `PATCH /api/v1/accounts/update_credentials`: changing one's own profile.

use staffroom_domain::AccountId;
use staffroom_service::media::{self, PictureChange, Variant};
use staffroom_service::preferences::PreferenceEdit;
use staffroom_service::profiles::{self, ProfileEdit};

use super::verify_credentials::answer;
use crate::call::Answer;
use crate::error::ApiError;
use crate::params::Params;
use crate::upload::CallWithFiles;

/// Changes what was given and leaves the rest.
pub(crate) async fn handle(mut sent: CallWithFiles) -> Answer {
    let by = sent.call.user("write:accounts")?;
    let edit = whole_edit(&mut sent, by).await?;
    let call = sent.call;
    let row = profiles::edit(&call.ctx, by, edit).await?;
    answer(&call, &row).await
}

/// What is to be changed, with the pictures that were sent.
pub(super) async fn whole_edit(
    sent: &mut CallWithFiles,
    by: AccountId,
) -> Result<ProfileEdit, ApiError> {
    let avatar = picture(sent, by, Variant::Avatar).await?;
    let header = picture(sent, by, Variant::Header).await?;
    Ok(ProfileEdit {
        avatar,
        header,
        ..edit(&sent.call.params)
    })
}

/// What is to be changed, as `update_credentials` and `profile` are given it.
fn edit(params: &Params) -> ProfileEdit {
    ProfileEdit {
        display_name: params.text("display_name"),
        summary: params.text("note"),
        fields: params.has("fields_attributes").then(|| fields(params)),
        locked: params.boolean("locked"),
        bot: params.boolean("bot"),
        discoverable: params.boolean("discoverable"),
        indexable: params.boolean("indexable"),
        hides_network: params.boolean("hide_collections"),
        preferences: preferences(params),
        ..ProfileEdit::default()
    }
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
