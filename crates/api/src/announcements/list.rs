//! `GET /api/v1/announcements`: those that are not over.

use actix_web::HttpResponse;
use staffroom_service::announcements;

use crate::call::{Answer, Call};
use crate::entities::Announcement;

/// With those that were read only where that is asked for.
pub(crate) async fn handle(call: Call) -> Answer {
    let user = call.somebody()?.user.user.id;
    let with_read = call.params.boolean("with_dismissed").unwrap_or(false);
    let shown = announcements::shown_to(&call.ctx, user, with_read).await?;
    let all: Vec<Announcement> = shown
        .all
        .iter()
        .map(|view| Announcement::new(&call.ctx, view, Some(user), &shown.emojis))
        .collect();
    Ok(HttpResponse::Ok().json(all))
}
