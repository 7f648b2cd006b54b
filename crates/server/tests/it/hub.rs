//! A hub and its members: asked, read, counted once verified, and taken out again.

use std::time::Duration;

use serde_json::json;
use staffroom_domain::ledger::Reason;
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord};
use staffroom_domain::{AccountId, ActorKind, StatusId};
use staffroom_federation::resolve::{self, Brought, FetchBudget, Item};
use staffroom_service::hub::{self, Harvested, Hub, HubLedgers, HubMemberRow};
use staffroom_service::ledger as ledgers;
use staffroom_service::notifications::{self, Wanted};
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::records::status_at;
use staffroom_service::staff::{self, By};
use staffroom_service::statuses::{Page, StatusRow};
use staffroom_service::{accounts, follows, organisations, policies, voice};
use staffroom_testkit::{TestApp, TestDb, come_to_rest, db, db_test, free_port, settle};

/// A school with an author, another with somebody who tries it, and a hub; nobody follows anybody.
pub(super) struct World {
    pub(super) school: TestApp,
    pub(super) meet: TestApp,
    pub(super) hub: TestApp,
    pub(super) amira: AccountId,
    pub(super) ben: AccountId,
}

impl World {
    pub(super) async fn start(db: TestDb) -> Self {
        let (second, third) = (TestDb::new(db.backend()), TestDb::new(db.backend()));
        let school = TestApp::federating(db, "school").await;
        let meet = TestApp::federating(second, "meet").await;
        let port = free_port();
        let url = format!("http://hub.localhost:{port}");
        let settings = [
            ("server.url", url.as_str()),
            ("server.bind", &format!("127.0.0.1:{port}")),
            ("federation.mode", "open"),
            ("instance.role", "hub"),
        ];
        let hub = TestApp::with_settings(third, &settings).await;
        organisations::begin(hub.ctx()).await.unwrap();
        let amira = teacher(&school, "amira").await;
        let ben = teacher(&meet, "ben").await;
        let world = Self {
            school,
            meet,
            hub,
            amira,
            ben,
        };
        world.settle().await;
        world
    }

    pub(super) async fn settle(&self) {
        settle(&[&self.school, &self.meet, &self.hub]).await;
    }

    /// Also what waits for a while, so that it is done once for many.
    pub(super) async fn come_to_rest(&self) {
        come_to_rest(&[&self.school, &self.meet, &self.hub]).await;
    }

    pub(super) fn a_week_passes(&self) {
        for app in [&self.school, &self.meet, &self.hub] {
            app.clock().advance(Duration::from_hours(8 * 24));
        }
    }

    pub(super) async fn practice(&self) -> (StatusId, String) {
        self.practice_of(&self.school, self.amira).await
    }

    async fn practice_of(&self, app: &TestApp, author: AccountId) -> (StatusId, String) {
        let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
        let record = PracticeRecord::read(&json!({
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
        }));
        let new = NewPractice {
            title: "Audio feedback".to_owned(),
            text: "Voice notes.".to_owned(),
            record: record.unwrap(),
            ..NewPractice::default()
        };
        let ctx = app.ctx();
        let id = practices::publish(ctx, author, new).await.unwrap();
        self.settle().await;
        (id, ctx.addresses.object(id))
    }

    /// Ben looks for the practice, and says what came of it.
    pub(crate) async fn report(&self, practice: &str, result: &str) -> (StatusId, String) {
        let mut budget = FetchBudget::default();
        let found = resolve::status(self.meet.federation(), practice, &mut budget).await;
        found.unwrap().unwrap();
        self.settle().await;
        let record = outcome(practice, result);
        let done = outcomes::report(self.meet.ctx(), self.ben, NewOutcome::of(record)).await;
        let id = done.unwrap();
        self.settle().await;
        (id, self.meet.ctx().addresses.object(id))
    }

    /// Asks an instance, and lets it say yes.
    pub(super) async fn join(&self, app: &TestApp) -> HubMemberRow {
        self.ask(app).await;
        hub::answer(app.ctx(), self.hub.host(), true).await.unwrap();
        self.settle().await;
        self.member(app).await
    }

    async fn ask(&self, app: &TestApp) {
        let row = staffroom_hub::add(self.hub.federation(), app.host())
            .await
            .unwrap();
        assert_eq!(row.host, app.host());
        self.settle().await;
    }

