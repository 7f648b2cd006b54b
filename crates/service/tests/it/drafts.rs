//! Drafts: kept, published, dropped, forgotten; and the road on which they come from any client.

use std::time::Duration;

use serde_json::{Map, Value, json};
use staffroom_domain::{AccountId, DraftId, Event, StatusId, Visibility};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::drafts::{self, DraftContent, DraftError, DraftKind, DraftView, NewDraft};
use staffroom_service::follows::{self, Wishes};
use staffroom_service::notifications::{self, Wanted};
use staffroom_service::outcomes;
use staffroom_service::practices::{self, NewPractice, PracticeEdit, PracticeFilter};
use staffroom_service::statuses::{self, NewStatus, Page, StatusEdit, StatusView};
use staffroom_service::{ledger, timelines};
use staffroom_testkit::{TestApp, TestDb, db, db_test};
use staffroom_vocabulary::Concept;

use super::events;
use super::uploads::files_of;

const SIX_LINES: &str = "Practice: Audio feedback in Y8\nProblem: marking takes my evenings\n\
    Did: 2-min voice notes, 3 weeks, one class\nResult: partly, they liked it, no better redrafts\n\
    Warning: agree on a quiet place first\n#EdTechAssessment #KS3 #English #EvidenceTried";
const DAY: Duration = Duration::from_hours(24);

async fn person(app: &TestApp, name: &str) -> AccountRow {
    // The desk; the program makes it when it starts.
    accounts::ensure_instance_actor(app.ctx()).await.unwrap();
    app.user(name).teacher().build().await.account
}

async fn post(app: &TestApp, by: &AccountRow, text: &str, to: Option<StatusId>) -> StatusView {
    let new = NewStatus {
        text: text.to_owned(),
        in_reply_to: to,
        visibility: to.map(|_| Visibility::Unlisted),
        ..NewStatus::default()
    };
    let made = statuses::publish_and_show(app.ctx(), by.id, new).await;
    made.unwrap()
}

async fn drafts_of(app: &TestApp, by: &AccountRow) -> Vec<DraftView> {
    drafts::list(app.ctx(), by.id).await.unwrap()
}

/// What the desk has told somebody, the newest first.
async fn desk(app: &TestApp, to: &AccountRow) -> Vec<StatusView> {
    let page = Page {
        limit: 40,
        ..Page::default()
    };
    let told = notifications::list(app.ctx(), to.id, Wanted::default(), page).await;
    let mut said = Vec::new();
    for item in told.unwrap().items {
        let is_desk = item.notification.from_account_id == AccountId::INSTANCE;
        if let Some(status) = item.status.filter(|_| is_desk) {
            assert_eq!(item.notification.kind, "mention");
            assert_eq!(status.status.visibility(), Visibility::Direct);
            said.push(status);
        }
    }
    said
}

fn text(view: &StatusView) -> String {
    staffroom_text::plain_text(&view.status.content)
}

/// A practice that is published.
async fn published(app: &TestApp, by: &AccountRow) -> StatusId {
    let record = json!({
        "evidenceLevel": iri("ev/idea"), "problem": [iri("pr/workload")], "technologyType": [iri("tech/ai")],
    });
    let new = NewPractice {
        title: "Voice notes".to_owned(),
        text: "Two minutes each.".to_owned(),
        record: serde_json::from_value(record).unwrap(),
        ..NewPractice::default()
    };
    practices::publish(app.ctx(), by.id, new).await.unwrap()
}

fn iri(path: &str) -> &'static str {
    Concept::from_path(path).expect(path).iri()
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("{other}"),
    }
}

fn complete() -> DraftContent {
    DraftContent {
        title: "Voice notes".to_owned(),
        text: "Two minutes each.".to_owned(),
        record: members(json!({
            "evidenceLevel": iri("ev/idea"),
            "problem": [iri("pr/workload")],
            "technologyType": [iri("tech/ai")],
        })),
        ..DraftContent::default()
    }
}

fn new_practice(content: DraftContent) -> NewDraft {
    NewDraft {
        kind: DraftKind::Practice,
        about: None,
        content,
    }
}

async fn live(app: &TestApp, viewer: Option<AccountId>, id: StatusId) -> bool {
    statuses::show(app.ctx(), viewer, id).await.is_ok()
}

fn nine() -> Page {
    Page {
        limit: 9,
        ..Page::default()
    }
}

