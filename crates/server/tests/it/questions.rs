//! "Has anyone tried …?" on a hub.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::job::ScheduledTask;
use staffroom_service::jobs::run_scheduled;
use staffroom_service::statuses::Page;
use staffroom_service::{accounts, hub, organisations};
use staffroom_testkit::{ApiClient, TestApp, TestDb, db, db_test};

const QUESTIONS: &str = "/api/staffroom/v1/questions";

async fn start(db: TestDb) -> TestApp {
    let app = TestApp::with_settings(db, &[("instance.role", "hub")]).await;
    organisations::begin(app.ctx()).await.unwrap();
    app
}

async fn teacher(app: &TestApp, name: &str) -> ApiClient {
    let user = app.user(name).teacher().build().await;
    ApiClient::of(app, &user).await
}

fn practice(title: &str, tech: &str) -> Value {
    json!({
        "title": title,
        "text": "Voice notes.",
        "record": {
            "evidenceLevel": "ev/tried",
            "outcome": "oc/partly",
            "problem": ["pr/workload"],
            "technologyType": [tech],
            "phase": ["ph/lower-secondary-ks3"],
            "steps": ["Record two minutes."],
            "wouldWarnAbout": "They listen once and never again.",
            "index": "all",
        },
    })
}

async fn publish(app: &TestApp, by: &ApiClient, title: &str, tech: &str) -> Value {
    let made = by
        .post("/api/staffroom/v1/practices", practice(title, tech))
        .await;
    let made = made.made();
    run_scheduled(app.ctx(), ScheduledTask::IndexPosts)
        .await
        .unwrap();
    app.drain().await;
    made
}

fn question(concepts: &[&str]) -> Value {
    json!({ "text": "Has anyone tried voice notes in Year 8?", "concepts": concepts, "language": "en" })
}

/// Which accounts boost a post.
async fn boosters(app: &TestApp, id: &Value) -> Vec<String> {
    let id = id.as_str().unwrap().parse().unwrap();
    let read = app.ctx().db.read(move |conn| {
        let boosts = db::statuses::boosts(conn, id, None, 40)?;
        let ids: Vec<_> = boosts.iter().map(|row| row.account_id).collect();
        let rows = db::accounts::find_many(conn, &ids)?;
        Ok::<_, db::DbError>(rows.into_iter().map(|row| row.username).collect::<Vec<_>>())
    });
    let mut names = read.await.unwrap();
    names.sort_unstable();
    names
}

/// How many questions nobody has answered, and how many somebody has.
async fn states(app: &TestApp) -> (usize, usize) {
    let page = Page {
        limit: 20,
        ..Page::default()
    };
    let open = hub::questions_of(app.ctx(), None, false, page).await;
    let answered = hub::questions_of(app.ctx(), None, true, page).await;
    (open.unwrap().items.len(), answered.unwrap().items.len())
}