    /// Whether the school lets a hub in that asks once more while it waits.
    async fn is_let_in_by_asking_again(&self, hub: &Hub) -> bool {
        let hub = hub.account.clone();
        let asked = self.school.ctx().transact(move |tx| {
            let voice = voice::of_instance(tx.conn)?.unwrap();
            let row = db::follows::find(tx.conn, hub.id, voice.id)?.unwrap();
            follows::ask_again_in(tx, &hub, &voice, &row)?;
            Ok::<_, db::DbError>(db::follows::get(tx.conn, row.id)?.unwrap())
        });
        asked.await.unwrap().is_accepted()
    }

    async fn member(&self, app: &TestApp) -> HubMemberRow {
        hub::member(self.hub.ctx(), app.host())
            .await
            .unwrap()
            .unwrap()
    }

    pub(super) async fn ledgers(&self, practice: &str) -> HubLedgers {
        let row = at(&self.hub, practice).await.unwrap();
        let page = Page {
            limit: 40,
            ..Page::default()
        };
        hub::ledgers(self.hub.ctx(), None, row.id, page)
            .await
            .unwrap()
    }

    /// Whether the hub has the practice in its library.
    pub(super) async fn has(&self, practice: &str) -> bool {
        let Some(row) = at(&self.hub, practice).await else {
            return false;
        };
        hub::ledgers(self.hub.ctx(), None, row.id, Page::default())
            .await
            .is_ok()
    }
}

/// A teacher of a school that lists them, who lets others find what they write.
async fn teacher(app: &TestApp, name: &str) -> AccountId {
    let id = app.user(name).teacher().build().await.account.id;
    indexable(app, id, true).await;
    let made = accounts::create_actor(app.ctx(), ActorKind::Organization, "team", "The team");
    let organisation = made.await.unwrap().id;
    organisations::set_member(app.ctx(), organisation, id, true)
        .await
        .unwrap();
    id
}

pub(super) async fn indexable(app: &TestApp, account: AccountId, indexable: bool) {
    let edit = ProfileEdit {
        indexable: Some(indexable),
        ..ProfileEdit::default()
    };
    profiles::edit(app.ctx(), account, edit).await.unwrap();
}

fn outcome(practice: &str, result: &str) -> OutcomeRecord {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    OutcomeRecord::read(&json!({
        "practice": practice,
        "practiceVersion": 1,
        "outcome": concept(result),
        "evidenceLevel": concept("ev/tried"),
        "independence": concept("in/independent-practitioner"),
        "nextTime": "We would begin smaller.",
        "wouldWarnAbout": "It takes longer than one thinks.",
    }))
    .unwrap()
}

pub(super) async fn at(app: &TestApp, uri: &str) -> Option<StatusRow> {
    let (addresses, uri) = (app.ctx().addresses.clone(), uri.to_owned());
    let read = app
        .ctx()
        .db
        .read(move |conn| status_at(conn, &addresses, &uri));
    let row: Result<_, db::DbError> = read.await;
    row.unwrap().filter(|row| row.deleted_at.is_none())
}

/// Story 5: "the author's instance rejects it as out-of-scope; H shows both numbers and the reason code; H fetched the
/// outcome from B."
#[db_test]
async fn what_an_author_hides_the_hub_shows_with_the_reason(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    let (_, harm) = world.report(&practice, "oc/harmful").await;
    world.come_to_rest().await;
    let entry = at(&world.school, &harm).await.unwrap().id;
    ledgers::reject(world.school.ctx(), world.amira, entry, Reason::OutOfScope)
        .await
        .unwrap();
    // Both belong to the hub only now: it reads what they had.
    let school = world.join(&world.school).await;
    assert_eq!(
        (school.state.as_str(), school.harvest.as_str()),
        ("member", "done")
    );
    assert_eq!(
        (school.practices, school.outcomes),
        (1, 1),
        "her own result"
    );
    let meet = world.join(&world.meet).await;
    assert_eq!((meet.practices, meet.outcomes), (0, 1));
    world.come_to_rest().await;

    let both = world.ledgers(&practice).await;
    assert_eq!(both.view.summary.outcomes.harmful, 1);
    let (theirs, _) = both.view.theirs.as_ref().unwrap();
    assert_eq!(theirs.outcomes.harmful, 0);
    assert_eq!(theirs.rejected.get(&Reason::OutOfScope), Some(&1));
    assert_eq!(both.rejected.len(), 1);
    assert_eq!(
        (both.rejected[0].id.as_str(), both.rejected[0].reason),
        (harm.as_str(), Reason::OutOfScope)
    );
    let entry = both
        .outcomes
        .items
        .iter()
        .find(|it| it.uri == harm)
        .unwrap();
    assert_eq!((entry.state.as_str(), entry.is_counted), ("verified", true));
    assert_eq!(entry.rejected_for, Some("out-of-scope"));
}

