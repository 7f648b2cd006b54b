//! Following the library of a hub and its topics from another server.

use serde_json::{Value, json};
use staffroom_domain::practice::{Index, PracticeRecord};
use staffroom_domain::{AccountId, ActorKind, RecordKind, StatusId, TypedRecord};
use staffroom_federation::resolve::{self, FetchBudget, Freshness, actor};
use staffroom_service::hub::{self, Finding};
use staffroom_service::practices::{self, NewPractice, PracticeEdit};
use staffroom_service::staff::{self, By};
use staffroom_service::statuses::{RecordChange, Revision, revise_in};
use staffroom_service::{accounts, follows, policies};
use staffroom_testkit::{TestApp, TestDb, db, db_test, http_client};

use super::hub::{World, at, indexable};

/// An account of the hub, as somebody at the meeting knows it, who follows it.
struct Followed {
    here: AccountId,
    there: AccountId,
}

async fn follow(world: &World, name: &str) -> Followed {
    let ctx = world.hub.ctx();
    let found = accounts::find_by_handle(ctx, name, None).await.unwrap();
    let here = found.unwrap().id;
    let there = actor(
        world.meet.federation(),
        &ctx.addresses.actor(here),
        Freshness::Now,
    )
    .await
    .unwrap();
    assert_eq!(there.actor_kind(), ActorKind::Service);
    assert_eq!(there.username, name);
    let wishes = follows::Wishes::default();
    follows::follow(world.meet.ctx(), world.ben, there.id, wishes)
        .await
        .unwrap();
    world.settle().await;
    let (by, target) = (world.ben, there.id);
    let is_let = world
        .meet
        .ctx()
        .db
        .read(move |conn| db::follows::is_accepted(conn, by, target));
    let is_let: Result<bool, db::DbError> = is_let.await;
    assert!(is_let.unwrap(), "{name} lets everybody follow");
    Followed {
        here,
        there: there.id,
    }
}

/// Whether an account boosts something, as an instance knows it.
async fn boosts(app: &TestApp, by: AccountId, uri: &str) -> bool {
    let Some(row) = at(app, uri).await else {
        return false;
    };
    let read = app
        .ctx()
        .db
        .read(move |conn| db::statuses::find_boost(conn, by, row.id));
    let found: Result<_, db::DbError> = read.await;
    found.unwrap().is_some()
}

async fn change(world: &World, id: StatusId, change: impl FnOnce(&mut PracticeRecord)) {
    let ctx = world.school.ctx();
    let mut record = practices::get(ctx, None, id).await.unwrap().record;
    change(&mut record);
    let edit = PracticeEdit {
        title: "Audio feedback".to_owned(),
        text: "Voice notes.".to_owned(),
        record,
        result: None,
        files: None,
        visibility: None,
    };
    practices::edit(ctx, world.amira, id, edit).await.unwrap();
    world.settle().await;
}

#[db_test]
async fn who_follows_hears_of_what_is_verified_until_it_may_not_be_listed(db: TestDb) {
    let world = World::start(db).await;
    let assessment = hub::concept_named("tech/assessment").unwrap();
    hub::switch_on(world.hub.ctx(), assessment, None, None)
        .await
        .unwrap();
    let library = follow(&world, "library").await;
    let topic = follow(&world, "edtech-assessment").await;
    world.join(&world.school).await;
    let (id, practice) = world.practice().await;
    world.come_to_rest().await;
    assert!(world.has(&practice).await);
    for followed in [&library, &topic] {
        assert!(boosts(&world.hub, followed.here, &practice).await);
        assert!(boosts(&world.meet, followed.there, &practice).await);
    }
    // Described otherwise: another topic's.
    let devices = hub::concept_named("tech/tablets").unwrap();
    change(&world, id, |record| {
        record.technology_type = vec![devices.into()];
    })
    .await;
    assert!(boosts(&world.meet, library.there, &practice).await);
    assert!(!boosts(&world.hub, topic.here, &practice).await);
    assert!(!boosts(&world.meet, topic.there, &practice).await);
    let audio = hub::concept_named("tech/digital-feedback").unwrap();
    change(&world, id, |record| {
        record.technology_type = vec![audio.into()];
    })
    .await;
    assert!(boosts(&world.meet, topic.there, &practice).await);
    // For the hub alone: it stays in the library, and is announced to nobody.
    let domain = world.hub.ctx().config.account_domain().to_string();
    change(&world, id, |record| record.index = Some(Index::Hub(domain))).await;
    world.come_to_rest().await;
    for followed in [&library, &topic] {
        assert!(!boosts(&world.hub, followed.here, &practice).await);
        assert!(!boosts(&world.meet, followed.there, &practice).await);
    }
    world.come_to_rest().await;
}

