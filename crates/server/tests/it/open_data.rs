//! What a hub gives away: as its own description says, complete, and without what was taken back.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord};
use staffroom_domain::{AccountId, Day, StatusId};
use staffroom_service::open_data::OpenDataError;
use staffroom_service::outcomes::{self, NewOutcome};
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
                let table = path.strip_suffix(".csv").unwrap();
                assert_eq!(
                    sheet(&text, &names),
                    told(&self.rows(table).await, &names),
                    "{path}"
                );
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

/// The rows of a sheet, each cell as it was before a program for tables had to be kept from calculating it.
fn sheet(text: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    let plain = |cell: &str| match cell.strip_prefix('\'') {
        Some(formula) if formula.starts_with(['=', '+', '-', '@']) => formula.to_owned(),
        _ => cell.to_owned(),
    };
    rows.map(|row| {
        assert_eq!(row.len(), names.len(), "{row:?}");
        row.iter().map(plain).collect()
    })
    .collect()
}

/// The same of lines of JSON: what is unknown is empty.
fn told(rows: &[Value], names: &[&str]) -> Vec<Vec<String>> {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows.iter()
        .map(|row| names.iter().map(|name| cell(&row[*name])).collect())
        .collect()
}

fn digest_of(text: &str) -> Value {
    let hash = digest(&SHA256, text.as_bytes());
    json!(format!("sha-256:{}", HEXLOWER.encode(hash.as_ref())))
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
    let attribution = world.rows("practices").await[0]["attribution"].clone();
    let school = world.school.host();
    assert_eq!(attribution, format!("amira@{school}"));

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
    let first = world.hub.ctx().now().plus(Duration::from_hours(24));
    for _ in 0..2 {
        for app in [&world.school, &world.meet, &world.hub] {
            app.clock().advance(Duration::from_hours(24));
        }
        open_data::write(world.hub.ctx(), |_| ()).await.unwrap();
        world.is_as_described().await;
        assert!(!world.ids("outcomes").await.contains(&outcome));
        let gone = world.rows("withdrawn").await;
        let since = Day::in_utc(first).map(String::from);
        let expected =
            json!({ "digest": digest_of(&outcome), "table": "outcomes", "since": since });
        assert_eq!(
            gone,
            [expected],
            "nobody learns its id who does not have it"
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

/// A hub with one practice of its own that everybody may have.
async fn with_one(db: TestDb) -> (World, AccountId, String) {
    let world = World::start(db).await;
    let cora = world.hub.user("cora").teacher().build().await.account.id;
    indexable(&world.hub, cora, true).await;
    let (_, practice) = published(&world, cora, "Voice notes").await;
    world.come_to_rest().await;
    (world, cora, practice)
}

async fn reported(world: &World, by: AccountId, practice: &str, learners: &str) -> String {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let record = OutcomeRecord::read(&json!({
        "practice": practice,
        "practiceVersion": 1,
        "outcome": concept("oc/partly"),
        "evidenceLevel": concept("ev/tried"),
        "independence": concept("in/independent-practitioner"),
        "learners": concept(learners),
        "region": "GB-WLS",
        "phase": [concept("ph/primary-ks1")],
        "nextTime": "We would begin smaller.",
        "wouldWarnAbout": "It takes longer than one thinks.",
    }));
    let ctx = world.hub.ctx();
    let done = outcomes::report(ctx, by, NewOutcome::of(record.unwrap())).await;
    let id = done.unwrap();
    world.come_to_rest().await;
    ctx.addresses.object(id)
}

#[db_test]
async fn of_few_learners_nothing_is_said_of_where_they_are(db: TestDb) {
    let (world, _, practice) = with_one(db).await;
    let mut by = Vec::new();
    for (name, learners) in [("dan", "gs/under-10"), ("eve", "gs/10-35")] {
        let who = world.hub.user(name).teacher().build().await.account.id;
        indexable(&world.hub, who, true).await;
        by.push(reported(&world, who, &practice, learners).await);
    }
    open_data::write(world.hub.ctx(), |_| ()).await.unwrap();
    world.is_as_described().await;
    let rows = world.rows("outcomes").await;
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    let (few, more) = (row(&by[0]), row(&by[1]));
    for name in ["region", "instance", "phase", "subject", "setting"] {
        assert_eq!(few[name], Value::Null, "{name}: {few}");
    }
    assert_eq!(
        (&few["suppressed"], &more["suppressed"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(more["region"], "GB-WLS");
    assert_eq!(more["instance"], "hub.localhost");
    assert_eq!(more["phase"], "ph/primary-ks1");
    let names = [few, more].map(|row| row["counts_for"].as_str().unwrap());
    assert_ne!(names[0], names[1]);
    assert_eq!(names[0].len(), 16);
}

impl World {
    /// Folders of releases below the data folder of the hub.
    fn releases(&self) -> Vec<String> {
        let folder = self.hub.ctx().config.storage.data_dir.join("open-data");
        let all = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = all
            .map(|entry| entry.unwrap())
            .filter(|entry| std::fs::read_dir(entry.path()).unwrap().next().is_some())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }
}

#[db_test]
async fn a_store_that_does_not_answer_loses_nothing_of_what_was_withdrawn(db: TestDb) {
    let (world, cora, practice) = with_one(db).await;
    let ctx = world.hub.ctx();
    let next = async || {
        world.hub.clock().advance(Duration::from_hours(24));
        open_data::write(ctx, |_| ()).await
    };
    next().await.unwrap();
    indexable(&world.hub, cora, false).await;
    world.come_to_rest().await;
    let release = next().await.unwrap();
    let gone = world.rows("withdrawn").await;
    assert_eq!(gone[0]["digest"], digest_of(&practice));

    // What is there cannot be read: the job fails, and what it would have written is not there.
    let root = ctx.config.storage.data_dir.join("open-data");
    let (folder, away) = (root.join(release.at.to_string()), root.join("away"));
    std::fs::rename(&folder, &away).unwrap();
    std::fs::write(&folder, "").unwrap();
    assert!(matches!(next().await, Err(OpenDataError::Media(_))));
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&away, &folder).unwrap();
    let before = world.releases();
    assert_eq!(open_data::current(ctx).await.unwrap(), Some(release));

    // What is new cannot be written: nothing of it stays.
    world.hub.clock().advance(Duration::from_hours(24));
    let blocked = root.join(ctx.now().as_micros().to_string());
    std::fs::create_dir_all(blocked.join("withdrawn.csv").join("x")).unwrap();
    let failed = open_data::write(ctx, |_| ()).await;
    assert!(matches!(failed, Err(OpenDataError::Media(_))), "{failed:?}");
    let left = std::fs::read_dir(&blocked).unwrap();
    for entry in left {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with("withdrawn.csv"), "{name} stays");
    }
    std::fs::remove_dir_all(&blocked).unwrap();
    assert_eq!(world.releases(), before);

    next().await.unwrap();
    assert_eq!(world.rows("withdrawn").await, gone);
    // Whoever has lost the files begins anew.
    std::fs::remove_dir_all(&root).unwrap();
    next().await.unwrap();
    assert_eq!(world.rows("withdrawn").await, Vec::<Value>::new());
    world.is_as_described().await;
}

#[db_test]
async fn of_two_runs_the_one_that_ends_first_counts(db: TestDb) {
    let (world, ..) = with_one(db).await;
    let ctx = world.hub.ctx();
    open_data::write(ctx, |_| ()).await.unwrap();
    let (begun, clock) = (AtomicBool::new(false), world.hub.clock().clone());
    // While this one runs, another begins and ends, as of another process.
    let overtaken = open_data::write(ctx, |_| {
        if begun.swap(true, Ordering::Relaxed) {
            return;
        }
        clock.advance(Duration::from_secs(9));
        let ctx = ctx.clone();
        let other = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(open_data::write(&ctx, |_| ())).unwrap();
        });
        other.join().unwrap();
    })
    .await;
    assert!(
        matches!(overtaken, Err(OpenDataError::Overtaken)),
        "{overtaken:?}"
    );
    let current = open_data::current(ctx).await.unwrap().unwrap();
    assert_eq!(current.at, ctx.now().as_micros());
    world.is_as_described().await;
    assert_eq!(
        world.releases().len(),
        2,
        "that and the one before: {:?}",
        world.releases()
    );
}