/// What an instance announces, as its hub reads it.
async fn announced(world: &World, app: &TestApp) -> Vec<Item> {
    let fed = world.hub.federation();
    let voice = resolve::organisation_of(fed, app.host()).await.unwrap();
    let uri = voice.uri.unwrap();
    let list = resolve::lists_of(fed, voice.id).await.unwrap().remove(0);
    let head = resolve::list_part(fed, &uri, &list).await.unwrap();
    assert_eq!(head.items, [], "they are on pages");
    let first = head.next.unwrap();
    let page = resolve::list_part(fed, &uri, &first).await.unwrap();
    assert_eq!(page.next, None);
    page.items
}

/// What its own server shows counts at once: neither is it asked for where it stands, nor again.
#[db_test]
async fn what_its_own_server_shows_counts_at_once(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    world.practice().await;
    let mut items = announced(&world, &world.school).await;
    assert_eq!(items.len(), 4, "two practices, each with her own result");
    let shown = items.remove(0);
    assert_eq!(shown.id().as_str(), practice, "the oldest first");
    let Item::Written(object, _) = &shown else {
        panic!("{shown:?}");
    };
    let named = Item::Named(object.id.clone());
    let brought = resolve::bring(world.hub.federation(), shown).await;
    let Some(Brought::New(id)) = brought.unwrap() else {
        panic!("it was there already");
    };
    // Before any job has run.
    let items = hub::items_of(world.hub.ctx(), vec![id]).await.unwrap();
    assert_eq!(items[0].state, "verified");
    let again = resolve::bring(world.hub.federation(), named).await;
    assert_eq!(again.unwrap(), Some(Brought::Known(id)));
    world.come_to_rest().await;
}

/// Whoever teaches on a hub is told of what others report on what is theirs, once it counts, and once.
#[db_test]
async fn an_author_here_is_told_of_what_counts(db: TestDb) {
    let world = World::start(db).await;
    let cleo = teacher(&world.hub, "cleo").await;
    let (_, practice) = world.practice_of(&world.hub, cleo).await;
    let (id, _) = world.report(&practice, "oc/worked").await;
    world.come_to_rest().await;
    let told = async || {
        let page = Page {
            limit: 20,
            ..Page::default()
        };
        let wanted = Wanted::default();
        let list = notifications::list(world.hub.ctx(), cleo, wanted, page).await;
        let kinds = list.unwrap().items.into_iter();
        let kinds = kinds.map(|it| it.notification.kind);
        kinds.filter(|kind| kind == "outcome").count()
    };
    assert_eq!(told().await, 1);
    let changed = outcome(&practice, "oc/no-effect");
    let done = outcomes::edit(world.meet.ctx(), world.ben, id, changed, String::new());
    done.await.unwrap();
    world.come_to_rest().await;
    assert_eq!(told().await, 1);
}

#[db_test]
async fn a_member_is_asked_and_can_refuse_and_leave(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    world.ask(&world.school).await;
    assert_eq!(world.member(&world.school).await.state, "asked");
    assert!(!world.has(&practice).await, "before it has said yes");
    let asked = hub::hubs(world.school.ctx()).await.unwrap();
    assert_eq!((asked.len(), asked[0].is_accepted), (1, false));
    assert!(!world.is_let_in_by_asking_again(&asked[0]).await);
    hub::answer(world.school.ctx(), world.hub.host(), false)
        .await
        .unwrap();
    world.settle().await;
    assert_eq!(world.member(&world.school).await.state, "refused");

    world.join(&world.school).await;
    assert!(world.has(&practice).await);
    hub::answer(world.school.ctx(), world.hub.host(), false)
        .await
        .unwrap();
    world.come_to_rest().await;
    let row = world.member(&world.school).await;
    assert_eq!((row.state.as_str(), row.practices), ("left", 0));
    assert!(!world.has(&practice).await);

    // Whoever is asked again and agrees is there again.
    let row = world.join(&world.school).await;
    assert_eq!(row.practices, 1);
    assert!(world.has(&practice).await);
    world.come_to_rest().await;
}

