//! However a client writes its parameters, they are read the same.

use actix_web::http::header;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::app::{Json, TestApp};

const PATH: &str = "/api/v1/statuses";

fn shown(mut status: Value) -> Value {
    for changing in ["id", "uri", "url"] {
        status[changing] = json!("-");
    }
    status["poll"]["id"] = json!("-");
    status["account"]["statuses_count"] = json!("-");
    status
}

#[actix_web::test]
async fn json_form_and_multipart_post_the_same() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    // As Mastodon.py writes it: booleans as text in JSON.
    let as_json = TestRequest::post().uri(PATH).set_json(json!({
        "status": "Which?", "sensitive": "0", "visibility": "unlisted", "media_ids": null,
        "poll": {"options": ["a", "b"], "expires_in": 3600, "multiple": "true"},
        "quote_approval_policy": "public", "something_else": {"x": [1]},
    }));
    let as_form = TestRequest::post()
        .uri(PATH)
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(
            "status=Which%3F&sensitive=0&visibility=unlisted&poll%5Boptions%5D%5B%5D=a\
             &poll[options][]=b&poll[expires_in]=3600&poll[multiple]=1",
        );
    let fields = [
        ("status", "Which?"),
        ("sensitive", "false"),
        ("visibility", "unlisted"),
        ("poll[options][]", "a"),
        ("poll[options][]", "b"),
        ("poll[expires_in]", "3600"),
        ("poll[multiple]", "true"),
    ];
    let mut body = fields
        .map(|(name, value)| {
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .concat();
    body.push_str("--xyz--\r\n");
    let as_multipart = TestRequest::post()
        .uri(PATH)
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=xyz"))
        .set_payload(body);
    let in_query = TestRequest::post().uri(
        "/api/v1/statuses?status=Which?&visibility=unlisted&poll[options][]=a&poll[options][]=b\
         &poll[expires_in]=3600&poll[multiple]=on",
    );
    let mut seen = Vec::new();
    for request in [as_json, as_form, as_multipart, in_query] {
        seen.push(shown(amira.send(request).await.ok()));
    }
    assert_eq!(seen[0]["poll"]["multiple"], true);
    assert_eq!(seen[0]["visibility"], "unlisted");
    for other in &seen[1..] {
        assert_eq!(&seen[0], other);
    }
}

#[actix_web::test]
async fn lists_of_ids_come_in_brackets_bare_and_numbered() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = ben.id.to_string();
    for query in ["id[]=", "id=", "id%5B%5D=", "id[0]="] {
        let path = format!("/api/v1/accounts/relationships?{query}{id}");
        assert_eq!(
            amira.get(&path).await.ok().ids(),
            std::slice::from_ref(&id),
            "{query}"
        );
    }
    let path = format!("/api/v1/accounts/relationships?id[]={id}&id[]=5&id[]=x&id[]={id}");
    assert_eq!(amira.get(&path).await.ok().ids(), [id]);
}

#[actix_web::test]
async fn a_slash_at_the_end_changes_nothing() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("hello").await;
    for path in [
        "/api/v1/accounts/verify_credentials/".to_owned(),
        "/api/v1/timelines/home/?limit=1".to_owned(),
        format!("/api/v1/statuses/{id}/"),
        format!("/api/v1/statuses/{id}/context/"),
        "/api/v1/notifications/".to_owned(),
    ] {
        amira.get(&path).await.ok();
    }
    let body = json!({"status": "again"});
    amira.post("/api/v1/statuses/", body).await.ok();
}

#[actix_web::test]
async fn a_token_may_stand_among_the_parameters() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let token = amira.token.clone().unwrap();
    let path = format!("/api/v1/accounts/verify_credentials?access_token={token}");
    assert_eq!(
        app.stranger().get(&path).await.ok().id(),
        amira.id.to_string()
    );
    amira.publish("hello").await;
    let path = format!("/api/v1/timelines/home?access_token={token}");
    let home = app.stranger().get(&path).await;
    assert!(
        !home.header("link").contains(&token),
        "{}",
        home.header("link")
    );
}
