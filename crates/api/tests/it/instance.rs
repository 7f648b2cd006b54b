//! What the instance tells of itself, and what everybody here is told.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::{AnnouncementId, Role, Username};
use staffroom_service::about::{self, Text};
use staffroom_service::announcements::NewAnnouncement;
use staffroom_service::staff::{self, By};
use staffroom_service::users::{self, NewUser};
use staffroom_service::{policies, rules};

use crate::app::{Json, TestApp};

async fn owner(app: &TestApp) {
    let new = NewUser {
        username: Username::parse("head_of_it").unwrap(),
        display_name: "Head of IT".to_owned(),
        email: None,
        roles: [Role::Owner].into_iter().collect(),
        password: None,
    };
    users::create(&app.ctx, new).await.unwrap();
}

#[actix_web::test]
async fn both_versions_tell_everything_that_clients_need() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    owner(&app).await;
    amira.publish("hello").await;
    rules::add(&app.ctx, "Be kind.", "To everybody.")
        .await
        .unwrap();
    for (name, path) in [("v1", "/api/v1/instance/"), ("v2", "/api/v2/instance/")] {
        let mut told = app.stranger().get(path).await.ok();
        let contact = match name {
            "v1" => &mut told["contact_account"],
            _ => &mut told["contact"]["account"],
        };
        assert_eq!(contact["username"], "head_of_it");
        *contact = json!("[account]");
        told["rules"][0]["id"] = json!("[id]");
        if let Some(key) = told.pointer_mut("/configuration/vapid/public_key") {
            assert_eq!(key.as_str().unwrap().len(), 87, "an uncompressed point");
            *key = json!("[key]");
        }
        insta::assert_json_snapshot!(format!("instance_{name}"), told);
    }
    let rules = app.stranger().get("/api/v1/instance/rules").await.ok();
    assert_eq!(rules[0]["text"], "Be kind.");
}

#[actix_web::test]
async fn before_anybody_looks_after_it_one_turns_to_the_instance_itself() {
    let app = TestApp::new();
    app.teacher("amira").await;
    let told = app.stranger().get("/api/v1/instance").await.ok();
    assert_eq!(told["contact_account"]["acct"], "instance");
    let told = app.stranger().get("/api/v2/instance").await.ok();
    assert_eq!(told["contact"]["account"]["acct"], "instance");
}

#[actix_web::test]
async fn it_is_told_who_may_read_the_timelines_of_everybody() {
    for (open, access) in [(true, "public"), (false, "authenticated")] {
        let app = TestApp::with(&format!("[timelines]\nopen = {open}"));
        let told = app.stranger().get("/api/v2/instance").await.ok();
        let told = &told["configuration"]["timelines_access"];
        for feeds in ["live_feeds", "hashtag_feeds", "trending_link_feeds"] {
            assert_eq!(told[feeds], json!({"local": access, "remote": access}));
        }
    }
}

#[actix_web::test]
async fn texts_are_told_where_they_are_written() {
    let app = TestApp::new();
    let stranger = app.stranger();
    let told = stranger
        .get("/api/v1/instance/extended_description")
        .await
        .ok();
    assert_eq!(told["content"], "<p></p>");
    stranger.get("/api/v1/instance/privacy_policy").await.ok();
    stranger
        .get("/api/v1/instance/terms_of_service")
        .await
        .error(404);
    for text in Text::ALL {
        let written = format!("# About {}\n\n<script>alert(1)</script>", text.name());
        about::set_text(&app.ctx, text, written).await.unwrap();
    }
    for path in ["extended_description", "privacy_policy", "terms_of_service"] {
        let told = stranger.get(&format!("/api/v1/instance/{path}")).await.ok();
        let content = told["content"].as_str().unwrap();
        assert!(
            content.contains("About") && !content.contains("<script"),
            "{content}"
        );
    }
    let told = stranger.get("/api/v2/instance").await.ok();
    let urls = &told["configuration"]["urls"];
    assert_eq!(
        urls["privacy_policy"],
        "https://school.example/about#privacy"
    );
}

