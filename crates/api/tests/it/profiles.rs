//! Changing one's profile, reporting, reacting, and who may answer.

use actix_web::http::header;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::{rules, users};

use crate::app::{Answer, Client, Json, TestApp, db};

const OWN: &str = "/api/v1/accounts/update_credentials";
const OWN_PROFILE: &str = "/api/v1/profile";

async fn patch(client: &Client<'_>, body: Value) -> Answer {
    client
        .send(TestRequest::patch().uri(OWN).set_json(body))
        .await
}

async fn patch_as(client: &Client<'_>, content_type: &str, body: &str) -> Answer {
    let request = TestRequest::patch().uri(OWN);
    let request = request.insert_header((header::CONTENT_TYPE, content_type));
    client.send(request.set_payload(body.to_owned())).await
}

#[actix_web::test]
async fn a_profile_is_changed_and_shown() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let body = json!({
        "display_name": "Amira K", "note": "Year 8 #Maths\n\nhttps://amira.example/a/very/long/page/address",
        "locked": true, "bot": false, "discoverable": true, "indexable": "1",
        "fields_attributes": [{"name": "Pronouns", "value": "she"}, {"name": "", "value": ""}],
    });
    let changed = patch(&amira, body.clone()).await.ok();
    insta::assert_json_snapshot!("changed_profile", changed);
    let own = "/api/v1/accounts/verify_credentials";
    assert_eq!(amira.get(own).await.ok(), changed);
    // What is given is what is typed, so that the next change begins there.
    assert_eq!(changed["source"]["note"], body["note"]);
    // What is not given stays.
    let locked = patch(&amira, json!({"locked": false})).await.ok();
    assert_eq!(locked["display_name"], "Amira K");
    assert_eq!(locked["fields"], changed["fields"]);
    assert_eq!(locked["locked"], false);
}

#[actix_web::test]
async fn lines_come_in_every_shape_that_rails_takes() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let form = "application/x-www-form-urlencoded";
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"fields_attributes[0][name]\"\r\n\r\na\r\n\
         --b\r\nContent-Disposition: form-data; name=\"fields_attributes[0][value]\"\r\n\r\nb\r\n\
         --b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"\"\r\n\r\n\r\n--b--\r\n";
    for answer in [
        patch(
            &amira,
            json!({"fields_attributes": {"0": {"name": "a", "value": "b"}}}),
        )
        .await,
        patch(
            &amira,
            json!({"fields_attributes": [{"name": "a", "value": "b"}]}),
        )
        .await,
        patch_as(
            &amira,
            form,
            "fields_attributes[0][name]=a&fields_attributes[0][value]=b",
        )
        .await,
        patch_as(
            &amira,
            form,
            "fields_attributes[][name]=a&fields_attributes[][value]=b",
        )
        .await,
        patch_as(&amira, "multipart/form-data; boundary=b", multipart).await,
    ] {
        let fields = &answer.ok()["source"]["fields"];
        assert_eq!(
            *fields,
            json!([{"name": "a", "value": "b", "verified_at": null}])
        );
        let none = patch(&amira, json!({"fields_attributes": []})).await.ok();
        assert_eq!(none["fields"], json!([]));
    }
}

#[actix_web::test]
async fn what_a_profile_cannot_be_is_told() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let picture = "--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"me.png\"\r\n\r\nPNG\r\n--b--\r\n";
    let told = patch_as(&amira, "multipart/form-data; boundary=b", picture).await;
    assert!(told.error(422).contains("File"), "{}", told.text);
    for body in [
        json!({"display_name": "a".repeat(61)}),
        json!({"note": "a".repeat(1_001)}),
        json!({"fields_attributes": [{"name": "", "value": "x"}]}),
        json!({"source": {"privacy": "direct"}}),
        json!({"source": {"language": "no language"}}),
        json!({"source": {"quote_policy": "friends"}}),
        json!({"attribution_domains": ["a b"]}),
    ] {
        let told = patch(&amira, body).await.error(422);
        assert!(told.starts_with("Validation failed: "), "{told}");
    }
    patch(
        &amira,
        json!({"source": {"privacy": "public", "sensitive": false, "language": ""}}),
    )
    .await
    .ok();
    assert_eq!(amira.get(OWN_PROFILE).await.ok()["display_name"], "amira");
    let reader = app.teacher_with("ben", "read").await;
    patch(&reader, json!({})).await.error(403);
    reader.patch(OWN_PROFILE, json!({})).await.error(403);
    app.stranger().get(OWN_PROFILE).await.error(401);
    app.stranger()
        .send(TestRequest::put().uri(OWN))
        .await
        .error(405);
}

