//! The organisation of an instance announces what is found out there, to whoever follows it.

use std::time::Duration;

use serde_json::json;
use staffroom_domain::practice::{Index, OutcomeRecord, PracticeRecord};
use staffroom_domain::{AccountId, ActorKind, StatusId};
use staffroom_federation::resolve::{Freshness, actor};
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices::{self, NewPractice, PracticeEdit};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::statuses::{self, NewStatus, StatusRow};
use staffroom_service::{accounts, follows, hub};
use staffroom_testkit::{TestApp, TestDb, come_to_rest, db, db_test, http_client, settle};

/// A school with its organisation, and a hub and somebody curious, whose organisations follow that of the school.
struct World {
    school: TestApp,
    hub: TestApp,
    curious: TestApp,
    amira: AccountId,
    voice: AccountId,
}

impl World {
    async fn start(db: TestDb) -> Self {
        let (second, third) = (TestDb::new(db.backend()), TestDb::new(db.backend()));
        let school = TestApp::federating(db, "school").await;
        let hub = TestApp::federating(second, "hub").await;
        let curious = TestApp::federating(third, "curious").await;
        let amira = school.user("amira").teacher().build().await.account.id;
        let voice = organisation(&school).await;
        indexable(&school, amira, true).await;
        let uri = school.ctx().addresses.actor(voice);
        for app in [&hub, &curious] {
            let own = organisation(app).await;
            let there = actor(app.federation(), &uri, Freshness::Now).await.unwrap();
            let wishes = follows::Wishes::default();
            follows::follow(app.ctx(), own, there.id, wishes)
                .await
                .unwrap();
        }
        let world = Self {
            school,
            hub,
            curious,
            amira,
            voice,
        };
        world.settle().await;
        for app in [&world.hub, &world.curious] {
            let host = app.host();
            hub::answer(world.school.ctx(), host, true).await.unwrap();
        }
        world.settle().await;
        world
    }

    async fn settle(&self) {
        settle(&[&self.school, &self.hub, &self.curious]).await;
    }

    /// Also what waits for a while, so that it is done once for many.
    async fn come_to_rest(&self) {
        come_to_rest(&[&self.school, &self.hub, &self.curious]).await;
    }

    async fn publish(&self, index: Option<Index>) -> (StatusId, String) {
        let new = NewPractice {
            title: "Audio feedback".to_owned(),
            text: "Voice notes.".to_owned(),
            record: record(index),
            ..NewPractice::default()
        };
        let ctx = self.school.ctx();
        let id = practices::publish(ctx, self.amira, new).await.unwrap();
        self.settle().await;
        (id, ctx.addresses.object(id))
    }

    async fn edit(&self, id: StatusId, title: &str, index: Option<Index>) {
        let edit = PracticeEdit {
            title: title.to_owned(),
            text: "Voice notes.".to_owned(),
            record: record(index),
            ..PracticeEdit::default()
        };
        practices::edit(self.school.ctx(), self.amira, id, edit)
            .await
            .unwrap();
        self.settle().await;
    }

    /// Whether the two that follow have something.
    async fn have(&self, uri: &str) -> (bool, bool) {
        let hub = at(&self.hub, uri).await.is_some();
        (hub, at(&self.curious, uri).await.is_some())
    }

    /// How many activities everybody finds in the outbox of the organisation.
    async fn in_outbox(&self) -> usize {
        let host = self.school.host();
        let port = host.rsplit_once(':').unwrap().1;
        let outbox = format!("/ap/actors/{}/outbox?page=true", self.voice);
        let page = http_client()
            .get(format!("http://127.0.0.1:{port}{outbox}"))
            .header("accept", "application/activity+json")
            .header("host", host)
            .send()
            .await
            .unwrap();
        let page: serde_json::Value = page.json().await.unwrap();
        page["orderedItems"].as_array().unwrap().len()
    }
}

async fn organisation(app: &TestApp) -> AccountId {
    accounts::create_actor(app.ctx(), ActorKind::Organization, "team", "The team")
        .await
        .unwrap()
        .id
}

async fn indexable(app: &TestApp, account: AccountId, indexable: bool) {
    let edit = ProfileEdit {
        indexable: Some(indexable),
        ..ProfileEdit::default()
    };
    profiles::edit(app.ctx(), account, edit).await.unwrap();
}