#[db_test]
async fn a_question_is_answered_once_by_the_library_and_told_those_who_follow_its_concepts(
    db: TestDb,
) {
    let app = start(db).await;
    let (amira, ben) = (teacher(&app, "amira").await, teacher(&app, "ben").await);
    let fits = publish(&app, &ben, "Audio feedback", "tech/ai-feedback").await;
    let near = publish(&app, &ben, "Tablets", "tech/tablets").await;
    for path in ["tech/ai", "pr/workload", "tech/devices"] {
        let concept = hub::concept_named(path).unwrap();
        hub::switch_on(app.ctx(), concept, None, None)
            .await
            .unwrap();
    }
    app.drain().await;
    let asked = amira
        .post(QUESTIONS, question(&["tech/ai-feedback", "pr/workload"]))
        .await;
    let asked = asked.made();
    app.drain().await;
    let content = asked["content"].as_str().unwrap();
    assert!(
        content.contains("voice notes") && content.contains("EdTechAI"),
        "{content}"
    );
    let iris = [
        "https://w3id.org/staffroom/v/tech/ai-feedback",
        "https://w3id.org/staffroom/v/pr/workload",
    ];
    assert_eq!(asked["concepts"], json!(iris));
    // What has all of it first.
    let suggested: Vec<&Value> = asked["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert_eq!(suggested, [&fits["id"], &near["id"]]);
    // Also the topic of a broader concept, and nobody else.
    assert_eq!(
        boosters(&app, &asked["id"]).await,
        ["edtech-ai", "problem-workload"]
    );

    // The library answers once, for whoever asked alone.
    let path = format!("{QUESTIONS}/{}", asked["id"].as_str().unwrap());
    let told = amira.get(&path).await.ok();
    let answers = told["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 1, "{told}");
    assert_eq!(answers[0]["author"]["username"], "library");
    let text = answers[0]["content"].as_str().unwrap();
    let link = format!("{}/practices/{}", app.url(), fits["id"].as_str().unwrap());
    assert!(text.contains(&link), "{text}");
    let seen = ben.get(&path).await.ok();
    assert_eq!(seen["answers"], json!([]), "{seen}");
    // That is no answer for everybody.
    assert_eq!(states(&app).await, (1, 0));
    // What people answer stands with it.
    let answer = json!({ "status": "@amira we have, for a term.", "in_reply_to_id": asked["id"], "visibility": "public" });
    ben.post("/api/v1/statuses", answer).await.ok();
    app.drain().await;
    let seen = ben.get(&path).await.ok();
    assert_eq!(seen["answers"][0]["author"]["username"], "ben");
    assert_eq!(states(&app).await, (0, 1));
    let list = ben.get(QUESTIONS).await.ok();
    assert_eq!(list["items"][0]["id"], asked["id"]);

    // Gone, it is announced no more.
    let status = format!("/api/v1/statuses/{}", asked["id"].as_str().unwrap());
    amira.delete(&status).await.ok();
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
    assert_eq!(boosters(&app, &asked["id"]).await, Vec::<String>::new());
    assert_eq!(ben.get(&path).await.status, 404);
    assert_eq!(ben.get(QUESTIONS).await.ok()["items"], json!([]));
}

#[db_test]
async fn somebody_asks_three_times_a_day_about_something(db: TestDb) {
    let app = start(db).await;
    let amira = teacher(&app, "amira").await;
    let concept = hub::concept_named("tech/ai").unwrap();
    let ai = hub::switch_on(app.ctx(), concept, None, None)
        .await
        .unwrap();
    let all = [
        "tech/ai",
        "tech/tablets",
        "tech/devices",
        "pr/workload",
        "tech/ai-feedback",
        "tech/digital-feedback",
        "pr/literacy",
    ];
    for (body, field, code) in [
        (json!({ "concepts": ["tech/ai"] }), "text", "required"),
        (
            json!({ "text": " \n", "concepts": ["tech/ai"] }),
            "text",
            "required",
        ),
        (
            json!({ "text": "Who?", "concepts": ["tech/abacus"] }),
            "concepts",
            "unknown-concept",
        ),
        (
            json!({ "text": "Who?", "concepts": "tech/ai" }),
            "concepts",
            "wrong-form",
        ),
        (question(&[]), "concepts", "wrong-number"),
        (question(&all), "concepts", "wrong-number"),
    ] {
        let refused = amira.post(QUESTIONS, body).await;
        assert_eq!(refused.status, 422, "{code}");
        let problem = &refused.json["problems"][0];
        assert_eq!(
            (&problem["field"], &problem["code"]),
            (&json!(field), &json!(code))
        );
        let message = problem["message"].as_str().unwrap();
        assert!(message.ends_with('.'), "{message}");
    }
    for _ in 0..3 {
        let asked = amira
            .post(QUESTIONS, question(&["tech/ai", "tech/ai"]))
            .await
            .made();
        assert_eq!(asked["suggestions"], json!([]));
        assert_eq!(asked["answers"], json!([]), "nothing fits");
    }
    let refused = amira.post(QUESTIONS, question(&["tech/ai"])).await;
    assert_eq!(refused.status, 422);
    app.clock().advance(Duration::from_hours(25));
    amira.post(QUESTIONS, question(&["tech/ai"])).await.made();
    app.drain().await;
    let account = accounts::find(app.ctx(), ai.account.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(account.statuses_count, 4);
}

/// The title of a practice is not what whoever answers with it has typed.
#[db_test]
async fn a_practice_that_answers_names_nobody_and_has_no_hashtags_in_the_name_of_others(
    db: TestDb,
) {
    let app = start(db).await;
    let (amira, ben) = (teacher(&app, "amira").await, teacher(&app, "ben").await);
    teacher(&app, "victim").await;
    let fits = publish(&app, &ben, "For @victim, #BuyNow", "tech/ai").await;
    let asked = amira.post(QUESTIONS, question(&["tech/ai"])).await;
    let (asked, fits) = (asked.made()["id"].clone(), fits["id"].clone());
    let by = amira.get("/api/v1/accounts/verify_credentials").await.ok();
    let id = |value: &Value| value.as_str().unwrap().parse::<i64>().unwrap();
    let answer = hub::NewAnswer {
        question: id(&asked).into(),
        text: "This one.".to_owned(),
        practice: Some(id(&fits).into()),
        language: None,
        idempotency: None,
    };
    let answer = hub::answer_question(app.ctx(), id(&by["id"]).into(), answer).await;
    let shown = amira
        .get(&format!("/api/v1/statuses/{}", answer.unwrap()))
        .await
        .ok();
    assert_eq!(
        (&shown["mentions"], &shown["tags"]),
        (&json!([]), &json!([]))
    );
    let content = shown["content"].as_str().unwrap();
    assert!(
        content.contains("This one.") && content.contains(fits.as_str().unwrap()),
        "{content}"
    );
    app.drain().await;
}

#[db_test]
async fn what_is_no_hub_answers_no_questions(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = teacher(&app, "amira").await;
    assert_eq!(
        amira.post(QUESTIONS, question(&["tech/ai"])).await.status,
        404
    );
    assert_eq!(amira.get(QUESTIONS).await.status, 404);
}