async fn practices_for(app: &TestApp, viewer: &AccountRow) -> Vec<StatusView> {
    let all = PracticeFilter::default();
    let found = practices::list(app.ctx(), Some(viewer.id), all, nine()).await;
    found.unwrap().views
}

async fn home_of(app: &TestApp, of: &AccountRow) -> Vec<StatusView> {
    timelines::home(app.ctx(), of.id, nine())
        .await
        .unwrap()
        .views
}

/// Does what is to be done, also what waits until a ledger is told.
async fn tell_ledger(app: &TestApp) {
    app.drain().await;
    app.clock().advance(Duration::from_mins(5));
    app.drain().await;
}

#[db_test]
async fn six_lines_become_a_practice_when_their_author_says_yes(db: TestDb) {
    let app = TestApp::federating(db, "oakfield").await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    follows::follow(app.ctx(), ben.id, amira.id, Wishes::default())
        .await
        .unwrap();
    app.drain().await;
    events(&app).await;
    let source = post(&app, &amira, SIX_LINES, None).await;
    // For its author alone, and it says so; nobody elsewhere hears of it.
    assert_eq!(source.status.visibility(), Visibility::Direct);
    assert!(
        text(&source).starts_with("Draft: only you see this."),
        "{}",
        text(&source)
    );
    assert_eq!(source.status.source, SIX_LINES);
    assert!(source.mentions.is_empty());
    assert!(!live(&app, None, source.status.id).await);
    assert!(!live(&app, Some(ben.id), source.status.id).await);
    assert_eq!(events(&app).await, []);
    let said = desk(&app, &amira).await;
    let page = format!(
        "{}/drafts/{}",
        app.ctx().addresses.origin(),
        drafts_of(&app, &amira).await[0].row.id
    );
    let first = text(&said[0]);
    assert!(first.contains("Audio feedback in Y8"), "{first}");
    assert!(first.contains("Problem: Workload"), "{first}");
    assert!(first.contains("Result: Partly worked"), "{first}");
    assert!(first.contains("Nothing is missing."), "{first}");
    assert!(said[0].status.content.contains(&page), "{first}");
    assert_eq!(desk(&app, &ben).await, []);
    // Thanks are no yes.
    post(
        &app,
        &amira,
        "@instance thank you!",
        Some(said[0].status.id),
    )
    .await;
    assert_eq!(drafts_of(&app, &amira).await.len(), 1);
    assert!(text(&desk(&app, &amira).await[0]).contains("I only understand"));
    assert_eq!(events(&app).await, []);
    let yes = post(&app, &amira, "@instance Yes!", Some(said[0].status.id)).await;
    assert_eq!(yes.status.visibility(), Visibility::Direct);
    assert_eq!(drafts_of(&app, &amira).await, []);
    assert!(
        !live(&app, Some(amira.id), source.status.id).await,
        "the practice takes its place"
    );
    let practice = &practices_for(&app, &amira).await[0];
    assert_eq!(
        practice.status.title.as_deref(),
        Some("Audio feedback in Y8")
    );
    assert_eq!(practice.status.visibility(), Visibility::Public);
    let last = &desk(&app, &amira).await[0].status.content;
    assert!(
        last.contains(&format!("/@amira/{}\"", practice.status.id)),
        "{last}"
    );
    let tally = ledger::read(app.ctx(), None, practice.status.id)
        .await
        .unwrap();
    assert_eq!(tally.summary.own, 1, "{:?}", tally.summary);
    let told = events(&app).await;
    let told = told
        .iter()
        .filter(|it| matches!(it, Event::StatusPublished { .. }));
    assert_eq!(told.count(), 2, "the practice and its author's own result");
    let home = home_of(&app, &ben).await;
    assert!(home.iter().any(|it| it.status.id == practice.status.id));
    let is_direct = |it: &StatusView| it.status.visibility() == Visibility::Direct;
    assert!(!home.iter().any(is_direct));
}