#[actix_web::test]
async fn how_somebody_posts_by_default_can_be_chosen() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let body = json!({"source": {
        "privacy": "unlisted", "sensitive": "1", "language": "cy", "quote_policy": "nobody",
    }, "attribution_domains": ["Blog.example"]});
    let own = patch(&amira, body).await.ok();
    insta::assert_json_snapshot!("chosen_source", own["source"]);
    let post = |body: Value| amira.post("/api/v1/statuses", body);
    let status = post(json!({"status": "hello"})).await.ok();
    assert_eq!(
        (
            &status["visibility"],
            &status["sensitive"],
            &status["language"]
        ),
        (&json!("unlisted"), &json!(true), &json!("cy"))
    );
    let body = json!({"status": "hi", "visibility": "public", "sensitive": "0", "language": "en"});
    let status = post(body).await.ok();
    assert_eq!(
        (
            &status["visibility"],
            &status["sensitive"],
            &status["language"]
        ),
        (&json!("public"), &json!(false), &json!("en"))
    );
    // An answer is seen by no more people than what it answers, and by no more than its author wants.
    let open = ben.publish("open").await;
    let answer = post(json!({"status": "yes", "in_reply_to_id": open}))
        .await
        .ok();
    assert_eq!(answer["visibility"], "unlisted");
    let body = json!({"status": "@amira closed", "visibility": "private"});
    let closed = ben.post("/api/v1/statuses", body).await.ok().id();
    let answer = post(json!({"status": "yes", "in_reply_to_id": closed}))
        .await
        .ok();
    assert_eq!(answer["visibility"], "private");
    let told = amira.get("/api/v1/preferences").await.ok();
    insta::assert_json_snapshot!("preferences", told);
    app.stranger().get("/api/v1/preferences").await.error(401);
    // What is not given stays; the language can be taken back.
    let own = patch(&amira, json!({"source": {"language": ""}}))
        .await
        .ok();
    assert_eq!(own["source"]["language"], json!(null));
    assert_eq!(own["source"]["privacy"], "unlisted");
    let own = ben.get("/api/v1/accounts/verify_credentials").await.ok();
    assert_eq!(own["source"]["privacy"], "public");
}

#[actix_web::test]
async fn a_profile_is_edited_as_it_was_typed() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let body = json!({
        "display_name": "Amira", "note": "I teach #Maths", "show_media": false,
        "fields_attributes": {"0": {"name": "Site", "value": "https://a.example"}},
        "avatar_description": "A cat", "locked": true,
    });
    let changed = amira.patch(OWN_PROFILE, body).await.ok();
    insta::assert_json_snapshot!("own_profile", changed);
    assert_eq!(amira.get(OWN_PROFILE).await.ok(), changed);
    let again = amira.put(OWN_PROFILE, json!({"locked": "0"})).await.ok();
    assert_eq!(
        (&again["locked"], &again["note"]),
        (&json!(false), &changed["note"])
    );
    app.change_account(amira.id, |row| {
        row.avatar_url = Some("/media/a.png".to_owned());
        row.header_url = Some("/media/b.png".to_owned());
    })
    .await;
    for (what, left) in [("avatar", "header"), ("header", "avatar")] {
        let path = format!("{OWN_PROFILE}/{what}");
        app.stranger().delete(&path).await.error(401);
        let account = amira.delete(&path).await.ok();
        assert!(account["source"].is_object());
        let own = amira.get(OWN_PROFILE).await.ok();
        assert_eq!(own[what], json!(null));
        assert_eq!(own[left].is_null(), what == "header");
    }
    let long = json!({"header_description": "x".repeat(151)});
    amira.patch(OWN_PROFILE, long).await.error(422);
}

#[actix_web::test]
async fn whoever_moved_shows_where_to() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let row = accounts::find(&app.ctx, amira.id).await.unwrap().unwrap();
    let row = AccountRow {
        moved_to_uri: Some(app.ctx.addresses.actor(ben.id)),
        ..row
    };
    let write = app
        .ctx
        .db
        .write(move |conn| db::accounts::update(conn, row));
    write.await.unwrap();
    for path in [
        format!("/api/v1/accounts/{}", amira.id),
        "/api/v1/accounts/lookup?acct=amira".to_owned(),
        "/api/v1/accounts/verify_credentials".to_owned(),
    ] {
        assert_eq!(
            amira.get(&path).await.ok()["moved"]["acct"],
            "ben",
            "{path}"
        );
    }
    amira
        .post("/api/v1/statuses", json!({"status": "x"}))
        .await
        .error(403);
}

