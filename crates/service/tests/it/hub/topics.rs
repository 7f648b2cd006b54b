//! Accounts that one can follow, and what they announce.

use std::time::Duration;

use staffroom_domain::practice::{Index, PracticeRecord};
use staffroom_domain::{ActorKind, StatusId};
use staffroom_service::directory::{self, Order};
use staffroom_service::hub::{self, HubTopicRow, TopicError};
use staffroom_service::staff::{self, By, Step};
use staffroom_service::{accounts, follows, organisations, practices, users};
use staffroom_testkit::{TestApp, TestDb, db, db_test};
use staffroom_vocabulary::Concept;

use super::{account, boosts, change, concept, lets, on, posts, publish, record, start, times};

#[db_test]
async fn a_hub_has_an_account_of_its_whole_library(db: TestDb) {
    let (app, amira) = start(db).await;
    let library = account(&app, "library").await;
    assert_eq!(library.actor_kind(), ActorKind::Service);
    let hub = &app.ctx().config.instance.name;
    assert_eq!(library.display_name, format!("The library of {hub}"));
    assert!(
        library.summary.contains("A program runs this account"),
        "{}",
        library.summary
    );
    assert!(!library.locked);
    // A program is no person: nobody signs in to it, it is none of the users, and nobody is proposed to follow it.
    for order in [Order::New, Order::Active] {
        let people = directory::list(app.ctx(), None, order, true, (0, 40)).await;
        let people = people.unwrap();
        assert!(people.iter().all(|row| row.id != library.id), "{order:?}");
    }
    let none = users::find_by_name(app.ctx(), "library").await.unwrap();
    assert!(none.is_none());
    let now = app.ctx().now();
    let counted = app
        .ctx()
        .db
        .read(move |conn| db::usage::count(conn, [now, now]));
    let counted: Result<_, db::DbError> = counted.await;
    assert_eq!(counted.unwrap().people, 1);
    // It is the same after another start.
    organisations::begin(app.ctx()).await.unwrap();
    assert_eq!(account(&app, "library").await, library);
    assert_eq!(hub::topics(app.ctx()).await.unwrap().len(), 1);

    let id = publish(&app, amira, "Audio feedback", record("tech/ai")).await;
    assert_eq!(boosts(&app, library.id).await, [id]);
    practices::withdraw(app.ctx(), amira, id).await.unwrap();
    app.drain().await;
    assert_eq!(boosts(&app, library.id).await, []);
    practices::reinstate(app.ctx(), amira, id).await.unwrap();
    app.drain().await;
    assert_eq!(boosts(&app, library.id).await, [id]);
    practices::delete(app.ctx(), amira, id).await.unwrap();
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
    assert_eq!(boosts(&app, library.id).await, []);
}

/// Checklist 55.
#[db_test]
async fn nothing_is_announced_that_its_author_does_not_let_everybody_have(db: TestDb) {
    let (app, amira) = start(db).await;
    let library = account(&app, "library").await.id;
    let domain = app.ctx().config.account_domain().to_string();
    for index in [
        Index::None,
        Index::Hub(domain),
        Index::Hub("other.example".to_owned()),
    ] {
        let record = PracticeRecord {
            index: Some(index),
            ..record("tech/ai")
        };
        publish(&app, amira, "Not for all", record).await;
    }
    assert_eq!(boosts(&app, library).await, []);
    // Who changes their mind is followed, and so is a moderator.
    let id = publish(&app, amira, "Audio feedback", record("tech/ai")).await;
    assert_eq!(boosts(&app, library).await, [id]);
    lets(&app, amira, false).await;
    assert_eq!(boosts(&app, library).await, []);
    lets(&app, amira, true).await;
    assert_eq!(boosts(&app, library).await, [id]);
    staff::act(app.ctx(), By::CommandLine, amira, Step::Suspend, "")
        .await
        .unwrap();
    app.drain().await;
    assert_eq!(boosts(&app, library).await, []);
}