#[db_test]
async fn what_is_missing_is_asked_for_and_answered_by_lines_or_by_an_edit(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let practice = published(&app, &amira).await;
    let source = post(
        &app,
        &ben,
        "@amira Tried: no effect, Y9, 4 weeks, 28 learners",
        Some(practice),
    )
    .await;
    assert_eq!(source.status.in_reply_to_id, Some(practice.get()));
    assert!(source.mentions.is_empty(), "nobody is named by a draft");
    let told = notifications::list(
        app.ctx(),
        amira.id,
        Wanted::default(),
        Page {
            limit: 9,
            ..Page::default()
        },
    )
    .await;
    assert!(told.unwrap().items.is_empty());
    let asked = desk(&app, &ben).await;
    assert!(
        text(&asked[0]).contains("what you would do next time"),
        "{}",
        text(&asked[0])
    );
    // A yes that comes too early keeps the draft.
    post(&app, &ben, "yes", Some(asked[0].status.id)).await;
    assert_eq!(drafts_of(&app, &ben).await.len(), 1);
    assert!(text(&desk(&app, &ben).await[0]).contains("Still missing"));
    post(
        &app,
        &ben,
        "@instance Next time: shorter notes\nIndependent: yes",
        Some(asked[0].status.id),
    )
    .await;
    let draft = &drafts_of(&app, &ben).await[0];
    assert_eq!(draft.lacks, []);
    assert_eq!(draft.content.record["nextTime"], "shorter notes");
    // An edit of the post is an edit of the draft, and keeps what was answered.
    let edit = StatusEdit {
        text: "@amira Tried: no effect, Y9, 6 weeks, 28 learners".to_owned(),
        ..StatusEdit::default()
    };
    statuses::edit(app.ctx(), ben.id, source.status.id, edit)
        .await
        .unwrap();
    let draft = &drafts_of(&app, &ben).await[0];
    assert_eq!(draft.content.record["duration"], "6 weeks");
    assert_eq!(draft.content.record["nextTime"], "shorter notes");
    let again = statuses::show(app.ctx(), Some(ben.id), source.status.id)
        .await
        .unwrap();
    assert!(text(&again).starts_with("Draft: only you see this."));
    assert!(again.mentions.is_empty());
    post(&app, &ben, "yes", Some(source.status.id)).await;
    assert_eq!(drafts_of(&app, &ben).await, []);
    let tally = ledger::read(app.ctx(), None, practice).await.unwrap();
    assert_eq!(tally.summary.unverified_outcomes.no_effect, 1);
    tell_ledger(&app).await;
}

#[db_test]
async fn no_drops_it_and_gives_the_words_back(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let source = post(&app, &amira, SIX_LINES, None).await;
    let said = desk(&app, &amira).await;
    post(&app, &amira, "Na.", Some(said[0].status.id)).await;
    assert_eq!(drafts_of(&app, &amira).await, []);
    assert!(!live(&app, Some(amira.id), source.status.id).await);
    let last = text(&desk(&app, &amira).await[0]);
    assert!(last.contains("marking takes my evenings"), "{last}");
    post(&app, &amira, "yes", Some(said[0].status.id)).await;
    assert!(text(&desk(&app, &amira).await[0]).contains("no such draft"));
    app.drain().await;
}

#[db_test]
async fn deleting_the_post_drops_the_draft_and_tells_nobody(db: TestDb) {
    let app = TestApp::federating(db, "oakfield").await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let practice = published(&app, &amira).await;
    app.drain().await;
    events(&app).await;
    let source = post(&app, &ben, "Tried: partly", Some(practice)).await;
    statuses::delete(app.ctx(), ben.id, source.status.id)
        .await
        .unwrap();
    assert_eq!(drafts_of(&app, &ben).await, []);
    assert_eq!(events(&app).await, []);
}

#[db_test]
async fn it_is_said_in_the_language_of_whoever_reads_it(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let source = post(
        &app,
        &amira,
        "Arfer: Nodiadau llais\nProblem: llwyth gwaith",
        None,
    )
    .await;
    assert!(
        text(&source).starts_with("Drafft: dim ond chi"),
        "{}",
        text(&source)
    );
    let said = desk(&app, &amira).await;
    assert!(
        text(&said[0]).contains("Ar goll o hyd"),
        "{}",
        text(&said[0])
    );
    post(&app, &amira, "na", Some(said[0].status.id)).await;
    assert!(text(&desk(&app, &amira).await[0]).contains("Mae wedi mynd"));
    app.drain().await;
}