/// Story 8: "a defederated instance vanishes from counts in one job."
#[db_test]
async fn who_is_removed_or_shut_out_is_in_no_count(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    world.join(&world.school).await;
    world.join(&world.meet).await;
    world.report(&practice, "oc/no-effect").await;
    world.come_to_rest().await;
    assert_eq!(
        world
            .ledgers(&practice)
            .await
            .view
            .summary
            .outcomes
            .no_effect,
        1
    );
    staff::remove_member(world.hub.ctx(), By::CommandLine, world.meet.host())
        .await
        .unwrap();
    world.come_to_rest().await;
    let row = world.member(&world.meet).await;
    assert_eq!((row.state.as_str(), row.outcomes), ("removed", 0));
    assert_eq!(
        world
            .ledgers(&practice)
            .await
            .view
            .summary
            .outcomes
            .no_effect,
        0
    );

    world.join(&world.meet).await;
    world.come_to_rest().await;
    assert_eq!(
        world
            .ledgers(&practice)
            .await
            .view
            .summary
            .outcomes
            .no_effect,
        1
    );
    let name = world.school.host().split(':').next().unwrap();
    let row = policies::decision(name, policies::SUSPEND, world.hub.ctx().now());
    policies::upsert(world.hub.ctx(), vec![row]).await.unwrap();
    world.come_to_rest().await;
    let row = world.member(&world.school).await;
    assert_eq!((row.state.as_str(), row.practices), ("removed", 0));
    assert!(!world.has(&practice).await);
}

#[db_test]
async fn what_is_new_changed_or_withdrawn_is_followed(db: TestDb) {
    let world = World::start(db).await;
    world.join(&world.school).await;
    world.join(&world.meet).await;
    let (_, practice) = world.practice().await;
    let (id, uri) = world.report(&practice, "oc/worked").await;
    world.come_to_rest().await;
    let both = world.ledgers(&practice).await;
    assert_eq!(both.view.summary.outcomes.worked, 1);

    let changed = outcome(&practice, "oc/harmful");
    let done = outcomes::edit(world.meet.ctx(), world.ben, id, changed, String::new());
    done.await.unwrap();
    world.come_to_rest().await;
    let it = world.ledgers(&practice).await.view.summary.outcomes;
    assert_eq!((it.worked, it.harmful), (0, 1));

    // Who does not want to be listed any more is not, once everything was asked for again.
    indexable(&world.meet, world.ben, false).await;
    world.a_week_passes();
    // The practice, her own result, and his.
    assert_eq!(hub::sweep_due(world.hub.ctx()).await.unwrap(), 3);
    assert_eq!(hub::sweep_due(world.hub.ctx()).await.unwrap(), 0, "once");
    world.come_to_rest().await;
    assert_eq!(
        world.ledgers(&practice).await.view.summary.outcomes.harmful,
        0
    );
    assert_eq!(world.member(&world.meet).await.outcomes, 0);
    indexable(&world.meet, world.ben, true).await;
    world.a_week_passes();
    hub::sweep_due(world.hub.ctx()).await.unwrap();
    world.come_to_rest().await;
    assert_eq!(
        world.ledgers(&practice).await.view.summary.outcomes.harmful,
        1
    );

    outcomes::withdraw(world.meet.ctx(), world.ben, id)
        .await
        .unwrap();
    world.come_to_rest().await;
    let it = world.ledgers(&practice).await;
    assert_eq!(it.view.summary.outcomes.harmful, 0);
    assert_eq!(it.view.summary.withdrawn, 1);
    assert!(at(&world.hub, &uri).await.is_none());
    assert_eq!(world.member(&world.meet).await.outcomes, 0);
}