#[actix_web::test]
async fn a_report_is_answered() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let post = ben.publish("rude").await;
    let body = json!({
        "account_id": ben.id.to_string(), "status_ids": [post], "comment": "rude",
        "forward": true, "category": "violation",
    });
    let report = amira.post("/api/v1/reports", body).await.ok();
    insta::assert_json_snapshot!("report", report);
    amira
        .post(
            "/api/v1/reports/",
            json!({"account_id": ben.id.to_string()}),
        )
        .await
        .ok();
    amira.post("/api/v1/reports", json!({})).await.error(400);
    amira
        .post("/api/v1/reports", json!({"account_id": "7"}))
        .await
        .error(404);
    let rule = rules::add(&app.ctx, "Be kind.", "").await.unwrap().id;
    let broken = |rule: &str, category: Option<&str>| json!({"account_id": ben.id.to_string(), "rule_ids": [rule], "category": category});
    let rule = rule.to_string();
    for category in [Some("violation"), None] {
        let report = amira.post("/api/v1/reports", broken(&rule, category));
        let report = report.await.ok();
        assert_eq!(report["category"], "violation");
        assert_eq!(report["rule_ids"], json!([rule]));
    }
    for wrong in [
        broken(&rule, Some("spam")),
        broken("7", None),
        broken("x", None),
    ] {
        let refused = amira.post("/api/v1/reports", wrong).await.error(422);
        assert!(refused.contains("Rules"), "{refused}");
    }
    let body = json!({"account_id": ben.id.to_string(), "category": "x"});
    amira.post("/api/v1/reports", body).await.error(422);
    let body = json!({"account_id": ben.id.to_string(), "comment": "a".repeat(1_001)});
    amira.post("/api/v1/reports", body).await.error(422);
}

#[actix_web::test]
async fn reactions_are_put_deleted_and_shown() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    let all = format!("/api/v1/pleroma/statuses/{id}/reactions");
    let party = format!("{all}/%F0%9F%8E%89");
    ben.put(&party, json!({})).await.ok();
    let shown = amira.put(&party, json!({})).await.ok();
    let expected = json!([{
        "name": "🎉", "count": 2, "me": true, "url": null,
        "account_ids": [ben.id.to_string(), amira.id.to_string()],
    }]);
    assert_eq!(shown["pleroma"]["emoji_reactions"], expected);
    assert_eq!(amira.get(&all).await.ok(), expected);
    let left = amira.delete(&party).await.ok();
    let left = &left["pleroma"]["emoji_reactions"][0];
    assert_eq!((&left["count"], &left["me"]), (&json!(1), &json!(false)));
    ben.put(&format!("{all}/x"), json!({})).await.error(422);
    app.stranger().put(&party, json!({})).await.error(401);
}

#[actix_web::test]
async fn who_may_answer_is_said_as_gotosocial_says_it() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let post = async |policy: Value| {
        let body = json!({"status": "hello", "interaction_policy": {"can_reply": policy}});
        amira.post("/api/v1/statuses", body).await
    };
    let answer = async |id: String| {
        let body = json!({"status": "an answer", "in_reply_to_id": id});
        ben.post("/api/v1/statuses", body).await.status
    };
    for (policy, status) in [
        (json!({"automatic_approval": ["public", "me"]}), 200),
        (json!({"always": ["followers", "mentioned"]}), 403),
        (json!({"automatic_approval": ["me"]}), 403),
        (json!({"always": []}), 403),
    ] {
        let id = post(policy.clone()).await.ok().id();
        assert_eq!(answer(id).await, status, "{policy}");
    }
    let follow = format!("/api/v1/accounts/{}/follow", amira.id);
    ben.post(&follow, json!({})).await.ok();
    let made = post(json!({"always": ["followers"]})).await.ok();
    let shown = &made["interaction_policy"]["can_reply"]["automatic_approval"];
    assert_eq!(*shown, json!(["followers", "mentioned", "me"]));
    assert_eq!(answer(made.id()).await, 200);
    post(json!({"with_approval": ["public"]})).await.error(422);
    post(json!({"always": ["mutuals"]})).await.error(422);
    let form = "status=hello&interaction_policy[can_reply][always][0]=me";
    let request = TestRequest::post()
        .uri("/api/v1/statuses")
        .set_payload(form);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let made = amira.send(request.insert_header(form)).await.ok().id();
    assert_eq!(answer(made).await, 403);
}

#[actix_web::test]
async fn a_closed_login_is_401_and_a_suspended_account_403() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let own = "/api/v1/accounts/verify_credentials";
    users::disable(&app.ctx, "amira").await.unwrap();
    amira.get(own).await.error(401);
    users::enable(&app.ctx, "amira").await.unwrap();
    amira.get(own).await.error(401);
    app.suspend(ben.id).await;
    ben.get(own).await.error(403);
}