#[db_test]
async fn other_posts_go_their_usual_way(db: TestDb) {
    let app = TestApp::with_settings(db, &[("posting.direct_messages", "true")]).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let plain = post(&app, &ben, "Hello", None).await;
    for (text, to) in [
        ("Best practice: see below", None),
        ("Tried: it", None),
        // Talk with somebody.
        ("Practice: yes, we do", Some(plain.status.id)),
        ("Tried: yes", Some(plain.status.id)),
        ("yes", Some(plain.status.id)),
    ] {
        let it = post(&app, &amira, text, to).await;
        assert_ne!(it.status.visibility(), Visibility::Direct, "{text}");
    }
    // Whoever writes to one person writes to them.
    let new = NewStatus {
        text: "Practice: what @ben does".to_owned(),
        visibility: Some(Visibility::Direct),
        ..NewStatus::default()
    };
    let direct = statuses::publish_and_show(app.ctx(), amira.id, new)
        .await
        .unwrap();
    assert_eq!(direct.mentions.len(), 1);
    assert_eq!(drafts_of(&app, &amira).await, []);
    // Nobody answers for somebody else.
    let source = post(&app, &amira, "Practice: mine", None).await;
    let said = desk(&app, &amira).await;
    let new = NewStatus {
        text: "yes".to_owned(),
        in_reply_to: Some(said[0].status.id),
        ..NewStatus::default()
    };
    assert!(statuses::publish(app.ctx(), ben.id, new).await.is_err());
    assert!(live(&app, Some(amira.id), source.status.id).await);
    app.drain().await;
}

#[db_test]
async fn a_draft_is_kept_as_it_is_and_published_when_nothing_is_missing(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let nonsense = DraftContent {
        record: members(json!({"problem": "x", "rationale": 7})),
        ..DraftContent::default()
    };
    let draft = drafts::create(app.ctx(), amira.id, new_practice(nonsense))
        .await
        .unwrap();
    assert!(!draft.lacks.is_empty());
    let id = draft.row.id;
    let refused = drafts::publish(app.ctx(), amira.id, id, None, None).await;
    assert!(
        matches!(refused, Err(DraftError::Invalid(_))),
        "{refused:?}"
    );
    assert_eq!(
        drafts::get(app.ctx(), amira.id, id).await.unwrap(),
        draft,
        "it stays"
    );
    // Nobody else's.
    for other in [
        drafts::get(app.ctx(), ben.id, id).await.err(),
        drafts::save(app.ctx(), ben.id, id, None, complete())
            .await
            .err(),
        drafts::publish(app.ctx(), ben.id, id, None, None)
            .await
            .err(),
        drafts::discard(app.ctx(), ben.id, id, None).await.err(),
    ] {
        assert!(matches!(other, Some(DraftError::NotFound)), "{other:?}");
    }
    let saved = drafts::save(app.ctx(), amira.id, id, Some(1), complete())
        .await
        .unwrap();
    assert_eq!((saved.row.version, saved.lacks.len()), (2, 0));
    let late = drafts::save(app.ctx(), amira.id, id, Some(1), DraftContent::default()).await;
    assert!(matches!(late, Err(DraftError::Changed)));
    let same = drafts::save(app.ctx(), amira.id, id, Some(2), complete())
        .await
        .unwrap();
    assert_eq!(same.row.version, 2, "nothing was changed");
    let status = drafts::publish(app.ctx(), amira.id, id, Some(2), None)
        .await
        .unwrap();
    assert_eq!(
        practices::get(app.ctx(), None, status)
            .await
            .unwrap()
            .view
            .status
            .title
            .as_deref(),
        Some("Voice notes")
    );
    assert!(matches!(
        drafts::get(app.ctx(), amira.id, id).await,
        Err(DraftError::NotFound)
    ));
    // To change it is a draft too, one at a time.
    let changing = drafts::edit_practice(app.ctx(), amira.id, status)
        .await
        .unwrap();
    assert_eq!(changing.content.title, "Voice notes");
    assert_eq!(changing.content.record.get("ledger"), None);
    let again = drafts::edit_practice(app.ctx(), amira.id, status)
        .await
        .unwrap();
    assert_eq!(again.row.id, changing.row.id);
    assert!(
        drafts::edit_practice(app.ctx(), ben.id, status)
            .await
            .is_err()
    );
    let other = DraftContent {
        title: "Other notes".to_owned(),
        ..changing.content
    };
    drafts::save(app.ctx(), amira.id, changing.row.id, None, other)
        .await
        .unwrap();
    let same = drafts::publish(app.ctx(), amira.id, changing.row.id, None, None)
        .await
        .unwrap();
    assert_eq!(same, status);
    assert_eq!(
        practices::get(app.ctx(), None, status)
            .await
            .unwrap()
            .view
            .status
            .title
            .as_deref(),
        Some("Other notes")
    );
    app.drain().await;
}

