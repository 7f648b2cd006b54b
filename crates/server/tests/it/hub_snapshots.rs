//! What a hub counted on a day: signed, kept, and without anything that leads to what was taken back.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde_json::Value;
use staffroom_domain::{Day, StatusId};
use staffroom_service::hub::Finding;
use staffroom_service::{hub, statuses, voice};
use staffroom_signatures::{Proof, jcs};
use staffroom_testkit::{TestDb, db, db_test, http_client};

use crate::hub::{World, at};

fn digest_of(text: &str) -> Value {
    let hash = digest(&SHA256, text.as_bytes());
    format!("sha-256:{}", HEXLOWER.encode(hash.as_ref())).into()
}

impl World {
    async fn snapshot(&self, practice: StatusId, day: Day) -> Option<Value> {
        let text = hub::snapshot(self.hub.ctx(), practice, day).await.unwrap();
        text.map(|text| serde_json::from_str(&text).unwrap())
    }

    fn a_day_passes(&self) {
        for app in [&self.school, &self.meet, &self.hub] {
            app.clock().advance(Duration::from_hours(24));
        }
    }

    async fn a_day_ends(&self) -> Day {
        let queued = hub::snapshots_due(self.hub.ctx()).await.unwrap();
        assert_eq!(queued, 1);
        self.settle().await;
        Day::in_utc(self.hub.ctx().now()).unwrap()
    }
}

#[db_test]
async fn what_was_counted_on_a_day_can_be_checked_later(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    let (report, outcome) = world.report(&practice, "oc/harmful").await;
    world.join(&world.school).await;
    world.join(&world.meet).await;
    world.come_to_rest().await;
    let at_hub = at(&world.hub, &practice).await.unwrap().id;
    let first = world.a_day_ends().await;

    let document = world.snapshot(at_hub, first).await.unwrap();
    let record = &document["ledgerSnapshot"];
    assert_eq!(record["practice"], practice.as_str());
    assert_eq!(record["summary"]["outcomes"]["harmful"], 1, "{record}");
    let entries = record["entries"].as_array().unwrap();
    assert!(entries.contains(&digest_of(&outcome)), "{record}");
    assert!(
        !document.to_string().contains(&outcome),
        "no id of anybody's"
    );
    // The digest is of all but itself, and the hub's organisation has signed.
    let mut members = record.as_object().unwrap().clone();
    let digest = members.remove("digest").unwrap();
    assert_eq!(digest, digest_of(&jcs::to_string(&members.into()).unwrap()));
    let ctx = world.hub.ctx();
    let voice = ctx.db.read(voice::of_instance).await.unwrap().unwrap();
    assert_eq!(document["attributedTo"], ctx.addresses.actor(voice.id));
    let keys = world.hub.federation().keys_of(voice.id).await.unwrap();
    let proof = Proof::of(&document).unwrap();
    proof.verify(keys.ed25519.public(), ctx.now()).unwrap();

    // To everybody, at an address that stays; nothing has changed since.
    let address = document["id"].as_str().unwrap();
    let address = address.replace("hub.localhost", "127.0.0.1");
    let ask = |tag: Option<String>| {
        let request = http_client().get(&address);
        let request = request.header("accept", "application/activity+json");
        let request = request.header("host", world.hub.host());
        let tag = tag.unwrap_or_default();
        async move { request.header("if-none-match", tag).send().await.unwrap() }
    };
    let shown = ask(None).await;
    assert_eq!(shown.status(), 200);
    let tag = shown.headers()["etag"].to_str().unwrap().to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    assert_eq!(shown.json::<Value>().await.unwrap(), document);
    assert_eq!(ask(Some(tag)).await.status(), 304);
    let text = document.to_string();
    let standing = || hub::standing(ctx, at_hub, &text, None);
    let stands = standing().await.unwrap().ids;
    assert!(stands.contains(&outcome), "{stands:?}");

    // Of a ledger that did not change there is no second one, and of a day there is one.
    world.a_day_passes();
    let second = world.a_day_ends().await;
    assert_eq!(world.snapshot(at_hub, second).await, None);
    statuses::delete(world.meet.ctx(), world.ben, report)
        .await
        .unwrap();
    world.settle().await;
    world.a_day_passes();
    let third = world.a_day_ends().await;
    let now = world.snapshot(at_hub, third).await.unwrap();
    let summary = &now["ledgerSnapshot"]["summary"];
    assert_eq!(summary["outcomes"]["harmful"], 0, "{summary}");
    assert_eq!(summary["withdrawn"], 1, "{summary}");
    // What was cited then is as it was; what was taken back is nowhere.
    assert_eq!(world.snapshot(at_hub, first).await.unwrap(), document);
    let stands = standing().await.unwrap().ids;
    assert!(!stands.contains(&outcome), "{stands:?}");
    let days = hub::snapshot_days(ctx, at_hub, None, 10).await.unwrap();
    let expected = [third, first].map(Day::start_in_utc);
    assert_eq!(days, expected);
    world.come_to_rest().await;
}

#[db_test]
async fn a_snapshot_is_of_what_everybody_may_have_and_is_late_rather_than_lost(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    world.join(&world.school).await;
    world.come_to_rest().await;
    let ctx = world.hub.ctx();
    let at_hub = at(&world.hub, &practice).await.unwrap().id;
    let settle = async |finding| {
        let done = ctx
            .transact(move |tx| hub::settle_in(tx, at_hub, finding))
            .await;
        let done: Result<(), db::DbError> = done;
        done.unwrap();
        world.come_to_rest().await;
    };
    let due = async || hub::changed(ctx, StatusId::from(0), 9).await.unwrap();

    // What its own server does not show is no snapshot, and it is due again once it is shown.
    settle(Finding::NotShown).await;
    let day = world.a_day_ends().await;
    assert_eq!(world.snapshot(at_hub, day).await, None);
    assert_eq!(due().await, []);
    settle(Finding::Shown).await;
    assert_eq!(due().await, [at_hub]);

    // Nobody signs for the hub: it stays due.
    let voice = ctx.db.read(voice::of_instance).await.unwrap().unwrap();
    let silent = async |suspended: Option<i64>| {
        let id = voice.id;
        let done = ctx.db.write(move |conn| {
            let mut row = db::accounts::find(conn, id)?.unwrap();
            row.suspended_at = suspended;
            db::accounts::update(conn, row)
        });
        let done: Result<(), db::DbError> = done.await;
        done.unwrap();
    };
    silent(Some(1)).await;
    let day = world.a_day_ends().await;
    assert_eq!(world.snapshot(at_hub, day).await, None);
    assert_eq!(due().await, [at_hub]);
    silent(None).await;
    let day = world.a_day_ends().await;
    let document = world.snapshot(at_hub, day).await.unwrap();
    assert_eq!(due().await, []);

    // Only what everybody may have stands.
    let text = document.to_string();
    let standing = hub::standing(ctx, at_hub, &text, None).await.unwrap();
    assert_eq!(standing.ids.len(), 1, "her own result");
    world.come_to_rest().await;
}
