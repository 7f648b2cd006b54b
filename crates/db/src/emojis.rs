//! Custom emojis.

use diesel::prelude::*;
use staffroom_domain::{EmojiId, Timestamp};

use crate::connection::{Conn, each_backend};
use crate::error::DbResult;
use crate::schema::emoji;

/// A row of `emoji`: custom emojis, ours (domain '') and those of other servers.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = emoji, treat_none_as_default_value = false)]
pub struct EmojiRow {
    /// Its id.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub id: EmojiId,
    /// Whose; empty: ours.
    pub domain: String,
    /// Without the colons.
    pub shortcode: String,
    /// The id of the Emoji object.
    pub uri: Option<String>,
    /// Where the picture is.
    pub image_url: String,
    /// When it was last changed.
    #[diesel(deserialize_as = i64, serialize_as = i64)]
    pub updated_at: Timestamp,
}
