//! Parts of lists, and the `Link` header that leads to the next one (RFC 8288).

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use staffroom_service::accounts::AccountRow;
use staffroom_service::emojis;
use staffroom_service::listing::Part;
use staffroom_service::statuses::Page;

use crate::call::{Answer, Call};
use crate::error::ApiError;

/// How much of a list is given: by default, and at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits(pub(crate) i64, pub(crate) i64);

/// Statuses: 20, at most 40.
pub(crate) const STATUSES: Limits = Limits(20, 40);
/// Accounts and notifications: 40, at most 80.
pub(crate) const ACCOUNTS: Limits = Limits(40, 80);

/// Domains: 100, at most 200.
pub(crate) const DOMAINS: Limits = Limits(100, 200);

/// Hashtags: 100, at most 200.
pub(crate) const TAGS: Limits = Limits(100, 200);

/// What says where a part begins and ends.
const BOUNDS: [&str; 3] = ["max_id", "min_id", "since_id"];

/// `limit` as it was asked for, within what is possible.
pub(crate) fn limit(call: &Call, limits: Limits) -> Result<i64, ApiError> {
    let Limits(default, most) = limits;
    match call.params.integer("limit") {
        Some(limit) if limit < 0 => Err(ApiError::BadRequest(
            "limit must not be negative".to_owned(),
        )),
        Some(limit) => Ok(limit.clamp(1, most)),
        None => Ok(default),
    }
}

/// `max_id`, `since_id`, `min_id` and `limit`. A bound that is no number is none.
pub(crate) fn page(call: &Call, limits: Limits) -> Result<Page, ApiError> {
    Ok(Page {
        max_id: call.params.integer("max_id"),
        since_id: call.params.integer("since_id"),
        min_id: call.params.integer("min_id"),
        limit: limit(call, limits)?,
    })
}

/// A part of a list as JSON, with links to what is older than `last` and newer than `first`.
pub(crate) fn listed<T: Serialize>(
    call: &Call,
    items: &[T],
    first: Option<i64>,
    last: Option<i64>,
) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    links(call, &mut answer, first, last);
    answer.json(items)
}

/// Links to what is older than `last` and newer than `first`.
pub(crate) fn links(
    call: &Call,
    answer: &mut HttpResponseBuilder,
    first: Option<i64>,
    last: Option<i64>,
) {
    let mut links = Vec::new();
    if let Some(last) = last {
        links.push(link(call, "max_id", last, "next"));
    }
    if let Some(first) = first {
        links.push(link(call, "min_id", first, "prev"));
    }
    if !links.is_empty() {
        answer.insert_header((header::LINK, links.join(", ")));
    }
}

/// A part of a list of accounts.
pub(crate) async fn listed_accounts(call: &Call, part: Part<AccountRow>) -> Answer {
    let emojis = emojis::shown_by(&call.ctx, part.items.clone()).await?;
    let shaper = call.shaper();
    let shown = part.items.iter().map(|row| shaper.account(row, &emojis));
    let shown: Vec<_> = shown.collect();
    Ok(listed(call, &shown, part.newest, part.oldest))
}

/// The address of what is older than `last`.
pub(crate) fn older(call: &Call, last: Option<i64>) -> Option<String> {
    last.map(|id| part(call, &BOUNDS, "max_id", &id.to_string()))
}

fn link(call: &Call, bound: &str, id: i64, rel: &str) -> String {
    let address = part(call, &BOUNDS, bound, &id.to_string());
    format!("<{address}>; rel=\"{rel}\"")
}

/// The address of another part: as this one was asked for, with another bound, and without the token.
pub(crate) fn part(call: &Call, bounds: &[&str], bound: &str, value: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let asked = url::form_urlencoded::parse(call.request.query_string().as_bytes());
    for (name, value) in asked {
        if !bounds.contains(&&*name) && name != "access_token" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair(bound, value);
    let path = call.request.path().trim_end_matches('/');
    let address = call.ctx.url(path);
    format!("{address}?{}", query.finish())
}