fn record(index: Option<Index>) -> PracticeRecord {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let mut record = PracticeRecord::read(&json!({
        "version": 1,
        "evidenceLevel": concept("ev/tried"),
        "outcome": concept("oc/partly"),
        "technologyType": [concept("tech/digital-feedback")],
        "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")],
        "subject": [concept("su/english")],
        "costBand": concept("co/very-low"),
        "steps": ["Record two minutes."],
        "wouldWarnAbout": "They listen once and never again.",
        "language": "en",
    }))
    .unwrap();
    record.index = index;
    record
}

async fn at(app: &TestApp, uri: &str) -> Option<StatusRow> {
    let uri = uri.to_owned();
    let read = app
        .ctx()
        .db
        .read(move |conn| db::statuses::find_by_uri(conn, &uri));
    let row: Result<_, db::DbError> = read.await;
    row.unwrap().filter(|row| row.deleted_at.is_none())
}

#[db_test]
async fn what_may_be_listed_is_announced_changed_and_taken_back(db: TestDb) {
    let world = World::start(db).await;
    let (id, uri) = world.publish(None).await;
    assert_eq!(world.have(&uri).await, (true, true), "nobody follows Amira");
    let row = at(&world.hub, &uri).await.unwrap();
    assert_eq!(row.boosts_count, 1, "the plain Announce, once");
    assert_eq!(world.in_outbox().await, 2, "with her own result");

    world.edit(id, "Audio feedback in Year 8", None).await;
    let row = at(&world.hub, &uri).await.unwrap();
    assert_eq!(row.title.as_deref(), Some("Audio feedback in Year 8"));

    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let outcome = OutcomeRecord::read(&json!({
        "practice": uri, "practiceVersion": 1, "outcome": concept("oc/no-effect"),
        "evidenceLevel": concept("ev/tried"), "nextTime": "Begin smaller.",
    }));
    let new = NewOutcome::of(outcome.unwrap());
    let outcome = outcomes::report(world.school.ctx(), world.amira, new).await;
    let outcome = outcome.unwrap();
    world.settle().await;
    let outcome = world.school.ctx().addresses.object(outcome);
    assert_eq!(world.have(&outcome).await, (true, true));

    practices::delete(world.school.ctx(), world.amira, id)
        .await
        .unwrap();
    // Where the two deletions meet, one of them is tried again.
    world.come_to_rest().await;
    assert_eq!(world.have(&uri).await, (false, false));
    assert_eq!(
        world.have(&outcome).await,
        (false, false),
        "her own result goes too"
    );
    assert_eq!(world.in_outbox().await, 0);
}

#[db_test]
async fn what_no_index_may_have_is_not_announced(db: TestDb) {
    let world = World::start(db).await;
    let (_, uri) = world.publish(Some(Index::None)).await;
    assert_eq!(world.have(&uri).await, (false, false));
    // What is no record is nobody's business.
    let new = NewStatus {
        text: "Good morning".to_owned(),
        ..NewStatus::default()
    };
    let post = statuses::publish(world.school.ctx(), world.amira, new)
        .await
        .unwrap();
    world.settle().await;
    let post = world.school.ctx().addresses.object(post);
    assert_eq!(world.have(&post).await, (false, false));

    // Its author changes their mind, and changes it back: those who had it hear of it, and of nothing later.
    let (id, uri) = world.publish(None).await;
    world.edit(id, "Not for indexes", Some(Index::None)).await;
    let row = at(&world.hub, &uri).await.unwrap();
    assert_eq!(row.title.as_deref(), Some("Not for indexes"));
    assert_eq!(row.boosts_count, 0);
    world.school.clock().advance(Duration::from_secs(1));
    world
        .edit(id, "Nobody hears of this", Some(Index::None))
        .await;
    let row = at(&world.hub, &uri).await.unwrap();
    assert_eq!(row.title.as_deref(), Some("Not for indexes"));
    assert_eq!(world.in_outbox().await, 0);

    // The same for everything of somebody.
    let (_, uri) = world.publish(None).await;
    assert_eq!(world.in_outbox().await, 2);
    indexable(&world.school, world.amira, false).await;
    world.settle().await;
    assert_eq!(world.in_outbox().await, 0);
    assert_eq!(at(&world.hub, &uri).await.unwrap().boosts_count, 0);
    let (_, hidden) = world.publish(None).await;
    assert_eq!(world.have(&hidden).await, (false, false));
    indexable(&world.school, world.amira, true).await;
    world.settle().await;
    assert_eq!(world.have(&hidden).await, (true, true));
    assert_eq!(world.in_outbox().await, 4);
    world.come_to_rest().await;
}