/// Checklist 55.
#[db_test]
async fn who_does_not_want_to_be_listed_is_not_announced_from_then_on(db: TestDb) {
    let world = World::start(db).await;
    let library = follow(&world, "library").await;
    world.join(&world.school).await;
    let (_, practice) = world.practice().await;
    world.come_to_rest().await;
    assert!(boosts(&world.meet, library.there, &practice).await);
    // Whoever asks for their actor hears it; no week goes by.
    indexable(&world.school, world.amira, false).await;
    world.come_to_rest().await;
    let author = world.school.ctx().addresses.actor(world.amira);
    actor(world.hub.federation(), &author, Freshness::Now)
        .await
        .unwrap();
    world.come_to_rest().await;
    assert!(!boosts(&world.hub, library.here, &practice).await);
    assert!(!boosts(&world.meet, library.there, &practice).await);
}

/// Checklist 55.
#[db_test]
async fn who_was_never_asked_is_not_announced(db: TestDb) {
    let world = World::start(db).await;
    let library = account_of(&world, "library").await;
    let (_, practice) = world.practice().await;
    let mut budget = FetchBudget::default();
    let found = resolve::status(world.hub.federation(), &practice, &mut budget).await;
    found.unwrap().unwrap();
    world.come_to_rest().await;
    assert!(world.has(&practice).await, "its own server has shown it");
    assert!(!boosts(&world.hub, library, &practice).await);
    world.join(&world.school).await;
    world.come_to_rest().await;
    assert!(boosts(&world.hub, library, &practice).await);

    // A server that is limited has nothing announced.
    let name = world.school.host().split(':').next().unwrap();
    let row = policies::decision(name, policies::LIMIT, world.hub.ctx().now());
    policies::upsert(world.hub.ctx(), vec![row]).await.unwrap();
    world.come_to_rest().await;
    assert!(!boosts(&world.hub, library, &practice).await);
}

async fn account_of(world: &World, name: &str) -> AccountId {
    let found = accounts::find_by_handle(world.hub.ctx(), name, None).await;
    found.unwrap().unwrap().id
}

/// Checklist 55.
#[db_test]
async fn what_is_narrowed_is_taken_back_before_its_server_is_asked(db: TestDb) {
    let world = World::start(db).await;
    let library = account_of(&world, "library").await;
    world.join(&world.school).await;
    let (_, practice) = world.practice().await;
    world.come_to_rest().await;
    assert!(boosts(&world.hub, library, &practice).await);
    let row = at(&world.hub, &practice).await.unwrap();
    for (member, value, stands) in [
        ("region", json!("GB-WLS"), true),
        ("index", json!("none"), false),
    ] {
        let row = row.clone();
        let done = world.hub.ctx().transact(move |tx| {
            let author = db::accounts::find(tx.conn, row.account_id)?.unwrap();
            let there = db::practices::find(tx.conn, row.id)?.unwrap();
            let mut record: Value = serde_json::from_str(&there.record).unwrap();
            record[member] = value;
            let text = record.to_string();
            let record = TypedRecord::stored(RecordKind::Practice, &text).unwrap();
            let revision = Revision {
                record: RecordChange::Become(record),
                ..Revision::unchanged(tx, &row)?
            };
            revise_in(tx, &author, &row, &revision)
        });
        let done: Result<_, db::DbError> = done.await;
        done.unwrap();
        let now = boosts(&world.hub, library, &practice).await;
        assert_eq!(now, stands, "{member}");
    }
    world.come_to_rest().await;
}

/// Story 8: "a defederated instance vanishes from counts in one job": and from what is announced.
#[db_test]
async fn what_is_of_an_instance_that_left_is_taken_back(db: TestDb) {
    let world = World::start(db).await;
    let library = follow(&world, "library").await;
    world.join(&world.school).await;
    let (id, practice) = world.practice().await;
    world.come_to_rest().await;
    assert!(boosts(&world.meet, library.there, &practice).await);
    staff::remove_member(world.hub.ctx(), By::CommandLine, world.school.host())
        .await
        .unwrap();
    world.come_to_rest().await;
    assert!(!boosts(&world.hub, library.here, &practice).await);
    assert!(!boosts(&world.meet, library.there, &practice).await);
    // It comes back, and so does what it has; what is deleted goes for good.
    world.join(&world.school).await;
    world.come_to_rest().await;
    assert!(boosts(&world.meet, library.there, &practice).await);
    practices::delete(world.school.ctx(), world.amira, id)
        .await
        .unwrap();
    world.come_to_rest().await;
    assert!(at(&world.hub, &practice).await.is_none());
    assert!(!boosts(&world.meet, library.there, &practice).await);
}

