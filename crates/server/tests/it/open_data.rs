//! What a hub gives away: as its own description says, complete, and without what was taken back.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::{open_data, statuses};
use staffroom_testkit::{TestDb, db_test, http_client};

use crate::hub::{World, indexable};

/// An answer.
struct Got {
    status: u16,
    tag: String,
    text: String,
}

impl World {
    async fn get(&self, name: &str, headers: &[(&'static str, &str)]) -> Got {
        let address = self
            .hub
            .ctx()
            .addresses
            .origin()
            .replace("hub.localhost", "127.0.0.1");
        let mut request = http_client().get(format!("{address}/open-data/{name}"));
        request = request.header("host", self.hub.host());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let tag = answer.headers().get("etag");
        Got {
            status: answer.status().as_u16(),
            tag: tag.map_or_else(String::new, |tag| tag.to_str().unwrap().to_owned()),
            text: answer.text().await.unwrap(),
        }
    }

    async fn text(&self, name: &str) -> String {
        let answer = self.get(name, &[]).await;
        assert_eq!(answer.status, 200, "{name}");
        answer.text
    }

    /// The rows of a table, as lines of JSON.
    async fn rows(&self, table: &str) -> Vec<Value> {
        let text = self.text(&format!("{table}.jsonl")).await;
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    async fn ids(&self, table: &str) -> Vec<String> {
        let rows = self.rows(table).await;
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Reads everything as somebody who believes nothing but the description, and finds it to be so.
    async fn is_as_described(&self) {
        let package: Value = serde_json::from_str(&self.text("datapackage.json").await).unwrap();
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), 10, "{package}");
        for resource in resources {
            let path = resource["path"].as_str().unwrap();
            let text = self.text(path).await;
            assert_eq!(resource["bytes"], text.len(), "{path}");
            let hash = HEXLOWER.encode(digest(&SHA256, text.as_bytes()).as_ref());
            assert_eq!(resource["hash"], format!("sha256:{hash}"), "{path}");
            let Some(fields) = resource["schema"]["fields"].as_array() else {
                continue;
            };
            let names: Vec<&str> = fields
                .iter()
                .map(|it| it["name"].as_str().unwrap())
                .collect();
            if resource["format"] == "csv" {
                assert_eq!(text.lines().next().unwrap(), names.join(","), "{path}");
                continue;
            }
            for line in text.lines() {
                let row: Value = serde_json::from_str(line).unwrap();
                assert_eq!(row.as_object().unwrap().len(), names.len(), "{path}: {row}");
                for field in fields {
                    let value = &row[field["name"].as_str().unwrap()];
                    let fits = match field["type"].as_str().unwrap() {
                        "integer" => value.is_u64(),
                        "boolean" => value.is_boolean(),
                        _ => value.is_string() || value.is_null(),
                    };
                    assert!(fits, "{path}: {field}: {value}");
                }
            }
        }
    }
}

async fn published(world: &World, by: AccountId, title: &str) -> (StatusId, String) {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let record = PracticeRecord::read(&json!({
        "version": 1,
        "evidenceLevel": concept("ev/tried"),
        "outcome": concept("oc/worked"),
        "technologyType": [concept("tech/digital-feedback")],
        "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")],
        "costBand": concept("co/very-low"),
        "steps": ["Do it."],
        "wouldWarnAbout": "It takes long.",
        "language": "en",
    }));
    let new = NewPractice {
        title: title.to_owned(),
        text: "Words.".to_owned(),
        record: record.unwrap(),
        ..NewPractice::default()
    };
    let ctx = world.hub.ctx();
    let id = practices::publish(ctx, by, new).await.unwrap();
    (id, ctx.addresses.object(id))
}