#[db_test]
async fn an_author_can_block_the_account_of_the_library(db: TestDb) {
    let (app, amira) = start(db).await;
    let library = account(&app, "library").await.id;
    follows::block(app.ctx(), amira, library).await.unwrap();
    let id = publish(&app, amira, "Audio feedback", record("tech/ai")).await;
    assert_eq!(boosts(&app, library).await, []);
    // What is announced already is taken back, too.
    follows::unblock(app.ctx(), amira, library).await.unwrap();
    app.drain().await;
    assert_eq!(boosts(&app, library).await, [id]);
    follows::block(app.ctx(), amira, library).await.unwrap();
    app.drain().await;
    assert_eq!(boosts(&app, library).await, []);
}

#[db_test]
async fn an_account_says_how_often_it_tells_what_is_new(db: TestDb) {
    let (app, _) = start(db).await;
    let busy = "On busy days the rest";
    assert!(account(&app, "library").await.summary.contains(busy));
    for digest in [Some(HubTopicRow::DAILY), None] {
        let library = hub::set_library(app.ctx(), digest).await.unwrap();
        assert_eq!(library.row.digest, HubTopicRow::DAILY);
        let summary = library.account.summary;
        assert!(summary.contains("once a day"), "{summary}");
        assert!(!summary.contains(busy), "{summary}");
    }
    app.drain().await;
}

/// Two processes start at once.
#[db_test]
async fn a_hub_that_two_begin_has_one_library(db: TestDb) {
    let app = TestApp::with_settings(db, &[("instance.role", "hub")]).await;
    let (one, other) = tokio::join!(
        organisations::begin(app.ctx()),
        organisations::begin(app.ctx())
    );
    one.unwrap();
    other.unwrap();
    assert_eq!(hub::topics(app.ctx()).await.unwrap().len(), 1);
    app.drain().await;
}

#[db_test]
async fn a_topic_announces_what_has_its_concept_or_a_narrower_one(db: TestDb) {
    let (app, amira) = start(db).await;
    let before = publish(&app, amira, "Before", record("tech/ai-tutor")).await;
    let ai = on(&app, "tech/ai").await;
    assert_eq!(ai.account.username, "edtech-ai");
    assert!(
        ai.account
            .summary
            .contains(concept("tech/ai").definition("en").value)
    );
    assert!(
        ai.account.fields.contains("/vocab/tech/ai"),
        "{}",
        ai.account.fields
    );
    // What is there already comes with its own date.
    assert_eq!(boosts(&app, ai.account.id).await, [before]);
    let said = &posts(&app, ai.account.id).await[0];
    let original = practices::get(app.ctx(), None, before).await.unwrap().view;
    assert_eq!(said.created_at, original.status.created_at);

    let workload = on(&app, "pr/workload").await.account;
    assert_eq!(workload.username, "problem-workload");
    let narrower = publish(&app, amira, "Tutor", record("tech/ai-tutor")).await;
    let other = publish(&app, amira, "Tablets", record("tech/tablets")).await;
    assert_eq!(boosts(&app, ai.account.id).await, [before, narrower]);
    assert_eq!(boosts(&app, workload.id).await, [before, narrower, other]);
    // It is judged again where it is described otherwise.
    change(&app, amira, narrower, record("tech/tablets")).await;
    change(&app, amira, other, record("tech/ai")).await;
    app.drain().await;
    assert_eq!(boosts(&app, ai.account.id).await, [before, other]);

    // Switched off, it says so, keeps what it announced, and announces nothing new; what may not be listed goes.
    hub::switch_off(app.ctx(), concept("tech/ai"))
        .await
        .unwrap();
    publish(&app, amira, "Late", record("tech/ai")).await;
    assert_eq!(boosts(&app, ai.account.id).await, [before, other]);
    let ended = account(&app, "edtech-ai").await;
    assert!(ended.summary.contains("nothing new"), "{}", ended.summary);
    practices::delete(app.ctx(), amira, other).await.unwrap();
    app.drain().await;
    assert_eq!(boosts(&app, ai.account.id).await, [before]);
    // And on again: from now on.
    let again = on(&app, "tech/ai").await;
    assert_eq!(again.account.id, ai.account.id);
    let new = publish(&app, amira, "New", record("tech/ai")).await;
    assert_eq!(boosts(&app, ai.account.id).await, [before, new]);
}

