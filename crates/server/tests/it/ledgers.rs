//! Practices, adoptions and outcomes between instances: whoever counts, counts the same.

use serde_json::json;
use staffroom_domain::ledger::{LedgerSummary, Reason};
use staffroom_domain::practice::{AdoptionRecord, OutcomeRecord, PracticeRecord};
use staffroom_domain::{AccountId, ActorKind, StatusId, Timestamp};
use staffroom_service::adoptions::{self, NewAdoption};
use staffroom_service::ledger::{self as ledgers, LedgerView};
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices::{self, NewPractice, PracticeEdit};
use staffroom_service::records::RecordError;
use staffroom_service::statuses::{self, StatusRow};
use staffroom_service::{accounts, follows, organisations};
use staffroom_testkit::{ApiClient, TestApp, TestDb, come_to_rest, db, db_test, settle};

/// A school with an author, another with somebody who tries it, and a third that only watches.
struct Three {
    school: TestApp,
    meet: TestApp,
    watch: TestApp,
    amira: AccountId,
    ben: AccountId,
}

impl Three {
    async fn start(db: TestDb) -> Self {
        let (second, third) = (TestDb::new(db.backend()), TestDb::new(db.backend()));
        let school = TestApp::federating(db, "school").await;
        let meet = TestApp::federating(second, "meet").await;
        let watch = TestApp::federating(third, "watch").await;
        let amira = school.user("amira").teacher().build().await.account.id;
        let ben = meet.user("ben").teacher().build().await;
        let of = [
            (&school, "oakfield", amira),
            (&meet, "leeds", ben.account.id),
        ];
        for (app, name, member) in of {
            let made = accounts::create_actor(app.ctx(), ActorKind::Organization, name, name);
            let organisation = made.await.unwrap().id;
            organisations::set_member(app.ctx(), organisation, member, true)
                .await
                .unwrap();
        }
        let cai = watch.user("cai").teacher().build().await;
        let three = Self {
            amira,
            ben: ben.account.id,
            school,
            meet,
            watch,
        };
        three.settle().await;
        let domain = three.school.host().to_owned();
        for (app, user) in [(&three.meet, &ben), (&three.watch, &cai)] {
            let client = ApiClient::of(app, user).await;
            let path = format!("/api/v2/search?q=%40amira%40{domain}&resolve=true");
            let found = client.get(&path.replace(':', "%3A")).await.ok();
            let id = found["accounts"][0]["id"].as_str().unwrap();
            let id = AccountId::from(id.parse::<i64>().unwrap());
            let by = user.account.id;
            follows::follow(app.ctx(), by, id, follows::Wishes::default())
                .await
                .unwrap();
        }
        three.settle().await;
        three
    }

    async fn settle(&self) {
        settle(&[&self.school, &self.meet, &self.watch]).await;
    }

    /// Also what waits for a while, so that it is done once for many.
    async fn come_to_rest(&self) {
        come_to_rest(&[&self.school, &self.meet, &self.watch]).await;
    }

    async fn practice(&self) -> (StatusId, String) {
        let new = NewPractice {
            title: "Audio feedback in Year 8".to_owned(),
            text: "Two-minute voice notes instead of written marking.".to_owned(),
            record: tried(),
            ..NewPractice::default()
        };
        let id = practices::publish(self.school.ctx(), self.amira, new).await;
        let id = id.unwrap();
        self.settle().await;
        (id, self.school.ctx().addresses.object(id))
    }

    async fn adopt(&self, practice: &str) -> StatusId {
        let record = json!({
            "practice": practice, "practiceVersion": 1, "status": "running",
            "expectation": "Less marking in the evening.",
        });
        let record = AdoptionRecord::read(&record).unwrap();
        adoptions::say(self.meet.ctx(), self.ben, NewAdoption::of(record))
            .await
            .unwrap()
    }

    async fn report(&self, practice: &str, result: &str) -> Result<StatusId, RecordError> {
        let record = outcome(practice, result);
        outcomes::report(self.meet.ctx(), self.ben, NewOutcome::of(record)).await
    }

    /// The ledger of a practice on each instance.
    async fn ledgers(&self, practice: &str) -> [LedgerView; 3] {
        let of = |app| ledger(app, practice);
        [
            of(&self.school).await,
            of(&self.meet).await,
            of(&self.watch).await,
        ]
    }