/// The counts of the headline, from the table of outcomes alone.
fn counted(outcomes: &[Value], practice: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    let mut add = |name: &str| *counts.entry(name.to_owned()).or_default() += 1;
    for row in outcomes.iter().filter(|row| row["practice"] == practice) {
        let standing = row["standing"].as_str().unwrap();
        match (standing, row["newest"].as_bool().unwrap()) {
            ("independent" | "undeclared", newest) => {
                add("reports");
                if newest {
                    add("organisations");
                    add(&row["outcome"].as_str().unwrap()[3..].replace('-', "_"));
                }
                if newest && standing == "independent" {
                    add("independent");
                }
            }
            ("own", true) => add("own"),
            ("vendor", true) => add("vendor_interest"),
            ("unverified", true) => add("unverified_settings"),
            _ => {}
        }
    }
    counts
}

/// Story 12: "loads … recomputes the hub's ledger numbers exactly; … re-run … removes withdrawn rows."
#[db_test]
async fn tables_are_as_described_and_drop_what_is_taken_back(db: TestDb) {
    let world = World::start(db).await;
    assert_eq!(world.get("practices.csv", &[]).await.status, 404);
    let (_, practice) = world.practice().await;
    let (report, outcome) = world.report(&practice, "oc/no-effect").await;
    world.join(&world.school).await;
    world.join(&world.meet).await;
    world.come_to_rest().await;
    // One of the hub's own, whose author does not let it be listed.
    let cora = world.hub.user("cora").teacher().build().await.account.id;
    let (_, shy) = published(&world, cora, "=HYPERLINK(\"https://evil.example\")").await;
    world.come_to_rest().await;
    open_data::write(world.hub.ctx(), |_| ()).await.unwrap();
    world.is_as_described().await;
    assert_eq!(world.ids("practices").await.join(" "), practice);

    let outcomes = world.rows("outcomes").await;
    assert!(outcomes.iter().any(|row| row["id"] == outcome.as_str()));
    assert!(outcomes.iter().all(|row| row["licence"] == "CC0-1.0"));
    let ledgers = world.rows("ledgers").await;
    assert_eq!(ledgers.len(), 1);
    let found = counted(&outcomes, &practice);
    assert_eq!(found["no_effect"], 1, "{found:?}");
    for (name, n) in found {
        assert_eq!(ledgers[0][&name], n, "{name}: {}", ledgers[0]);
    }
    assert_eq!(ledgers[0]["unlisted"], 0);

    // Whoever broke off goes on; whoever has it is told so.
    let whole = world.text("outcomes.csv").await;
    let tag = world.get("outcomes.csv", &[]).await.tag;
    let rest = world
        .get(
            "outcomes.csv",
            &[("range", "bytes=10-"), ("if-range", &tag)],
        )
        .await;
    assert_eq!((rest.status, rest.text.as_str()), (206, &whole[10..]));
    let other = [("range", "bytes=10-"), ("if-range", "\"another\"")];
    let other = world.get("outcomes.csv", &other).await;
    assert_eq!(other.status, 200, "what is another by now is sent whole");
    let known = world.get("outcomes.csv", &[("if-none-match", &tag)]).await;
    assert_eq!(known.status, 304);

    indexable(&world.hub, cora, true).await;
    statuses::delete(world.meet.ctx(), world.ben, report)
        .await
        .unwrap();
    world.come_to_rest().await;
    for _ in 0..2 {
        for app in [&world.school, &world.meet, &world.hub] {
            app.clock().advance(Duration::from_hours(24));
        }
        open_data::write(world.hub.ctx(), |_| ()).await.unwrap();
        world.is_as_described().await;
        assert!(!world.ids("outcomes").await.contains(&outcome));
        let gone = world.rows("withdrawn").await;
        assert_eq!(gone.len(), 1, "{gone:?}");
        assert_eq!(
            (&gone[0]["id"], &gone[0]["table"]),
            (&json!(outcome), &json!("outcomes"))
        );
    }
    assert!(world.ids("practices").await.contains(&shy));
    let sheet = world.text("practices.csv").await;
    assert!(
        sheet.contains("'=HYPERLINK"),
        "nothing is calculated: {sheet}"
    );
    assert_eq!(world.get("nothing.csv", &[]).await.status, 404);
}