/// A server that shows something and does not, in turn, is announced three times.
#[db_test]
async fn what_is_verified_and_not_in_turn_is_announced_three_times_at_most(db: TestDb) {
    let world = World::start(db).await;
    let library = follow(&world, "library").await;
    world.join(&world.school).await;
    let (_, practice) = world.practice().await;
    world.come_to_rest().await;
    let id = at(&world.hub, &practice).await.unwrap().id;
    for _ in 0..20 {
        for finding in [Finding::NotShown, Finding::Shown] {
            let done = world
                .hub
                .ctx()
                .transact(move |tx| hub::settle_in(tx, id, finding));
            let done: Result<(), db::DbError> = done.await;
            done.unwrap();
        }
    }
    let rows = world
        .hub
        .ctx()
        .db
        .read(move |conn| db::hub_announcements::of_status(conn, id));
    let rows: Result<Vec<_>, db::DbError> = rows.await;
    let rows = rows.unwrap();
    assert_eq!((rows.len(), rows[0].times), (1, 3));
    assert!(!boosts(&world.hub, library.here, &practice).await);
    world.come_to_rest().await;
    assert!(!boosts(&world.meet, library.there, &practice).await);
}

/// What a new member has had for long does not flood those who follow.
#[db_test]
async fn a_new_member_with_much_is_announced_a_part_a_day(db: TestDb) {
    let world = World::start(db).await;
    let library = follow(&world, "library").await;
    let ctx = world.school.ctx();
    let (first, _) = world.practice().await;
    let record = practices::get(ctx, None, first).await.unwrap().record;
    for n in 0..24 {
        let new = NewPractice {
            title: format!("Number {n}"),
            text: "Voice notes.".to_owned(),
            record: record.clone(),
            ..NewPractice::default()
        };
        practices::publish(ctx, world.amira, new).await.unwrap();
    }
    world.settle().await;
    world.join(&world.school).await;
    world.come_to_rest().await;
    let topics = hub::topics(world.hub.ctx()).await.unwrap();
    let of = |state: &str| {
        let counts = &topics[0].counts;
        counts.iter().find(|(name, _)| name == state).unwrap().1
    };
    assert_eq!((of("announced"), of("waiting")), (20, 5));
    assert_eq!(topics[0].account.id, library.here);
}

/// Somebody types the address of a concept into the search of their own server.
#[db_test]
async fn the_page_of_a_concept_leads_to_its_account(db: TestDb) {
    let world = World::start(db).await;
    let assessment = hub::concept_named("tech/assessment").unwrap();
    // Names below `localhost` are not resolved everywhere.
    let address = world.hub.host().replace("hub.localhost", "127.0.0.1");
    let page = format!("http://{address}/vocab/tech/assessment");
    let mastodon = "application/activity+json, application/ld+json; \
                    profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1";
    let ask = async |accept: &str| {
        let asked = http_client().get(&page).header("host", world.hub.host());
        asked.header("accept", accept).send().await.unwrap()
    };
    let before = ask("text/html").await.text().await.unwrap();
    assert!(!before.contains("edtech-assessment"), "{before}");
    assert_eq!(ask(mastodon).await.status(), 200);

    let topic = hub::switch_on(world.hub.ctx(), assessment, None, None).await;
    let actor = world.hub.ctx().addresses.actor(topic.unwrap().account.id);
    let led = ask(mastodon).await;
    assert_eq!(led.status(), 303);
    assert_eq!(led.headers()["location"], actor.as_str());
    let shown = ask("text/html").await.text().await.unwrap();
    let link =
        format!("<link rel=\"alternate\" type=\"application/activity+json\" href=\"{actor}\">");
    assert!(shown.contains(&link), "{shown}");
    assert!(shown.contains("@edtech-assessment@"), "{shown}");
    // Whoever wants the concept gets it as before.
    let concept = ask("application/ld+json").await;
    assert_eq!(concept.status(), 200);
    hub::switch_off(world.hub.ctx(), assessment).await.unwrap();
    assert_eq!(ask(mastodon).await.status(), 200);
    world.settle().await;
}
