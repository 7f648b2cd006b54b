//! `GET` and `POST /api/v1/markers`: how far somebody has read.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use staffroom_service::markers::{self, TIMELINES};

use crate::call::{Answer, Call};
use crate::entities::Marker;
use crate::error::ApiError;

/// A marker for each timeline that is asked for, also where it was never moved.
pub(crate) async fn list(call: Call) -> Answer {
    let bearer = call.bearer("read:statuses")?;
    let asked = call.params.texts("timeline");
    let asked: Vec<&'static str> = TIMELINES
        .into_iter()
        .filter(|name| asked.iter().any(|it| it == name))
        .collect();
    let user = &bearer.user.user;
    let found = markers::find(&call.ctx, user.id, asked.clone()).await?;
    let all: BTreeMap<&str, Marker> = asked
        .into_iter()
        .map(|name| {
            let row = found.iter().find(|row| row.timeline == name);
            let marker = row.map_or_else(|| Marker::unread(user.created_at), Marker::from);
            (name, marker)
        })
        .collect();
    Ok(HttpResponse::Ok().json(all))
}

/// Moves those that are named.
pub(crate) async fn set(call: Call) -> Answer {
    let user = call.bearer("write:statuses")?.user.user.id;
    let mut moved = Vec::new();
    for name in TIMELINES {
        if let Some(group) = call.params.group(name) {
            let id = group
                .text("last_read_id")
                .ok_or_else(|| ApiError::missing("last_read_id"))?;
            moved.push((name, id));
        }
    }
    let rows = markers::set(&call.ctx, user, moved).await?;
    let all: BTreeMap<&str, Marker> = rows
        .iter()
        .map(|row| (row.timeline.as_str(), Marker::from(row)))
        .collect();
    Ok(HttpResponse::Ok().json(all))
}