    /// The same as what they say, once all of them say the same.
    async fn agreed(&self, practice: &str) -> LedgerSummary {
        let [school, meet, watch] = self.ledgers(practice).await.map(|it| timeless(it.summary));
        assert_eq!(school, meet, "the adopter's server counts otherwise");
        assert_eq!(school, watch, "a third server counts otherwise");
        school
    }
}

/// What an author tried, with a concept that nobody knows.
fn tried() -> PracticeRecord {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    PracticeRecord::read(&json!({
        "version": 1,
        "evidenceLevel": concept("ev/tried"),
        "outcome": concept("oc/partly"),
        "technologyType": [concept("tech/digital-feedback"), "https://elsewhere.example/v/unheard-of"],
        "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")],
        "subject": [concept("su/english")],
        "costBand": concept("co/very-low"),
        "steps": ["Record two minutes.", "Let them answer."],
        "wouldWarnAbout": "They listen once and never again.",
        "region": "GB-ENG",
        "language": "en",
    }))
    .unwrap()
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
        "region": "GB-WLS",
    }))
    .unwrap()
}

/// Without the moment at which it was asked for.
fn timeless(summary: LedgerSummary) -> LedgerSummary {
    LedgerSummary {
        as_of: Timestamp::from_secs(0),
        ..summary
    }
}

async fn at(app: &TestApp, uri: &str) -> Option<StatusRow> {
    let (addresses, uri) = (app.ctx().addresses.clone(), uri.to_owned());
    let read = app
        .ctx()
        .db
        .read(move |conn| staffroom_service::records::status_at(conn, &addresses, &uri));
    let row: Result<_, db::DbError> = read.await;
    row.unwrap().filter(|row| row.deleted_at.is_none())
}

async fn ledger(app: &TestApp, practice: &str) -> LedgerView {
    let row = at(app, practice).await.unwrap();
    ledgers::read(app.ctx(), None, row.id).await.unwrap()
}

/// The typed record that an instance has of something.
async fn record(app: &TestApp, uri: &str) -> String {
    let row = at(app, uri).await.unwrap();
    let view = statuses::show(app.ctx(), None, row.id).await.unwrap();
    view.record.unwrap().text().to_owned()
}

#[db_test]
async fn an_adoption_and_its_outcome_are_counted_alike_everywhere(db: TestDb) {
    let three = Three::start(db).await;
    let (_, practice) = three.practice().await;
    let adoption = three.adopt(&practice).await;
    three.come_to_rest().await;
    let it = three.agreed(&practice).await;
    assert_eq!((it.denominator.said, it.denominator.reported), (1, 0));
    assert_eq!(it.own, 1, "the author's own result stands apart");

    let result = three.report(&practice, "oc/worked").await.unwrap();
    three.come_to_rest().await;
    let it = three.agreed(&practice).await;
    assert_eq!((it.denominator.said, it.denominator.reported), (1, 1));
    assert_eq!((it.organisations, it.outcomes.worked), (1, 1), "{it:?}");
    assert_eq!(it.unverified_settings, 0, "the school lists its teacher");
    assert!(it.digest.is_some());

    // The same bytes everywhere, with what nobody knows.
    let entries = [adoption, result].map(|id| three.meet.ctx().addresses.object(id));
    for uri in [&practice, &entries[0], &entries[1]] {
        let own = record(&three.school, uri).await;
        assert_eq!(own, record(&three.meet, uri).await);
        assert_eq!(own, record(&three.watch, uri).await);
    }
    assert!(record(&three.watch, &practice).await.contains("unheard-of"));

    // The author's server has answered; and what it says of its ledger is known, and held against what it lists.
    let seen = outcomes::get(three.meet.ctx(), None, result).await.unwrap();
    assert_eq!(seen.outcome.answer.as_deref(), Some("accepted"));
    let [school, _, watch] = three.ledgers(&practice).await;
    assert_eq!(watch.their_list.unwrap().listed, 3);
    assert!(watch.their_list.unwrap().complete);
    assert_eq!(school.entries, 3);
    let (theirs, _) = watch.theirs.unwrap();
    assert_eq!(timeless(theirs).outcomes, it.outcomes);
}

