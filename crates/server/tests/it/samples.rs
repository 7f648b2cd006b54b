//! The sample practices, entered through the client API of the real program, on both databases.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use staffroom_domain::ActorKind;
use staffroom_service::{accounts, organisations};
use staffroom_testkit::samples::{self, SamplePractice};
use staffroom_testkit::{ApiClient, TestApp, TestDb, db_test};

/// Everybody of the samples on one instance, with the organisations that they belong to.
pub(crate) async fn everybody(app: &TestApp) -> BTreeMap<String, ApiClient> {
    let (named, people) = samples::people();
    let mut known = BTreeMap::new();
    for it in named {
        let handle = format!("{}_organisation", it.instance);
        let kind = ActorKind::Organization;
        let made = accounts::create_actor(app.ctx(), kind, &handle, &it.name).await;
        known.insert(it.instance, made.unwrap().id);
    }
    let mut clients = BTreeMap::new();
    for person in people {
        let user = app.user(&person.handle).teacher().build().await;
        let organisation = known[&person.instance];
        if person.is_member {
            organisations::set_member(app.ctx(), organisation, user.account.id, true)
                .await
                .unwrap();
        }
        clients.insert(person.handle, ApiClient::of(app, &user).await);
    }
    clients
}

fn total(counts: &Value) -> u64 {
    let counts = counts.as_object().into_iter().flatten();
    counts.filter_map(|(_, n)| n.as_u64()).sum()
}

/// The same JSON with concepts as the sample files write them.
pub(crate) fn short(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let path = text.strip_prefix("https://w3id.org/staffroom/v/");
            path.unwrap_or(text).into()
        }
        Value::Array(list) => list.iter().map(short).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), short(value)))
            .collect(),
        other => other.clone(),
    }
}

async fn check(anybody: &ApiClient, sample: &SamplePractice, id: &str) {
    let name = &sample.name;
    let path = format!("/api/staffroom/v1/practices/{id}");
    let there = anybody.get(&path).await.ok();
    let record = short(&there["record"]);
    for (member, value) in sample.record.as_object().unwrap() {
        assert_eq!(&record[member], value, "{name}: {member}");
    }
    let own = sample.outcomes.iter().find(|it| it.is_own);
    let own = own.map_or(&Value::Null, |own| &own.record["outcome"]);
    assert_eq!(&record["outcome"], own, "{name}");
    let ledger = anybody.get(&format!("{path}/ledger")).await.ok();
    let summary = &ledger["summary"];
    let counted: u64 = [
        "outcomes",
        "ownOutcomes",
        "vendorInterestOutcomes",
        "unverifiedOutcomes",
    ]
    .iter()
    .map(|part| total(&summary[part]))
    .sum();
    let entered = u64::try_from(sample.outcomes.len()).unwrap();
    assert_eq!(counted, entered, "{name}: {summary}");
    let all = sample.outcomes.len() + sample.adoptions.len();
    assert_eq!(ledger["entryCount"], all, "{name}");
    let harm = sample
        .outcomes
        .iter()
        .any(|it| it.is_own && it.record["outcome"] == "oc/harmful");
    if harm {
        assert!(
            summary["flags"].to_string().contains("harm-reported"),
            "{summary}"
        );
    }
    let status = anybody.get(&format!("/api/v1/statuses/{id}")).await.ok();
    assert_eq!(status["staffroom"]["record"], there["record"], "{name}");
    let content = status["content"].as_str().unwrap();
    assert!(content.contains("<h2>"), "{name}: {content}");
}

#[db_test]
async fn every_sample_is_taken_and_counted(db: TestDb) {
    let app = TestApp::start(db).await;
    let clients = everybody(&app).await;
    let all = samples::practices();
    assert!(all.len() >= 16);
    let mut ids = Vec::new();
    for sample in &all {
        ids.push(samples::enter(sample, &clients).await);
    }
    // What follows from a ledger comes a while later.
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
    let anybody = clients.values().next().unwrap();
    for (sample, id) in all.iter().zip(&ids) {
        check(anybody, sample, id).await;
    }
    let list = anybody
        .get("/api/staffroom/v1/practices?limit=40")
        .await
        .ok();
    assert_eq!(list["items"].as_array().unwrap().len(), all.len());
    let welsh = anybody
        .get("/api/staffroom/v1/practices?language=cy")
        .await
        .ok();
    assert_eq!(welsh["items"].as_array().unwrap().len(), 1);
}