#[db_test]
async fn a_draft_is_about_a_practice_that_its_author_sees(db: TestDb) {
    let app = TestApp::start(db).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let practice = published(&app, &amira).await;
    let new = |about| NewDraft {
        kind: DraftKind::Outcome,
        about,
        content: DraftContent {
            record: members(
                json!({"practice": "https://elsewhere.example/1", "outcome": iri("oc/worked")}),
            ),
            ..DraftContent::default()
        },
    };
    assert!(drafts::create(app.ctx(), ben.id, new(None)).await.is_err());
    let none = drafts::create(app.ctx(), ben.id, new(Some(1.into()))).await;
    assert!(matches!(none, Err(DraftError::NotFound)));
    let draft = drafts::create(app.ctx(), ben.id, new(Some(practice)))
        .await
        .unwrap();
    let address = app.ctx().addresses.object(practice);
    assert_eq!(draft.content.record["practice"], address.as_str());
    assert_eq!(draft.content.record["practiceVersion"], 1);
    let mut content = draft.content.clone();
    content
        .record
        .insert("practice".to_owned(), "https://elsewhere.example/1".into());
    content
        .record
        .insert("wouldWarnAbout".to_owned(), "noise".into());
    let saved = drafts::save(app.ctx(), ben.id, draft.row.id, None, content)
        .await
        .unwrap();
    assert_eq!(
        saved.content.record["practice"],
        address.as_str(),
        "what it is about stays"
    );
    let id = drafts::publish(app.ctx(), ben.id, draft.row.id, None, None)
        .await
        .unwrap();
    assert_eq!(
        outcomes::get(app.ctx(), None, id)
            .await
            .unwrap()
            .outcome
            .practice_id,
        Some(practice.get())
    );
    tell_ledger(&app).await;
}

#[db_test]
async fn nobody_has_more_drafts_or_larger_ones_than_they_may(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    for content in [
        DraftContent {
            title: "x".repeat(drafts::MAX_TITLE + 1),
            ..DraftContent::default()
        },
        DraftContent {
            text: "x".repeat(drafts::MAX_TEXT + 1),
            ..DraftContent::default()
        },
        DraftContent {
            record: members(json!({"x": "y".repeat(drafts::MAX_RECORD)})),
            ..DraftContent::default()
        },
        DraftContent {
            visibility: Some(Visibility::Direct),
            ..DraftContent::default()
        },
    ] {
        let made = drafts::create(app.ctx(), amira.id, new_practice(content)).await;
        assert!(matches!(made, Err(DraftError::Invalid(_))), "{made:?}");
    }
    for _ in 0..drafts::MAX_DRAFTS {
        drafts::create(app.ctx(), amira.id, new_practice(DraftContent::default()))
            .await
            .unwrap();
    }
    let made = drafts::create(app.ctx(), amira.id, new_practice(complete())).await;
    assert!(matches!(made, Err(DraftError::TooMany)), "{made:?}");
    let new = NewStatus {
        text: SIX_LINES.to_owned(),
        ..NewStatus::default()
    };
    let refused = statuses::publish(app.ctx(), amira.id, new)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("100 drafts"), "{refused}");
}

#[db_test]
async fn what_nobody_touches_for_a_year_goes_two_weeks_after_a_word(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let id: DraftId = drafts::create(app.ctx(), amira.id, new_practice(complete()))
        .await
        .unwrap()
        .row
        .id;
    app.clock().advance(DAY * 340);
    assert_eq!(drafts::sweep(app.ctx()).await.unwrap(), 0);
    assert_eq!(desk(&app, &amira).await, []);
    app.clock().advance(DAY * 30);
    assert_eq!(
        drafts::sweep(app.ctx()).await.unwrap(),
        0,
        "told first, however late"
    );
    assert_eq!(drafts::sweep(app.ctx()).await.unwrap(), 0);
    let told = desk(&app, &amira).await;
    assert_eq!(told.len(), 1, "once");
    assert!(text(&told[0]).contains("Voice notes"), "{}", text(&told[0]));
    app.clock().advance(DAY * 13);
    assert_eq!(drafts::sweep(app.ctx()).await.unwrap(), 0);
    // Whoever touches it keeps it.
    let other = DraftContent {
        title: "Other".to_owned(),
        ..complete()
    };
    drafts::save(app.ctx(), amira.id, id, None, other)
        .await
        .unwrap();
    app.clock().advance(DAY * 352);
    drafts::sweep(app.ctx()).await.unwrap();
    app.clock().advance(DAY * 15);
    assert_eq!(drafts::sweep(app.ctx()).await.unwrap(), 1);
    assert_eq!(drafts_of(&app, &amira).await, []);
    // What the ledger says is told to others a while later.
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
}