#[actix_web::test]
async fn lists_about_the_instance() {
    let app = TestApp::with("[federation]\nmode = \"open\"\n");
    let amira = app.teacher("amira").await;
    amira.publish("hello").await;
    let weeks = app.stranger().get("/api/v1/instance/activity").await.ok();
    let weeks = weeks.as_array().unwrap();
    assert_eq!(weeks.len(), 12);
    assert_eq!(
        weeks[0],
        json!({"week": "1788134400", "statuses": "1", "logins": "0", "registrations": "1"})
    );
    assert_eq!(weeks[11]["statuses"], "0");
    assert_eq!(
        app.stranger().get("/api/v1/instance/peers").await.ok(),
        json!([])
    );
    let now = app.ctx.now();
    let mut bad = policies::decision("evil.example", policies::SUSPEND, now);
    bad.obfuscate = true;
    bad.public_comment = "Harassment".to_owned();
    let allowed = policies::decision("good.example", policies::ALLOW, now);
    policies::upsert(&app.ctx, vec![bad, allowed])
        .await
        .unwrap();
    app.stranger()
        .get("/api/v1/instance/domain_blocks")
        .await
        .error(404);
    let told = amira.get("/api/v1/instance/domain_blocks").await.ok();
    insta::assert_json_snapshot!("domain_blocks", told);
    let languages = app.stranger().get("/api/v1/instance/languages").await.ok();
    assert!(
        languages
            .as_array()
            .unwrap()
            .contains(&json!({"code": "cy", "name": "Cymraeg"}))
    );
}

#[actix_web::test]
async fn where_servers_are_chosen_they_are_nobody_elses_business() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    app.stranger()
        .get("/api/v1/instance/peers")
        .await
        .error(401);
    amira.get("/api/v1/instance/peers").await.ok();
}

#[actix_web::test]
async fn what_there_is_not_is_said_as_little_as_is_true() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for path in [
        "/v1/trends",
        "/v1/trends/tags",
        "/v1/trends/statuses",
        "/v1/trends/links",
    ] {
        let answer = app.stranger().get(&format!("/api{path}")).await;
        assert_eq!(answer.ok(), json!([]), "{path}");
    }
    assert_eq!(amira.get("/api/v1/endorsements").await.ok(), json!([]));
    let told = app
        .stranger()
        .get("/api/v1/instance/translation_languages")
        .await;
    assert_eq!(told.ok(), json!({}));
    for path in [
        "/v1_alpha/async_refreshes/1",
        "/v1/annual_reports",
        "/v1/annual_reports/2026",
    ] {
        amira.get(&format!("/api{path}")).await.error(404);
        app.stranger().get(&format!("/api{path}")).await.error(401);
    }
    let told = amira
        .post("/api/v1/emails/confirmations", json!({}))
        .await
        .error(403);
    assert!(told.contains("awaiting confirmation"));
    assert_eq!(
        amira.get("/api/v1/emails/check_confirmation").await.ok(),
        json!(true)
    );
}

#[actix_web::test]
async fn markers_move_and_are_there_from_the_beginning() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let all = "/api/v1/markers?timeline[]=home&timeline[]=notifications&timeline[]=x";
    let told = amira.get(all).await.ok();
    insta::assert_json_snapshot!("markers_unread", told);
    assert_eq!(amira.get("/api/v1/markers").await.ok(), json!({}));
    let moved = json!({"home": {"last_read_id": "103194548672408537"}, "x": {"last_read_id": "1"}});
    let told = amira.post("/api/v1/markers", moved).await.ok();
    insta::assert_json_snapshot!("markers_moved", told);
    let again = json!({"home": {"last_read_id": 103_194_548_672_408_538_i64}});
    let told = amira.post("/api/v1/markers", again).await.ok();
    assert_eq!(told["home"]["version"], 2);
    let told = amira.get("/api/v1/markers?timeline=home").await.ok();
    assert_eq!(told["home"]["last_read_id"], "103194548672408538");
    assert_eq!(ben.get(all).await.ok()["home"]["version"], 0);
    for bad in ["x", "", "-1", "999999999999999999999999"] {
        let body = json!({"home": {"last_read_id": bad}});
        amira.post("/api/v1/markers", body).await.error(422);
    }
    amira
        .post("/api/v1/markers", json!({"home": {"x": "1"}}))
        .await
        .error(400);
    let reader = app.teacher_with("chris", "read").await;
    reader.post("/api/v1/markers", json!({})).await.error(403);
    app.stranger().get("/api/v1/markers").await.error(401);
}