#[db_test]
async fn what_is_for_one_hub_goes_to_that_hub_alone(db: TestDb) {
    let world = World::start(db).await;
    let domain = world.hub.host().to_owned();
    let other = Some(Index::Hub("other.example".to_owned()));
    let (_, uri) = world.publish(other).await;
    assert_eq!(world.have(&uri).await, (false, false));
    let (id, uri) = world.publish(Some(Index::Hub(domain.clone()))).await;
    assert_eq!(world.have(&uri).await, (true, false));
    assert_eq!(world.in_outbox().await, 0, "nobody else finds it there");
    world
        .edit(id, "Still for it", Some(Index::Hub(domain)))
        .await;
    let row = at(&world.hub, &uri).await.unwrap();
    assert_eq!(row.title.as_deref(), Some("Still for it"));
    assert_eq!(world.have(&uri).await, (true, false));
    practices::delete(world.school.ctx(), world.amira, id)
        .await
        .unwrap();
    world.settle().await;
    assert_eq!(world.have(&uri).await, (false, false));
    world.come_to_rest().await;
}

#[db_test]
async fn whoever_may_have_it_no_more_hears_of_that_change(db: TestDb) {
    let world = World::start(db).await;
    let (id, uri) = world.publish(None).await;
    assert_eq!(world.have(&uri).await, (true, true));
    let domain = world.hub.host().to_owned();
    world.school.clock().advance(Duration::from_secs(1));
    world
        .edit(id, "For one hub now", Some(Index::Hub(domain.clone())))
        .await;
    let title = async |app: &TestApp| at(app, &uri).await.unwrap().title.unwrap();
    assert_eq!(title(&world.hub).await, "For one hub now");
    assert_eq!(title(&world.curious).await, "For one hub now");
    world.school.clock().advance(Duration::from_secs(1));
    world
        .edit(id, "And changed", Some(Index::Hub(domain)))
        .await;
    assert_eq!(title(&world.hub).await, "And changed");
    assert_eq!(title(&world.curious).await, "For one hub now");
    // From one hub to another.
    let other = world.curious.host().to_owned();
    world.school.clock().advance(Duration::from_secs(1));
    world
        .edit(id, "For the other", Some(Index::Hub(other)))
        .await;
    assert_eq!(title(&world.hub).await, "For the other");
    assert_eq!(title(&world.curious).await, "For the other");
    world.come_to_rest().await;
}

#[db_test]
async fn what_colleagues_say_came_of_it_goes_where_the_practice_goes(db: TestDb) {
    let world = World::start(db).await;
    let (id, uri) = world.publish(None).await;
    let kofi = world.school.user("kofi").teacher().build().await.account.id;
    indexable(&world.school, kofi, true).await;
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let outcome = OutcomeRecord::read(&json!({
        "practice": uri, "practiceVersion": 1, "outcome": concept("oc/no-effect"),
        "evidenceLevel": concept("ev/tried"), "nextTime": "Begin smaller.",
    }));
    let new = NewOutcome::of(outcome.unwrap());
    let reported = outcomes::report(world.school.ctx(), kofi, new).await;
    let outcome = world.school.ctx().addresses.object(reported.unwrap());
    world.settle().await;
    assert_eq!(world.have(&outcome).await, (true, true));
    assert_eq!(world.in_outbox().await, 3, "both results");
    world.edit(id, "For nobody", Some(Index::None)).await;
    assert_eq!(world.in_outbox().await, 0);
    assert_eq!(at(&world.hub, &outcome).await.unwrap().boosts_count, 0);
    world.edit(id, "For all again", None).await;
    assert_eq!(world.in_outbox().await, 3);
    world.come_to_rest().await;
}
