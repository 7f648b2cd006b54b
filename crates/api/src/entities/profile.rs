//! `Profile`: one's own profile as it is edited.

use serde::Serialize;
use staffroom_service::accounts::AccountRow;
use staffroom_service::preferences::Preferences;
use staffroom_service::tags::Featured;

use super::account::{Field, fields};
use super::shaper::Shaper;
use super::tag::FeaturedTag;

/// What the owner of a profile typed.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the entity has the fields that clients know"
)]
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Profile {
    id: String,
    display_name: String,
    note: String,
    fields: Vec<Field>,
    avatar: Option<String>,
    avatar_static: Option<String>,
    avatar_description: String,
    header: Option<String>,
    header_static: Option<String>,
    header_description: String,
    locked: bool,
    bot: bool,
    hide_collections: bool,
    discoverable: bool,
    indexable: bool,
    show_media: bool,
    show_media_replies: bool,
    show_featured: bool,
    attribution_domains: Vec<String>,
    featured_tags: Vec<FeaturedTag>,
}

impl Shaper<'_> {
    /// The profile of whoever calls.
    pub(crate) fn profile(
        self,
        row: &AccountRow,
        chosen: &Preferences,
        featured: &[Featured],
    ) -> Profile {
        let shown = self.account(row, &[]);
        let avatar = row.avatar_url.as_ref().map(|_| shown.avatar);
        let header = row.header_url.as_ref().map(|_| shown.header);
        Profile {
            id: row.id.to_string(),
            display_name: row.display_name.clone(),
            note: row.summary_source.clone(),
            fields: fields(row, |field| field.source),
            avatar_static: avatar.clone(),
            avatar,
            avatar_description: chosen.avatar_description.clone(),
            header_static: header.clone(),
            header,
            header_description: chosen.header_description.clone(),
            locked: row.locked,
            bot: row.actor_kind().is_bot(),
            hide_collections: row.hides_network,
            discoverable: row.discoverable,
            indexable: row.indexable,
            show_media: chosen.show_media,
            show_media_replies: chosen.show_media_replies,
            show_featured: chosen.show_featured,
            attribution_domains: chosen.attribution_domains.clone(),
            featured_tags: featured.iter().map(|one| self.featured_tag(one)).collect(),
        }
    }
}