fn about_tea() -> NewAnnouncement {
    NewAnnouncement {
        text: "Tea at four.\n\nhttps://tea.example <b>".to_owned(),
        ..NewAnnouncement::default()
    }
}

async fn announce(app: &TestApp, new: NewAnnouncement) -> AnnouncementId {
    let made = staff::announce(&app.ctx, By::CommandLine, new).await;
    made.unwrap().id
}

#[actix_web::test]
async fn announcements_are_read_and_answered() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let tea = announce(&app, about_tea()).await;
    let over = NewAnnouncement {
        ends_at: Some(app.ctx.now().plus(Duration::from_mins(1))),
        ..about_tea()
    };
    announce(&app, over).await;
    let list = "/api/v1/announcements";
    assert_eq!(amira.get(list).await.ok().ids().len(), 2);
    app.advance(Duration::from_mins(2));
    let path = |what: &str| format!("{list}/{tea}/{what}");
    let owl = path("reactions/%F0%9F%A6%89");
    let put = |path: &str| actix_web::test::TestRequest::put().uri(path);
    for client in [&amira, &ben, &amira] {
        assert_eq!(client.send(put(&owl)).await.ok(), json!({}));
    }
    let mut told = ben.get(list).await.ok();
    assert_eq!(told.as_array().unwrap().len(), 1, "one is over");
    told[0]["id"] = json!("[id]");
    insta::assert_json_snapshot!("announcements", told);
    let no_emoji = amira.send(put(&path("reactions/abc"))).await;
    assert!(no_emoji.error(422).contains("not a recognized emoji"));
    amira.delete(&owl).await.ok();
    amira.delete(&owl).await.error(404);
    assert_eq!(ben.get(list).await.ok()[0]["reactions"][0]["count"], 1);

    for _ in 0..2 {
        assert_eq!(
            amira.post(&path("dismiss"), json!({})).await.ok(),
            json!({})
        );
    }
    assert_eq!(amira.get(list).await.ok(), json!([]));
    let told = amira.get(&format!("{list}?with_dismissed=1")).await.ok();
    assert_eq!(told[0]["read"], true);
    assert_eq!(ben.get(list).await.ok()[0]["read"], false);

    let none = format!("{list}/5/dismiss");
    amira.post(&none, json!({})).await.error(404);
    amira
        .send(put(&format!("{list}/5/reactions/%F0%9F%A6%89")))
        .await
        .error(404);
    let reader = app.teacher_with("chris", "read").await;
    reader.post(&path("dismiss"), json!({})).await.error(403);
    reader.send(put(&owl)).await.error(403);
    app.stranger().get(list).await.error(401);
}

#[actix_web::test]
async fn a_list_of_announcements_takes_as_many_queries_whatever_its_length() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        for _ in 0..3 {
            let told = announce(&app, about_tea()).await;
            let path = format!("/api/v1/announcements/{told}/reactions/%F0%9F%A6%89");
            amira
                .send(actix_web::test::TestRequest::put().uri(&path))
                .await
                .ok();
        }
        let before = app.queries.get();
        amira.get("/api/v1/announcements").await.ok();
        seen.push(app.queries.get() - before);
    }
    assert_eq!(seen[0], seen[1]);
}

#[actix_web::test]
async fn public_posts_can_be_shown_elsewhere() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("Tea <b> & cake").await;
    let page = format!("https://school.example/@amira/{id}");
    let told = app
        .stranger()
        .get(&format!("/api/oembed?url={page}&maxwidth=300"))
        .await
        .ok();
    let hide = |value: &Value| json!(value.as_str().unwrap().replace(&id, "[id]"));
    let mut shown = told.clone();
    shown["html"] = hide(&told["html"]);
    insta::assert_json_snapshot!("oembed", shown);
    let private = json!({"status": "secret", "visibility": "private"});
    let private = amira.post("/api/v1/statuses", private).await.ok().id();
    for (url, status) in [
        (format!("https://school.example/@amira/{private}"), 404),
        ("https://school.example/@amira/5".to_owned(), 404),
        ("https://school.example/about".to_owned(), 404),
        (format!("https://evil.example/@amira/{id}"), 404),
        (String::new(), 400),
    ] {
        let answer = app.stranger().get(&format!("/api/oembed?url={url}")).await;
        answer.error(status);
    }
    let xml = format!("/api/oembed?url={page}&format=xml");
    app.stranger().get(&xml).await.error(404);
}
