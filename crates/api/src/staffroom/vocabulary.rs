//! `GET /api/staffroom/v1/vocabulary?q=…`: concepts for what somebody has begun to type.

use actix_web::HttpResponse;
use staffroom_domain::practice::Problem;
use staffroom_vocabulary::{Concept as Known, Scheme, search};

use super::shown::Concepts;
use crate::call::{Answer, Call};
use crate::entities::Concept;
use crate::error::ApiError;
use crate::paging::{Limits, limit};

/// How many concepts are given: all of the largest scheme, if need be.
const LIMITS: Limits = Limits(20, 200);
/// The longest text that is looked for, in bytes.
const MAX_TEXT: usize = 200;

/// Concepts of the vocabulary, for completing what somebody has begun to type: by name, other name, hashtag or synonym
/// in any language, the best first. Without `q` those of one scheme in their order. Anybody may ask.
#[utoipa::path(
    get,
    path = "/vocabulary",
    operation_id = "searchVocabulary",
    tag = "vocabulary",
    params(
        ("q" = Option<String>, Query, description = "What was typed"),
        ("scheme" = Option<String>, Query, description = "Only of this scheme: `tech`, or its member in records, `technologyType`"),
        ("lang" = Option<String>, Query, description = "The language of labels (BCP 47); English where there is none in it"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 200"),
    ),
    responses((status = 200, description = "Concepts, the best first", body = Concepts)),
)]
pub(super) async fn handle(call: Call) -> Answer {
    let most = usize::try_from(limit(&call, LIMITS)?).unwrap_or_default();
    let params = &call.params;
    let language = params.present("lang").unwrap_or_else(|| "en".to_owned());
    let scheme = params.present("scheme");
    let scheme = scheme.as_deref().map(scheme_of).transpose()?;
    let begun = params.present("q").filter(|text| text.len() <= MAX_TEXT);
    let is_wanted = |concept: &Known| scheme.is_none_or(|scheme| concept.scheme() == scheme);
    let found: Vec<&'static Known> = match (begun, scheme) {
        (Some(begun), _) => search(&begun, usize::MAX)
            .into_iter()
            .filter(|concept| is_wanted(concept))
            .take(most)
            .collect(),
        (None, Some(scheme)) => {
            let current = scheme.concepts().iter().copied();
            let current = current.filter(|concept| !concept.is_deprecated());
            current.take(most).collect()
        }
        (None, None) => return Err(ApiError::missing("q")),
    };
    let items = found.iter().map(|it| Concept::new(it, &language)).collect();
    Ok(HttpResponse::Ok().json(Concepts { items }))
}

fn scheme_of(name: &str) -> Result<&'static Scheme, ApiError> {
    let found = Scheme::from_slug(name).or_else(|| Scheme::from_property(name));
    found.ok_or_else(|| {
        let message =
            "The vocabulary has no such scheme. Use one like tech, or the member of a record.";
        ApiError::Record(vec![Problem::new("scheme", "unknown-scheme", message)])
    })
}
