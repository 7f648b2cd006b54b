//! What the inbox answers before it knows who sent something (section C of the security checklist, and
//! line 45).

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service};
use staffroom_db::{accounts, inbox};
use staffroom_federation::inbox::{InboxState, configure};

use super::instance::Instance;

const LIKE: &str = r#"{"id":"https://b.example/1","type":"Like","actor":"https://b.example/users/bo",
    "object":"https://school.example/ap/objects/1"}"#;

async fn answer(here: &Instance, trial: bool, kind: &str, body: Vec<u8>) -> StatusCode {
    let state = InboxState::new(trial);
    let app = init_service(App::new().configure(configure(here.fed.clone(), state))).await;
    let request = TestRequest::post()
        .uri("/ap/inbox")
        .insert_header(("content-type", kind.to_owned()))
        .insert_header(("host", "school.example"))
        .set_payload(body)
        .to_request();
    call_service(&app, request).await.status()
}

/// Checklist 43. Catalogue 33, 34.
#[actix_web::test]
async fn what_cannot_be_read_is_answered_with_400_and_not_stored() {
    let here = Instance::new();
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let malformed = [
        "",
        "{",
        "[]",
        "null",
        &deep,
        r#"{"id":"https://b.example/1","type":null,"actor":"https://b.example/u"}"#,
        r#"{"type":"Like","actor":"https://b.example/u","object":"https://b.example/2"}"#,
        r#"{"id":"https://b.example/1","type":"Like","object":"https://b.example/2"}"#,
    ];
    for body in malformed {
        let status = answer(&here, false, "application/activity+json", body.into()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body:.80}");
    }
    assert_eq!(here.read(inbox::backlog).await, 0);
}

/// Checklist 45.
#[actix_web::test]
async fn what_is_too_large_or_of_another_type_is_refused() {
    let here = Instance::new();
    let large = vec![b' '; 1024 * 1024 + 1];
    let status = answer(&here, false, "application/activity+json", large).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let status = answer(&here, false, "text/html", LIKE.into()).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

/// Checklist 5. Catalogue 3.
#[actix_web::test]
async fn what_is_unsigned_or_of_a_foreign_host_is_refused() {
    let here = Instance::new();
    let kind = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    assert_eq!(
        answer(&here, false, kind, LIKE.into()).await,
        StatusCode::UNAUTHORIZED
    );
    let foreign = LIKE.replace("https://b.example/1", "https://c.example/1");
    assert_eq!(
        answer(&here, false, kind, foreign.into()).await,
        StatusCode::UNAUTHORIZED
    );
    let ours = LIKE.replace("https://b.example", "https://school.example");
    assert_eq!(
        answer(&here, false, kind, ours.into()).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(here.read(inbox::backlog).await, 0);
}

/// Catalogue 49.
#[actix_web::test]
async fn the_departure_of_somebody_unknown_is_dropped_without_a_look() {
    let here = Instance::new();
    let delete = r#"{"id":"https://b.example/1","type":"Delete","actor":"https://b.example/users/bo",
        "object":"https://b.example/users/bo"}"#;
    let status = answer(&here, false, "application/activity+json", delete.into()).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    assert_eq!(here.read(inbox::backlog).await, 0);
}

#[actix_web::test]
async fn a_trial_instance_has_no_inbox() {
    let here = Instance::new();
    let status = answer(&here, true, "application/activity+json", LIKE.into()).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// Sends an unsigned activity to a path.
async fn sent_to(here: &Instance, path: &str) -> StatusCode {
    let state = InboxState::new(false);
    let app = init_service(App::new().configure(configure(here.fed.clone(), state))).await;
    let request = TestRequest::post()
        .uri(path)
        .insert_header(("content-type", "application/activity+json"))
        .insert_header(("host", "school.example"))
        .set_payload(LIKE)
        .to_request();
    call_service(&app, request).await.status()
}

#[actix_web::test]
async fn nothing_is_taken_for_nobody() {
    let here = Instance::new();
    let amira = here.local("amira").await;
    let bo = here.remote("bo", "b.example").await;
    let inbox = format!("/ap/actors/{}/inbox", amira.id);
    assert_eq!(sent_to(&here, &inbox).await, StatusCode::UNAUTHORIZED);
    let remote = format!("/ap/actors/{}/inbox", bo.id);
    for nobody in [
        "/ap/actors/1/inbox",
        "/ap/actors/x/inbox",
        "/ap/actors/01/inbox",
        &remote,
    ] {
        assert_eq!(
            sent_to(&here, nobody).await,
            StatusCode::NOT_FOUND,
            "{nobody}"
        );
    }
    let gone = accounts::AccountRow {
        deleted_at: Some(1),
        ..amira
    };
    here.ctx()
        .transact(move |tx| accounts::update(tx.conn, gone))
        .await
        .unwrap();
    assert_eq!(sent_to(&here, &inbox).await, StatusCode::GONE);
    assert_eq!(sent_to(&here, "/ap/inbox").await, StatusCode::UNAUTHORIZED);
}
