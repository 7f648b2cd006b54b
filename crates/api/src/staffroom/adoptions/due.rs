//! `GET /api/staffroom/v1/adoptions/due`: what somebody has still to report.

use actix_web::HttpResponse;
use actix_web::http::header;
use staffroom_domain::{StatusId, Timestamp};
use staffroom_service::adoptions;

use crate::call::{Answer, Call};
use crate::paging::{STATUSES, limit, part};
use crate::staffroom::shown::Entries;

/// One's own adoptions of which nobody knows yet what came of them, the soonest first, those that are overdue among them.
#[utoipa::path(
    get,
    path = "/adoptions/due",
    operation_id = "listDue",
    tag = "entries",
    params(
        ("after" = Option<String>, Query, description = "Where the part before has ended, as its `next` says"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Adoptions", body = Entries, headers(("Link" = String, description = "The part after (RFC 8288)")))),
    security(("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let of = call.user("read:practices")?;
    let after = call.params.present("after");
    let after = after.as_deref().and_then(place);
    let most = limit(&call, STATUSES)?;
    let due = adoptions::due(&call.ctx, of, after, most).await?;
    let next = due.last().and_then(|last| {
        let day = last.adoption.decide_by?;
        let place = format!("{day}-{}", last.adoption.status_id);
        Some(part(&call, &["after"], "after", &place))
    });
    let shaper = call.shaper();
    let items = due.iter().filter_map(|it| shaper.entry(&it.view)).collect();
    let mut answer = HttpResponse::Ok();
    if let Some(next) = &next {
        answer.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
    }
    Ok(answer.json(Entries { items, next }))
}

/// A day and an id; what is no place is the beginning.
fn place(text: &str) -> Option<(Timestamp, StatusId)> {
    let (day, id) = text.rsplit_once('-')?;
    Some((Timestamp::from_micros(day.parse().ok()?), id.parse().ok()?))
}
