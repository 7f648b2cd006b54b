//! `GET /api/staffroom/v1/practices/:id/ledger/like-mine`: what came of it in settings like one's own.

use actix_web::HttpResponse;
use staffroom_domain::ledger::{Country, Filter};
use staffroom_domain::practice::Problem;
use staffroom_service::ledger;
use staffroom_vocabulary::Scheme;

use crate::call::{Answer, Call};
use crate::entities::LikeMine;
use crate::error::ApiError;
use crate::staffroom::facets;

/// The most that can be asked for.
const MOST: usize = 20;

/// What came of a practice in settings like one's own: one of each that is named must fit. Fewer than three settings are
/// not counted; what they reported is named to be read. No filter takes a warning away.
#[utoipa::path(
    get,
    path = "/practices/{id}/ledger/like-mine",
    operation_id = "getLedgerLikeMine",
    tag = "ledger",
    params(
        ("id" = String, Path, description = "The id of the practice"),
        ("phase" = Option<Vec<String>>, Query, description = "`ph/…`; may come more than once"),
        ("subject" = Option<Vec<String>>, Query, description = "`su/…`; may come more than once"),
        ("setting" = Option<Vec<String>>, Query, description = "`se/…`; may come more than once"),
        ("groupSize" = Option<Vec<String>>, Query, description = "`gs/…`; may come more than once"),
        ("country" = Option<Vec<String>>, Query, description = "`GB`; may come more than once"),
    ),
    responses((status = 200, description = "Counts, or what is to be read", body = LikeMine)),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let filter = wanted(&call).map_err(|problem| ApiError::Record(vec![problem]))?;
    let found = ledger::like_mine(&call.ctx, viewer, call.id()?, filter).await?;
    Ok(HttpResponse::Ok().json(LikeMine::from(found)))
}

fn wanted(call: &Call) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    for (n, (name, value)) in facets::pairs(call).enumerate() {
        if n >= MOST {
            let message = format!("Ask for at most {MOST} at once.");
            return Err(Problem::new("", "too-many", message));
        }
        let list = match name.as_str() {
            "phase" => &mut filter.phase,
            "subject" => &mut filter.subject,
            "setting" => &mut filter.setting,
            "groupSize" => &mut filter.group_size,
            "country" => {
                let message = "Write a country by its two letters, like GB.";
                let country = Country::parse(&value);
                let country = country.map_err(|_| Problem::new("country", "country", message))?;
                filter.country.push(country);
                continue;
            }
            "access_token" => continue,
            _ => {
                let name = staffroom_domain::text::truncate(&name, 128);
                let message = "Settings are not told apart by this. Is it spelt right?";
                return Err(Problem::new(name, "unknown-facet", message));
            }
        };
        if let Some(scheme) = Scheme::from_property(&name) {
            list.push(facets::concept(&name, scheme, &value)?);
        }
    }
    Ok(filter)
}
