//! `GET /api/staffroom/v1/practices/search`: finding practices by words and facets.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use serde::Serialize;
use staffroom_service::practices::{self, FacetCount, PracticeQuery};
use staffroom_vocabulary::Scheme;
use utoipa::ToSchema;

use super::list::wanted;
use crate::call::{Answer, Call};
use crate::entities::Practice;
use crate::error::ApiError;
use crate::paging::{STATUSES, links, older, page};

/// The longest text that is looked for, in bytes.
const MAX_TEXT: usize = 2_048;

/// Practices that were found, the newest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::staffroom) struct FoundPractices {
    /// Each of them, without its text.
    items: Vec<Practice>,
    /// By member of the record: how many of what was found have which concept, the most frequent first, at most 50. With the
    /// first part only.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    counts: BTreeMap<String, Vec<Count>>,
    /// Whether everything was counted. Otherwise there are at least so many: the newest 2,000 are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_complete: Option<bool>,
    /// Where older ones are; also in the header `Link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// How many practices have a concept.
#[derive(Serialize, ToSchema)]
pub(in crate::staffroom) struct Count {
    /// The IRI of the concept; or a region, a language, a licence, the id of an organisation.
    value: String,
    /// So many.
    practices: usize,
}

/// Public practices that have all the words and facets and that their authors let be found. Words are found in the title, the
/// text and the record, by what they begin with where they have four letters or more, and with or without accents; words in
/// quotes are found as they stand, and words with a minus are not to be there. Facets are asked for as in `GET /practices`.
#[utoipa::path(
    get,
    path = "/practices/search",
    operation_id = "searchPractices",
    tag = "practices",
    params(
        ("q" = Option<String>, Query, description = "Words; without any, facets alone"),
        ("evidenceLevel" = Option<Vec<String>>, Query, description = "How it is known: `ev/…`"),
        ("outcome" = Option<Vec<String>>, Query, description = "What came of it: `oc/…`"),
        ("innovationKind" = Option<Vec<String>>, Query, description = "How new it is: `ik/…`"),
        ("technologyType" = Option<Vec<String>>, Query, description = "What technology it uses: `tech/…`"),
        ("problem" = Option<Vec<String>>, Query, description = "What it is meant to help with: `pr/…`"),
        ("phase" = Option<Vec<String>>, Query, description = "Which phases it is for: `ph/…`"),
        ("subject" = Option<Vec<String>>, Query, description = "Which subjects it is for: `su/…`"),
        ("setting" = Option<Vec<String>>, Query, description = "What kinds of places it is for: `se/…`"),
        ("costBand" = Option<Vec<String>>, Query, description = "What it costs: `co/…`"),
        ("groupSize" = Option<Vec<String>>, Query, description = "With how many learners: `gs/…`"),
        ("region" = Option<Vec<String>>, Query, description = "Where: `GB`, `GB-WLS`"),
        ("language" = Option<Vec<String>>, Query, description = "In which language: `cy`"),
        ("licence" = Option<Vec<String>>, Query, description = "Under which licence: `CC-BY-4.0`"),
        ("organisation" = Option<Vec<String>>, Query, description = "Of which organisation: the id of its actor"),
        ("max_id" = Option<String>, Query, description = "Older than this one"),
        ("min_id" = Option<String>, Query, description = "Right after this one"),
        ("since_id" = Option<String>, Query, description = "Newer than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Practices", body = FoundPractices, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let text = call.params.text("q").unwrap_or_default();
    if text.len() > MAX_TEXT {
        return Err(ApiError::BadRequest("q is too long".to_owned()));
    }
    let query = PracticeQuery {
        counts: true,
        text,
        facets: wanted(&call, &["q"]).map_err(ApiError::Record)?,
        page: page(&call, STATUSES)?,
    };
    let found = practices::search(&call.ctx, viewer, query).await?;
    let shaper = call.shaper();
    let items = found.practices.iter();
    let list = FoundPractices {
        items: items
            .filter_map(|view| shaper.practice(view, false))
            .collect(),
        is_complete: (!found.counts.is_empty()).then_some(found.is_complete),
        counts: found.counts.into_iter().map(named).collect(),
        next: older(&call, found.next),
    };
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, found.newest, found.next);
    Ok(answer.json(list))
}

/// The counts of a scheme, by the member that has its concepts.
fn named((slug, counts): (String, Vec<FacetCount>)) -> (String, Vec<Count>) {
    let scheme = Scheme::from_slug(&slug);
    let value = |count: FacetCount| {
        let known = scheme.and_then(|scheme| scheme.concept(&count.concept));
        Count {
            value: known.map_or(count.concept, |known| known.iri().to_string()),
            practices: count.practices,
        }
    };
    let name = scheme.map_or(slug, |scheme| scheme.property().to_owned());
    (name, counts.into_iter().map(value).collect())
}