#[db_test]
async fn whoever_changes_or_takes_back_a_result_changes_every_ledger(db: TestDb) {
    let three = Three::start(db).await;
    let (_, practice) = three.practice().await;
    let result = three.report(&practice, "oc/worked").await.unwrap();
    three.come_to_rest().await;
    assert_eq!(three.agreed(&practice).await.outcomes.worked, 1);

    let ctx = three.meet.ctx();
    let changed = outcome(&practice, "oc/harmful");
    let done = outcomes::edit(ctx, three.ben, result, changed, String::new());
    done.await.unwrap();
    three.come_to_rest().await;
    let it = three.agreed(&practice).await;
    assert_eq!((it.outcomes.worked, it.outcomes.harmful), (0, 1));

    outcomes::withdraw(ctx, three.ben, result).await.unwrap();
    three.come_to_rest().await;
    let it = three.agreed(&practice).await;
    assert_eq!((it.outcomes.harmful, it.withdrawn), (0, 1));
    let uri = ctx.addresses.object(result);
    for app in [&three.school, &three.watch] {
        assert!(at(app, &uri).await.is_none(), "nothing of it is kept");
    }
}

#[db_test]
async fn a_new_version_and_the_end_of_a_practice_are_seen_elsewhere(db: TestDb) {
    let three = Three::start(db).await;
    let (id, practice) = three.practice().await;
    let result = three.report(&practice, "oc/worked").await.unwrap();
    three.come_to_rest().await;
    let ctx = three.school.ctx();
    let edit = PracticeEdit {
        title: "Audio feedback in Year 8".to_owned(),
        text: "One-minute voice notes.".to_owned(),
        record: PracticeRecord {
            steps: vec!["Record one minute.".to_owned()],
            ..tried()
        },
        ..PracticeEdit::default()
    };
    practices::edit(ctx, three.amira, id, edit).await.unwrap();
    three.come_to_rest().await;
    let it = three.agreed(&practice).await;
    assert_eq!(it.practice_version.get(), 2);
    assert_eq!(
        it.about_older_versions, 1,
        "it is about the version that was tried"
    );

    practices::delete(ctx, three.amira, id).await.unwrap();
    three.come_to_rest().await;
    for app in [&three.school, &three.meet, &three.watch] {
        assert!(at(app, &practice).await.is_none());
    }
    let uri = three.meet.ctx().addresses.object(result);
    assert!(
        at(&three.meet, &uri).await.is_some(),
        "it belongs to whoever tried it"
    );
    assert!(matches!(
        three.report(&practice, "oc/worked").await,
        Err(RecordError::NotFound)
    ));
}

#[db_test]
async fn whoever_was_rejected_learns_why(db: TestDb) {
    let three = Three::start(db).await;
    let (id, practice) = three.practice().await;
    let result = three.report(&practice, "oc/worked").await.unwrap();
    three.come_to_rest().await;
    let uri = three.meet.ctx().addresses.object(result);
    let entry = at(&three.school, &uri).await.unwrap().id;
    let ctx = three.school.ctx();
    ledgers::reject(ctx, three.amira, entry, Reason::OutOfScope)
        .await
        .unwrap();
    three.come_to_rest().await;
    let seen = outcomes::get(three.meet.ctx(), None, result).await.unwrap();
    let answer = seen.outcome.answer.as_deref();
    assert_eq!(
        (answer, seen.outcome.reason.as_deref()),
        (Some("rejected"), Some("out-of-scope"))
    );
    // Nobody owns the count: others go on counting what they see, and say what the author's server says beside it.
    let [school, meet, watch] = three.ledgers(&practice).await;
    assert_eq!(school.summary.outcomes.worked, 0);
    assert_eq!(school.summary.rejected.get(&Reason::OutOfScope), Some(&1));
    assert_eq!(
        (meet.summary.outcomes.worked, watch.summary.outcomes.worked),
        (1, 1)
    );
    assert_eq!(
        watch.theirs.unwrap().0.rejected.get(&Reason::OutOfScope),
        Some(&1)
    );
    let listed = ledgers::rejected(
        ctx,
        None,
        id,
        statuses::Page {
            limit: 5,
            ..Default::default()
        },
    );
    assert_eq!(listed.await.unwrap().items[0].uri, uri);
}