/// A double click, or two answers "yes", make one thing.
#[db_test]
async fn a_draft_is_published_once(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let draft = drafts::create(app.ctx(), amira.id, new_practice(complete())).await;
    let id = draft.unwrap().row.id;
    let publish = || drafts::publish(app.ctx(), amira.id, id, Some(1), None);
    let (one, two) = tokio::join!(publish(), publish());
    let late = one.as_ref().err().or(two.as_ref().err());
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert!(
        matches!(late, Some(DraftError::Changed | DraftError::NotFound)),
        "{late:?}"
    );
    assert_eq!(practices_for(&app, &amira).await.len(), 1);
    app.drain().await;
}

/// A draft with all that a practice said does not undo what was changed in another way since.
#[db_test]
async fn an_older_draft_of_a_practice_undoes_no_change(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = person(&app, "amira").await;
    let id = published(&app, &amira).await;
    let draft = drafts::edit_practice(app.ctx(), amira.id, id)
        .await
        .unwrap();
    let again = drafts::edit_practice(app.ctx(), amira.id, id)
        .await
        .unwrap();
    assert_eq!(draft.row.id, again.row.id, "it goes on with what was begun");
    app.clock().advance(DAY);
    let there = practices::get(app.ctx(), None, id).await.unwrap();
    let edit = PracticeEdit {
        title: "Voice notes, shorter".to_owned(),
        text: "One minute each.".to_owned(),
        record: there.record,
        result: None,
        visibility: None,
        files: None,
    };
    practices::edit(app.ctx(), amira.id, id, edit)
        .await
        .unwrap();
    let late = drafts::publish(app.ctx(), amira.id, draft.row.id, None, None).await;
    match late {
        Err(DraftError::Invalid(problems)) => assert_eq!(problems[0].code, "overtaken"),
        other => panic!("{other:?}"),
    }
    let row = &practices_for(&app, &amira).await[0].status;
    assert_eq!(row.title.as_deref(), Some("Voice notes, shorter"));
    drafts::discard(app.ctx(), amira.id, draft.row.id, None)
        .await
        .unwrap();
    let new = drafts::edit_practice(app.ctx(), amira.id, id)
        .await
        .unwrap();
    assert_eq!(new.content.text, "One minute each.");
    drafts::publish(app.ctx(), amira.id, new.row.id, None, None)
        .await
        .unwrap();
    app.drain().await;
}

/// What is said to the desk may wait for its time, with a file, also where people write no messages to one another.
#[db_test]
async fn an_answer_to_the_desk_waits_for_its_time_with_its_file(db: TestDb) {
    let app = TestApp::with_settings(db, &[("posting.direct_messages", "false")]).await;
    let (amira, ben) = (person(&app, "amira").await, person(&app, "ben").await);
    let practice = published(&app, &amira).await;
    post(&app, &ben, "Tried: no effect, Y9", Some(practice)).await;
    let asked = desk(&app, &ben).await[0].status.id;
    let files = files_of(&app, ben.id, 1).await;
    let answer = NewStatus {
        text: "Next time: shorter notes".to_owned(),
        in_reply_to: Some(asked),
        visibility: Some(Visibility::Direct),
        files: files.clone(),
        ..NewStatus::default()
    };
    let at = app.ctx().now().plus(Duration::from_hours(1));
    statuses::schedule(app.ctx(), ben.id, answer, at)
        .await
        .unwrap();
    app.clock().advance(Duration::from_hours(2));
    app.drain().await;
    let draft = &drafts_of(&app, &ben).await[0];
    assert_eq!(draft.content.record["nextTime"], "shorter notes");
    let file = files[0];
    let shown = app.ctx().db.read(move |conn| db::uploads::find(conn, file));
    let shown = shown.await.unwrap().unwrap();
    assert!(shown.status_id.is_some(), "the answer has it");
    app.drain().await;
}
