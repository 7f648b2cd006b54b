//! What clients may send, and how much of it.

use serde_json::{Value, json};
use staffroom_config::FederationMode;
use staffroom_service::media::{self, MediaLimits};
use staffroom_service::statuses::{MAX_POLL_OPTION, MAX_POLL_OPTIONS, MAX_TEXT, POLL_OPEN};
use staffroom_service::{Ctx, profiles};

/// What every address counts, however long it is.
const ADDRESS: usize = 23;
/// How many posts somebody can pin.
const PINNED: i64 = staffroom_service::statuses::MAX_PINS;

/// The part that both versions have.
pub(super) fn common(ctx: &Ctx) -> Value {
    let media = media::limits(ctx);
    json!({
        "accounts": {
            "max_featured_tags": 10,
            "max_pinned_statuses": PINNED,
            "max_display_name_length": profiles::MAX_NAME,
            "max_note_length": profiles::MAX_SUMMARY,
            "max_profile_fields": profiles::MAX_FIELDS,
            "profile_field_name_limit": profiles::MAX_FIELD,
            "profile_field_value_limit": profiles::MAX_FIELD,
        },
        "statuses": {
            "max_characters": MAX_TEXT,
            "max_media_attachments": media.max_media_attachments,
            "characters_reserved_per_url": ADDRESS,
        },
        "media_attachments": files(&media),
        "polls": {
            "max_options": MAX_POLL_OPTIONS,
            "max_characters_per_option": MAX_POLL_OPTION,
            "min_expiration": POLL_OPEN.0.as_secs(),
            "max_expiration": POLL_OPEN.1.as_secs(),
        },
    })
}

fn files(limits: &MediaLimits) -> Value {
    json!({
        "supported_mime_types": limits.supported_mime_types,
        "description_limit": limits.description_limit,
        "image_size_limit": limits.image_size_limit,
        "image_matrix_limit": limits.image_matrix_limit,
        "video_size_limit": limits.video_size_limit,
        "video_frame_rate_limit": limits.video_frame_rate_limit,
        "video_matrix_limit": limits.video_matrix_limit,
    })
}

/// The part that only the second version has.
pub(super) fn more(ctx: &Ctx, vapid_key: &str) -> Value {
    // Of each kind of timeline, who may read it: `public`, `authenticated` or `disabled`.
    let access = if ctx.config.timelines.open {
        "public"
    } else {
        "authenticated"
    };
    let access = json!({"local": access, "remote": access});
    json!({
        "urls": {
            "streaming": streaming(ctx),
            "status": null,
            "about": ctx.url("/about"),
            "privacy_policy": null,
            "terms_of_service": null,
        },
        "vapid": {"public_key": vapid_key},
        "translation": {"enabled": false},
        "timelines_access": {
            "live_feeds": access,
            "hashtag_feeds": access,
            "trending_link_feeds": access,
        },
        "limited_federation": ctx.config.federation_mode() != FederationMode::Open,
    })
}

/// Where sockets are opened: the origin, with their scheme.
pub(super) fn streaming(ctx: &Ctx) -> String {
    let origin = ctx.config.server.url.origin();
    origin.replacen("http", "ws", 1)
}
