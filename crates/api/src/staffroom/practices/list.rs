//! `GET /api/staffroom/v1/practices`: finding practices.

use actix_web::HttpResponse;
use staffroom_domain::practice::Problem;
use staffroom_service::practices::{self, PracticeFilter};
use staffroom_vocabulary::{ConceptRef, Scheme};

use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{STATUSES, links, older, page};
use crate::staffroom::facets;
use crate::staffroom::shown::Practices;

/// The most facets that can be asked for.
const MAX_FACETS: usize = 20;
/// The longest value that is looked for, in bytes.
const MAX_VALUE: usize = 2_048;
/// What practices are found by beside the vocabulary.
const OTHERS: [&str; 4] = ["region", "language", "licence", "organisation"];
/// What has another meaning.
const BESIDE: [&str; 5] = ["limit", "max_id", "since_id", "min_id", "access_token"];

/// Practices, the newest first. Any member of a record that takes concepts may be asked for, each with a concept by its path
/// or IRI, and more than once: `?technologyType=tech/ai&technologyType=tech/tablets&evidenceLevel=ev/tried`. Of one member
/// any is enough, of different members all must fit. Broader concepts find narrower ones.
#[utoipa::path(
    get,
    path = "/practices",
    operation_id = "listPractices",
    tag = "practices",
    params(
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
        ("by" = Option<String>, Query, description = "Of this account; what they have withdrawn is among it"),
        ("max_id" = Option<String>, Query, description = "Older than this one"),
        ("min_id" = Option<String>, Query, description = "Right after this one"),
        ("since_id" = Option<String>, Query, description = "Newer than this one"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Practices", body = Practices, headers(("Link" = String, description = "The parts before and after (RFC 8288)")))),
    security((), ("bearer" = ["read:practices"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:practices")?;
    let filter = PracticeFilter {
        facets: wanted(&call, &["by"]).map_err(ApiError::Record)?,
        by: call.id_param("by")?,
    };
    let page = page(&call, STATUSES)?;
    let part = practices::list(&call.ctx, viewer, filter, page).await?;
    let shaper = call.shaper();
    let items = part
        .views
        .iter()
        .filter_map(|view| shaper.practice(view, false));
    let list = Practices {
        items: items.collect(),
        next: older(&call, part.oldest),
    };
    let mut answer = HttpResponse::Ok();
    links(&call, &mut answer, part.newest, part.oldest);
    Ok(answer.json(list))
}

/// The facets that are asked for, as practices are found by them; parameters of these names are none.
pub(super) fn wanted(call: &Call, others: &[&str]) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let mut wanted = Vec::new();
    let mut problems = Vec::new();
    let is_facet = |name: &str| !BESIDE.contains(&name) && !others.contains(&name);
    for (name, value) in facets::pairs(call).filter(|(name, _)| is_facet(name)) {
        if wanted.len() + problems.len() >= MAX_FACETS {
            let message = format!("Ask for at most {MAX_FACETS} facets at once.");
            return Err(vec![Problem::new("", "too-many", message)]);
        }
        match facet(&name, value) {
            Ok(facet) => wanted.push(facet),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(wanted)
    } else {
        Err(problems)
    }
}

fn facet(name: &str, value: String) -> Result<(String, String), Problem> {
    if value.len() > MAX_VALUE {
        return Err(Problem::new(
            name,
            "too-long",
            "This is too long to be looked for.",
        ));
    }
    if OTHERS.contains(&name) {
        return Ok((name.to_owned(), value));
    }
    let Some(scheme) = Scheme::from_property(name) else {
        let name = staffroom_domain::text::truncate(name, 128);
        let message = "Practices are not found by this. Is it spelt right?";
        return Err(Problem::new(name, "unknown-facet", message));
    };
    let concept = match facets::concept(name, scheme, &value)? {
        ConceptRef::Known(known) => known.slug().to_owned(),
        ConceptRef::Unknown(iri) => iri,
    };
    Ok((scheme.slug().to_owned(), concept))
}
