//! Practices and outcomes like those that people write.

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::tested::load::send_all;
use crate::tested::server::{Api, Server};

/// So many outcomes has each practice.
pub(crate) const OUTCOMES: u32 = 3;
/// So many requests are put together at a time.
const ROUND: u32 = 2_000;

pub(crate) const PHASES: [&str; 8] = [
    "early-childhood",
    "primary-ks1",
    "primary-ks2",
    "lower-secondary-ks3",
    "upper-secondary-ks4",
    "upper-secondary-16-18",
    "bachelor",
    "adult-other",
];
pub(crate) const SUBJECTS: [&str; 11] = [
    "art-design",
    "computing",
    "english",
    "geography",
    "history",
    "languages",
    "mathematics",
    "music",
    "physical-education",
    "science",
    "vocational-technical",
];
pub(crate) const TECHNOLOGIES: [&str; 7] = [
    "digital-feedback",
    "adaptive-practice",
    "audio-podcast",
    "dashboards",
    "devices",
    "captions-translation",
    "blogging-publishing",
];
pub(crate) const PROBLEMS: [&str; 5] = [
    "workload",
    "literacy",
    "engagement",
    "wellbeing",
    "numeracy",
];
pub(crate) const REGIONS: [&str; 4] = ["GB-ENG", "GB-WLS", "GB-SCT", "IE"];
pub(crate) const RESULTS: [&str; 4] = ["worked", "partly", "no-effect", "worked"];

/// One of a list by a number. Lengths without common factors mix.
pub(crate) fn pick<'a>(list: &[&'a str], number: u32) -> &'a str {
    let length = list.len().max(1);
    list.get(number as usize % length)
        .copied()
        .unwrap_or_default()
}

/// A word that only this practice has, and that none begins with: a search goes on from the last word.
pub(crate) fn name(number: u32) -> String {
    format!("benchword{number}x")
}

fn practice(server: &Server, number: u32) -> Vec<u8> {
    let words = "We replaced written comments by two minutes of recorded voice for each learner, once a fortnight, and \
                 gave them ten minutes in class to act on what they heard. ";
    let body = json!({
        "title": format!("Spoken comments, {}", name(number)),
        "text": words.repeat(6),
        "record": {
            "evidenceLevel": "ev/idea",
            "technologyType": [format!("tech/{}", pick(&TECHNOLOGIES, number))],
            "problem": [format!("pr/{}", pick(&PROBLEMS, number))],
            "phase": [format!("ph/{}", pick(&PHASES, number))],
            "subject": [format!("su/{}", pick(&SUBJECTS, number))],
            "costBand": "co/very-low",
            "region": pick(&REGIONS, number / 3),
            "language": "en",
            "steps": ["Choose one aim.", "Record two minutes.", "Give time to act on it."],
            "index": "all"
        }
    });
    server.call("POST", "/api/staffroom/v1/practices", Some(&body))
}

/// What somebody else found out about a practice.
pub(crate) fn outcome(server: &Server, practice: &str, number: u32) -> Vec<u8> {
    let body = json!({
        "record": {
            "outcome": format!("oc/{}", pick(&RESULTS, number)),
            "evidenceLevel": "ev/tried",
            "independence": "in/independent-practitioner",
            "nextTime": "We would begin with fewer classes.",
            "wouldWarnAbout": "It takes a quiet room.",
            "phase": [format!("ph/{}", pick(&PHASES, number))]
        }
    });
    let target = format!("/api/staffroom/v1/practices/{practice}/outcomes");
    server.call("POST", &target, Some(&body))
}

/// Publishes practices from `first` on, each with its outcomes: the first of the people writes, the others try.
pub(crate) async fn fill(
    people: &[Server],
    first: u32,
    last: u32,
    connections: u32,
) -> anyhow::Result<()> {
    let (author, others) = people.split_first().context("nobody is there")?;
    let mut from = first;
    while from < last {
        let to = last.min(from + ROUND);
        let newest = newest(author).await?;
        let practices = (from..to).map(|number| practice(author, number)).collect();
        send_all(author, practices, connections)
            .await?
            .all_accepted("a practice")?;
        let written = written_since(author, newest.as_deref()).await?;
        let mut outcomes = Vec::new();
        for (number, id) in (0_u32..).zip(&written) {
            for n in 0..OUTCOMES {
                let by = others.get(n as usize % others.len().max(1));
                outcomes.push(outcome(by.unwrap_or(author), id, number + n));
            }
        }
        send_all(author, outcomes, connections)
            .await?
            .all_accepted("an outcome")?;
        from = to;
    }
    Ok(())
}

/// The ids of the newest practices.
pub(crate) async fn page(server: &Server, rest: &str) -> anyhow::Result<Vec<String>> {
    let target = format!("/api/staffroom/v1/practices?limit=40{rest}");
    let page = Api::new(server).get(&target).await?;
    let items = page.get("items").and_then(Value::as_array);
    let id = |item: &Value| item.get("id").and_then(Value::as_str).map(str::to_owned);
    Ok(items
        .context("no list of practices")?
        .iter()
        .filter_map(id)
        .collect())
}

async fn newest(server: &Server) -> anyhow::Result<Option<String>> {
    Ok(page(server, "").await?.into_iter().next())
}

async fn written_since(server: &Server, newest: Option<&str>) -> anyhow::Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    loop {
        let before = all.last().map(|id| format!("&max_id={id}"));
        let ids = page(server, &before.unwrap_or_default()).await?;
        let count = ids.len();
        let is_new = |id: &String| newest.is_none_or(|newest| as_number(id) > as_number(newest));
        let some: Vec<String> = ids.into_iter().filter(is_new).collect();
        let is_end = some.len() < count || count == 0;
        all.extend(some);
        if is_end {
            return Ok(all);
        }
    }
}

fn as_number(id: &str) -> i64 {
    id.parse().unwrap_or(0)
}