/// Checklist 40. Catalogue 43.
#[db_test]
async fn an_outbox_that_never_ends_is_read_so_far_and_no_further(db: TestDb) {
    let world = World::start(db).await;
    let row = world.join(&world.school).await;
    assert_eq!(row.harvest, "done");
    let ctx = world.hub.ctx();
    let read = async |row: HubMemberRow, next: String| {
        hub::harvested(ctx, row, Harvested::Next(next))
            .await
            .unwrap();
        world.member(&world.school).await
    };
    let running = HubMemberRow {
        harvest: HubMemberRow::RUNNING.to_owned(),
        pages: 0,
        ..row
    };
    // Pages in a circle: noticed after a few rounds, whatever its length.
    set(&world.hub, running.clone()).await;
    let mut now = running.clone();
    for n in 0..100 {
        now = read(
            now,
            format!("http://{}/page/{}", world.school.host(), n % 7),
        )
        .await;
        if now.harvest == HubMemberRow::DONE {
            break;
        }
    }
    assert_eq!(now.harvest, "done", "{now:?}");
    assert!(now.pages < 40, "{now:?}");
    // A page that is always another.
    let late = HubMemberRow {
        pages: 4_998,
        ..running
    };
    set(&world.hub, late.clone()).await;
    let now = read(late, "http://x.example/a".to_owned()).await;
    assert_eq!((now.harvest.as_str(), now.pages), ("running", 4_999));
    let now = read(now, "http://x.example/b".to_owned()).await;
    assert_eq!((now.harvest.as_str(), now.pages), ("done", 5_000));
    // What another process has read meanwhile is read once.
    let stale = HubMemberRow {
        harvest: HubMemberRow::RUNNING.to_owned(),
        pages: 3,
        ..now.clone()
    };
    assert_eq!(read(stale, "http://x.example/c".to_owned()).await, now);
    world.come_to_rest().await;
}

/// The server of the school cannot say what a practice is, since an id that it has to name is none; or it can again.
async fn broken(world: &World, practice: StatusId, is_broken: bool) {
    let (ctx, amira) = (world.school.ctx(), world.amira);
    let organisation = format!("{}/ap/actors/no id", world.school.url());
    let now = ctx.now();
    let done = ctx.db.write(move |conn| {
        let mut row = db::practices::find(conn, practice)?.unwrap();
        row.organisation = is_broken.then(|| organisation.clone());
        db::practices::put(conn, row)?;
        let member = db::organisation_members::MemberRow {
            organisation,
            account_id: amira,
            created_at: now,
            removed: false,
        };
        db::organisation_members::add(conn, member)
    });
    let done: Result<bool, db::DbError> = done.await;
    done.unwrap();
}

#[db_test]
async fn one_broken_thing_keeps_nothing_else_of_a_member_back(db: TestDb) {
    let world = World::start(db).await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(world.practice().await);
        world.school.clock().advance(Duration::from_secs(1));
    }
    let (first, bad, last) = (&all[0].1, &all[1], &all[2].1);
    broken(&world, bad.0, true).await;
    let member = world.join(&world.school).await;
    world.come_to_rest().await;
    // What stands before and after it is there; it is asked for again, and so is the page.
    assert_eq!(member.harvest, "running");
    assert!(world.has(first).await && world.has(last).await);
    assert!(!world.has(&bad.1).await);
    let mut days = 0;
    while world.member(&world.school).await.harvest == HubMemberRow::RUNNING {
        assert!(days < 30, "it never ends");
        days += 1;
        for app in [&world.school, &world.meet, &world.hub] {
            app.clock().advance(Duration::from_hours(24));
        }
        world.settle().await;
    }
    let member = world.member(&world.school).await;
    assert_eq!(member.harvest, "done");
    assert_eq!(member.practices, 2);

    // Mended, it is there once it is asked for again.
    broken(&world, bad.0, false).await;
    world.ask(&world.school).await;
    world.come_to_rest().await;
    assert!(world.has(&bad.1).await);
    assert_eq!(world.member(&world.school).await.practices, 3);
}

#[db_test]
async fn a_list_that_is_broken_from_its_beginning_leaves_the_outbox(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    let host = world.school.host();
    let asked = staffroom_hub::add(world.hub.federation(), host).await;
    let account = asked.unwrap().account_id;
    let broken = world.hub.ctx().db.write(move |conn| {
        let mut row = db::remote_actors::find(conn, account)?.unwrap();
        assert!(row.document.contains("/records"));
        row.document = row.document.replace("/records", "/nothing");
        db::remote_actors::upsert(conn, row)
    });
    let broken: Result<(), db::DbError> = broken.await;
    broken.unwrap();
    world.settle().await;
    hub::answer(world.school.ctx(), world.hub.host(), true)
        .await
        .unwrap();
    world.come_to_rest().await;
    let member = world.member(&world.school).await;
    assert_eq!((member.harvest.as_str(), member.practices), ("done", 1));
    assert!(world.has(&practice).await);
}

async fn set(app: &TestApp, row: HubMemberRow) {
    let done = app
        .ctx()
        .db
        .write(move |conn| db::hub_members::put(conn, row));
    let done: Result<(), db::DbError> = done.await;
    done.unwrap();
}