#[db_test]
async fn a_name_that_is_taken_is_told(db: TestDb) {
    let (app, _) = start(db).await;
    let made = accounts::create_actor(app.ctx(), ActorKind::Group, "edtech-ai", "A group");
    made.await.unwrap();
    let ai = concept("tech/ai");
    let refused = hub::switch_on(app.ctx(), ai, None, None).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the handle \"edtech-ai\" is taken; choose another; `--name` gives the topic another one"
    );
    let refused = hub::switch_on(app.ctx(), ai, Some("admin"), None).await;
    assert!(matches!(refused, Err(TopicError::Name(_))), "{refused:?}");
    let made = hub::switch_on(app.ctx(), ai, Some("ai-in-class"), None).await;
    assert_eq!(made.unwrap().account.username, "ai-in-class");
    let again = hub::switch_on(app.ctx(), ai, Some("ai-in-class"), None).await;
    assert_eq!(again.unwrap().account.username, "ai-in-class");
    let refused = hub::switch_on(app.ctx(), ai, Some("ai-for-all"), None).await;
    assert!(matches!(refused, Err(TopicError::Named(_))), "{refused:?}");
    for (text, path) in [
        ("tech/ai", "tech/ai"),
        ("https://w3id.org/staffroom/v/pr/workload", "pr/workload"),
        ("#EdTechAI", "tech/ai"),
    ] {
        assert_eq!(hub::concept_named(text).unwrap().path(), path);
    }
    assert!(hub::concept_named("tech/abacus").is_err());
    let off = hub::switch_off(app.ctx(), concept("pr/eal")).await;
    assert!(matches!(off, Err(TopicError::NoTopic(_))), "{off:?}");
}

#[db_test]
async fn a_library_whose_names_are_taken_goes_without(db: TestDb) {
    let app = TestApp::with_settings(db, &[("instance.role", "hub")]).await;
    let made = accounts::create_actor(app.ctx(), ActorKind::Group, "the-library", "Books");
    made.await.unwrap();
    organisations::begin(app.ctx()).await.unwrap();
    assert_eq!(
        hub::topics(app.ctx()).await.unwrap()[0].account.username,
        "library"
    );
    app.drain().await;
}

#[test]
fn every_concept_has_a_name_of_its_own() {
    let mut names: Vec<String> = Concept::all().iter().map(|it| hub::name_of(it)).collect();
    for name in &names {
        let parsed = staffroom_domain::username::parse_actor_handle(name);
        assert_eq!(parsed.as_ref(), Ok(name));
    }
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

/// Whoever describes a practice otherwise again and again, or lets it be listed and not, is announced three times.
#[db_test]
async fn what_goes_to_and_fro_is_announced_three_times_at_most(db: TestDb) {
    let (app, amira) = start(db).await;
    let ai = on(&app, "tech/ai").await.account.id;
    let devices = on(&app, "tech/devices").await.account.id;
    let library = account(&app, "library").await.id;
    let id = publish(&app, amira, "Audio feedback", record("tech/ai")).await;
    for round in 0..250 {
        let tech = ["tech/tablets", "tech/ai"][round % 2];
        change(&app, amira, id, record(tech)).await;
    }
    assert_eq!(times(&app, ai, id).await, 3);
    assert_eq!(times(&app, devices, id).await, 3);
    assert_eq!(times(&app, library, id).await, 1);
    for _ in 0..5 {
        lets(&app, amira, false).await;
        lets(&app, amira, true).await;
    }
    assert_eq!(times(&app, library, id).await, 3);
    assert_eq!(boosts(&app, library).await, Vec::<StatusId>::new());
    // What else there is, is announced as before.
    let other = publish(&app, amira, "Another", record("tech/ai")).await;
    assert_eq!(boosts(&app, library).await, [other]);
    app.drain().await;
}
