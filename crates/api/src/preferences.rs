//! `GET /api/v1/preferences`: how the caller posts and reads unless they say otherwise.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::Visibility;
use staffroom_service::preferences;

use crate::call::{Answer, Call};

/// Under the names that clients know. How somebody reads is each client's business here: the defaults.
pub(crate) async fn handle(call: Call) -> Answer {
    let by = call.user("read:accounts")?;
    let chosen = preferences::of(&call.ctx, by).await?;
    let visibility = chosen.visibility.unwrap_or(Visibility::Public);
    Ok(HttpResponse::Ok().json(json!({
        "posting:default:visibility": visibility.as_str(),
        "posting:default:sensitive": chosen.sensitive,
        "posting:default:language": chosen.language,
        "posting:default:quote_policy": chosen.quote_policy.as_str(),
        "reading:expand:media": "default",
        "reading:expand:spoilers": false,
    })))
}
