//! The whole of each entity, so that a change of it is seen.

use serde_json::json;
use staffroom_domain::{AccountId, ActorKind, AttachmentId, StatusId};

use crate::app::{Json, TestApp, db};

#[actix_web::test]
async fn entities_of_what_is_here() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let account = format!("/api/v1/accounts/{}", ben.id);
    let relation = amira
        .post(&format!("{account}/follow"), json!({}))
        .await
        .ok();
    insta::assert_json_snapshot!("relationship", relation);
    let body = json!({
        "status": "Which one, @ben? #Maths", "language": "en",
        "poll": {"options": ["a", "b"], "expires_in": 3600, "multiple": true},
    });
    let status = amira.post("/api/v1/statuses", body).await.ok();
    insta::assert_json_snapshot!("status", status);
    let id = status.id();
    ben.post(
        &format!("/api/v1/polls/{id}/votes"),
        json!({"choices": [1]}),
    )
    .await
    .ok();
    insta::assert_json_snapshot!("poll", ben.get(&format!("/api/v1/polls/{id}")).await.ok());
    insta::assert_json_snapshot!("boost", ben.act(&id, "reblog").await.ok());
    let own = "/api/v1/accounts/verify_credentials";
    insta::assert_json_snapshot!("credential_account", amira.get(own).await.ok());
    insta::assert_json_snapshot!("account", amira.get(&account).await.ok());
    let told = ben.get("/api/v1/notifications?limit=1").await.ok();
    insta::assert_json_snapshot!("notification", told);
    let source = amira
        .get(&format!("/api/v1/statuses/{id}/source"))
        .await
        .ok();
    insta::assert_json_snapshot!("status_source", source);
    let context = amira
        .get(&format!("/api/v1/statuses/{id}/context"))
        .await
        .ok();
    insta::assert_json_snapshot!("context", context);
    insta::assert_json_snapshot!("search", amira.get("/api/v2/search?q=@ben").await.ok());
}

#[actix_web::test]
async fn an_event_of_another_server_comes_as_a_text_with_a_link() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let (author, status): (AccountId, StatusId) = (app.ctx.new_id(), app.ctx.new_id());
    let now = app.ctx.now();
    let model: StatusId = amira.publish("model").await.parse().unwrap();
    let write = app.ctx.db.write(move |conn| {
        let account = db::accounts::AccountRow {
            domain: "farm.example".to_owned(),
            username: "Meet".to_owned(),
            username_folded: "meet".to_owned(),
            uri: Some("https://farm.example/actors/1".to_owned()),
            summary: "<p>We meet</p>".to_owned(),
            fields: r#"[{"name":"Where","value":"<b>Farm</b>"}]"#.to_owned(),
            ..db::accounts::AccountRow::blank(author, ActorKind::Group, now)
        };
        db::accounts::insert(conn, account)?;
        let row = db::statuses::StatusRow {
            id: status,
            account_id: author,
            thread_id: status,
            uri: Some("https://farm.example/events/1".to_owned()),
            url: Some("https://farm.example/e?a=1&b=2".to_owned()),
            kind: "event".to_owned(),
            title: Some("Maths & <more>".to_owned()),
            spoiler: "The barn, 5 May".to_owned(),
            content: "<p>Bring chalk.</p>".to_owned(),
            local: false,
            ..db::statuses::find(conn, model)?.expect("the model")
        };
        db::statuses::insert(conn, row)?;
        let file = db::attachments::AttachmentRow {
            id: AttachmentId::from(7),
            status_id: status,
            position: 0,
            kind: "image".to_owned(),
            media_type: Some("image/png".to_owned()),
            url: "https://farm.example/a.png".to_owned(),
            preview_url: None,
            description: Some("A barn".to_owned()),
            blurhash: None,
            focus_x: Some(0.5),
            focus_y: Some(-0.5),
            width: Some(400),
            height: Some(200),
            small_width: None,
            small_height: None,
            duration_ms: None,
        };
        db::attachments::insert_many(conn, &[file])
    });
    write.await.unwrap();
    let shown = amira.get(&format!("/api/v1/statuses/{status}")).await.ok();
    insta::assert_json_snapshot!("event_of_elsewhere", shown);
}
