//! `GET /api/staffroom/v1/events`: finding events.

use staffroom_domain::calendar::{EventKind, Mode};
use staffroom_domain::practice::Problem;
use staffroom_domain::{AccountId, Timestamp};
use staffroom_service::calendar::{self, EventQuery, MOST_CONCEPTS};
use staffroom_vocabulary::{Concept, Scheme};

use super::{after, listed};
use crate::call::{Answer, Call};
use crate::error::ApiError;
use crate::paging::{STATUSES, limit};
use crate::staffroom::facets;

/// The longest value that is looked for, in bytes.
const MAX_VALUE: usize = 2_048;
/// What events are found by that is a member of their records.
const MEMBERS: [&str; 3] = ["phase", "subject", "technologyType"];
/// What has another meaning.
const BESIDE: [&str; 8] = [
    "since",
    "here",
    "series",
    "kind",
    "mode",
    "by",
    "after",
    "access_token",
];

/// Public events, of this server and of others, the earliest first: what is coming, and what goes on now. Facets may come
/// more than once: of one member any is enough, of different members all must fit. Broader concepts find narrower ones.
#[utoipa::path(
    get,
    path = "/events",
    operation_id = "listEvents",
    tag = "events",
    params(
        ("since" = Option<String>, Query, description = "Also those that were over since then: `2026-09-01`, or with a time (RFC 3339)"),
        ("here" = Option<bool>, Query, description = "Only those of this server"),
        ("series" = Option<String>, Query, description = "Of this series, by its name: `TeachMeet Leeds`"),
        ("kind" = Option<String>, Query, description = "`teachmeet`, `fail-faire`, `course-week` or `other`"),
        ("mode" = Option<String>, Query, description = "`in-person`, `online` or `hybrid`"),
        ("by" = Option<String>, Query, description = "Held by this account"),
        ("concept" = Option<Vec<String>>, Query, description = "Any concept that it names: `tech/ai`"),
        ("phase" = Option<Vec<String>>, Query, description = "Which phases it is about: `ph/…`"),
        ("subject" = Option<Vec<String>>, Query, description = "Which subjects it is about: `su/…`"),
        ("technologyType" = Option<Vec<String>>, Query, description = "What technology it is about: `tech/…`"),
        ("after" = Option<String>, Query, description = "Where the part before has ended, as its `next` says"),
        ("limit" = Option<i64>, Query, description = "At most so many: 20 by default, up to 40"),
    ),
    responses((status = 200, description = "Events", body = super::Events, headers(("Link" = String, description = "The part after (RFC 8288)")))),
    security((), ("bearer" = ["read:events"])),
)]
pub(in crate::staffroom) async fn handle(call: Call) -> Answer {
    let viewer = call.anybody("read:events")?;
    let query = query(&call)?;
    let most = limit(&call, STATUSES)?;
    let found = calendar::search(&call.ctx, viewer, query, after(&call), most).await?;
    Ok(listed(&call, &found))
}

fn query(call: &Call) -> Result<EventQuery, ApiError> {
    let params = &call.params;
    let mut problems = Vec::new();
    let since = params.present("since").and_then(|text| {
        let found = moment(text.trim());
        if found.is_none() {
            let message = "This should be a day, like 2026-09-01, or a time (RFC 3339).";
            problems.push(Problem::new("since", "not-a-time", message));
        }
        found
    });
    let kind = params.present("kind").and_then(|text| {
        let found = EventKind::ALL.into_iter().find(|it| it.as_str() == text);
        if found.is_none() {
            let message = "This should be teachmeet, fail-faire, course-week or other.";
            problems.push(Problem::new("kind", "unknown", message));
        }
        found
    });
    let mode = params.present("mode").and_then(|text| {
        let found = Mode::from_name(&text);
        if found.is_none() {
            let message = "This should be in-person, online or hybrid.";
            problems.push(Problem::new("mode", "unknown", message));
        }
        found
    });
    let series = params.present("series");
    if series.as_ref().is_some_and(|it| it.len() > MAX_VALUE) {
        let message = "This is too long to be looked for.";
        problems.push(Problem::new("series", "too-long", message));
    }
    let concepts = concepts(call, &mut problems);
    if !problems.is_empty() {
        return Err(ApiError::Record(problems));
    }
    Ok(EventQuery {
        since,
        here: params.boolean("here") == Some(true),
        series,
        kind,
        mode,
        by: call.id_param::<AccountId>("by")?,
        concepts,
    })
}

/// The concepts that are asked for, by the member that they stand in; each of those that stand in any is a group of its own.
fn concepts(call: &Call, problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    let mut asked = 0;
    for (name, value) in facets::pairs(call).filter(|(name, _)| name != "limit") {
        if BESIDE.contains(&name.as_str()) {
            continue;
        }
        asked += 1;
        if asked > MOST_CONCEPTS {
            let message = format!("Ask for at most {MOST_CONCEPTS} facets at once.");
            problems.push(Problem::new("", "too-many", message));
            return Vec::new();
        }
        let scheme = Scheme::from_property(&name).filter(|_| MEMBERS.contains(&name.as_str()));
        let concept = match scheme {
            _ if value.len() > MAX_VALUE => Err(too_long(&name)),
            Some(scheme) => facets::concept(&name, scheme, &value).map(|it| it.iri().to_owned()),
            None if name == "concept" => any(&value),
            None => {
                let name = staffroom_domain::text::truncate(&name, 128);
                let message = "Events are not found by this. Is it spelt right?";
                Err(Problem::new(name, "unknown-facet", message))
            }
        };
        match concept {
            Ok(iri) => match groups.iter_mut().find(|(of, _)| *of == name) {
                Some((_, group)) if name != "concept" => group.push(iri),
                _ => groups.push((name, vec![iri])),
            },
            Err(problem) => problems.push(problem),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn too_long(name: &str) -> Problem {
    Problem::new(name, "too-long", "This is too long to be looked for.")
}

fn any(text: &str) -> Result<String, Problem> {
    let known = Concept::from_path(text).or_else(|| Concept::from_iri(text));
    if let Some(known) = known {
        return facets::concept("concept", known.scheme(), text).map(|it| it.iri().to_owned());
    }
    if text.starts_with("https://") && !text.starts_with(staffroom_vocabulary::BASE) {
        return Ok(text.to_owned());
    }
    let message = "The vocabulary has no such concept. GET /api/staffroom/v1/vocabulary finds those that it has.";
    Err(Problem::new("concept", "unknown-concept", message))
}

/// A day, or a time with its distance from UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    let at = chrono::DateTime::parse_from_rfc3339(&whole).ok()?;
    Some(Timestamp::from_micros(at.timestamp_micros()))
}
