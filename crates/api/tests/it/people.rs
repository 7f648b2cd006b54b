//! Who follows whom, finding people, the directory and suggestions, and what an account posted.

use serde_json::{Value, json};

use crate::app::{Client, Json, TestApp, db};
use crate::relations::remote;

async fn follow(by: &Client<'_>, whom: &Client<'_>) -> Value {
    let path = format!("/api/v1/accounts/{}/follow", whom.id);
    by.post(&path, json!({})).await.ok()
}

async fn profile(of: &Client<'_>, change: Value) -> Value {
    of.patch("/api/v1/accounts/update_credentials", change)
        .await
        .ok()
}

#[actix_web::test]
async fn followers_are_listed_in_parts_by_when_they_came() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    // Not in the order in which they came here.
    for who in [&dan, &ben, &cleo] {
        follow(who, &amira).await;
    }
    let path = format!("/api/v1/accounts/{}/followers", amira.id);
    let first = app.stranger().get(&format!("{path}?limit=2")).await;
    assert_eq!(first.ok().ids(), [cleo.id.to_string(), ben.id.to_string()]);
    let link = first.header("link");
    let (next, _) = link.split_once(">; rel=\"next\"").unwrap();
    let next = next.strip_prefix("<https://school.example").unwrap();
    assert_eq!(ben.get(next).await.ok().ids(), [dan.id.to_string()]);
    let theirs = format!("/api/v1/accounts/{}/following", dan.id);
    assert_eq!(ben.get(&theirs).await.ok().ids(), [amira.id.to_string()]);

    // Whoever is hidden from somebody is not shown to them, but to the one who is followed.
    let block = format!("/api/v1/accounts/{}/block", cleo.id);
    ben.post(&block, json!({})).await.ok();
    assert_eq!(ben.get(&path).await.ok().ids().len(), 2);
    assert_eq!(amira.get(&path).await.ok().ids().len(), 3);
    profile(&amira, json!({"hide_collections": true})).await;
    assert!(ben.get(&path).await.ok().ids().is_empty());
    assert!(app.stranger().get(&path).await.ok().ids().is_empty());
    assert_eq!(amira.get(&path).await.ok().ids().len(), 3);
    ben.get("/api/v1/accounts/12345/followers").await.error(404);
    let narrow = app.teacher_with("eva", "read:statuses").await;
    narrow.get(&path).await.error(403);
}

#[actix_web::test]
async fn a_follower_can_be_removed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    follow(&ben, &amira).await;
    let path = format!("/api/v1/accounts/{}/remove_from_followers", ben.id);
    assert_eq!(
        amira.post(&path, json!({})).await.ok()["followed_by"],
        false
    );
    amira.post(&path, json!({})).await.ok();
    let account = format!("/api/v1/accounts/{}", amira.id);
    assert_eq!(amira.get(&account).await.ok()["followers_count"], 0);
    app.stranger().post(&path, json!({})).await.error(401);
    let nobody = "/api/v1/accounts/12345/remove_from_followers";
    amira.post(nobody, json!({})).await.error(404);
    let narrow = app.teacher_with("cleo", "write:blocks").await;
    narrow.post(&path, json!({})).await.error(403);
}

#[actix_web::test]
async fn following_again_changes_what_is_wanted() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let path = format!("/api/v1/accounts/{}/follow", amira.id);
    let relation = ben
        .post(&format!("{path}?languages[]=cy&languages[]=en"), json!({}))
        .await
        .ok();
    assert_eq!(relation["languages"], json!(["cy", "en"]));
    assert_eq!(relation["showing_reblogs"], true);
    let body = json!({"reblogs": false, "notify": "1"});
    let relation = ben.post(&path, body).await.ok();
    assert_eq!(relation["languages"], json!(["cy", "en"]));
    assert_eq!(
        (&relation["showing_reblogs"], &relation["notifying"]),
        (&json!(false), &json!(true))
    );
    let relation = ben.post(&path, json!({"languages": []})).await.ok();
    assert_eq!(relation["languages"], json!(null));
}

#[actix_web::test]
async fn several_accounts_and_their_familiar_followers() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    follow(&amira, &ben).await;
    follow(&amira, &cleo).await;
    follow(&ben, &dan).await;
    follow(&cleo, &dan).await;
    let ids = format!("id[]={}&id[]=77&id[]=x&id[]={}", dan.id, ben.id);
    let found = app.stranger().get(&format!("/api/v1/accounts?{ids}")).await;
    assert_eq!(found.ok().ids(), [dan.id.to_string(), ben.id.to_string()]);
    let path = format!("/api/v1/accounts/familiar_followers?{ids}");
    let found = amira.get(&path).await.ok();
    assert_eq!(found.ids(), [dan.id.to_string(), ben.id.to_string()]);
    let mut both = found[0]["accounts"].ids();
    both.sort();
    assert_eq!(both, [ben.id.to_string(), cleo.id.to_string()]);
    assert!(found[1]["accounts"].ids().is_empty());
    // Who keeps whom they follow to themselves is not told of.
    profile(&ben, json!({"hide_collections": true})).await;
    let found = amira.get(&path).await.ok();
    assert_eq!(found[0]["accounts"].ids(), [cleo.id.to_string()]);
    app.stranger().get(&path).await.error(401);
}

#[actix_web::test]
async fn people_are_found_by_the_beginning_of_their_names() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let (beth, bertie) = (app.teacher("beth").await, app.teacher("bertie").await);
    profile(&beth, json!({"display_name": "Elizabeth Ångström"})).await;
    let farmer = remote(&app, "bert", "farm.example").await;
    let search = |query: &str| format!("/api/v1/accounts/search?{query}");
    let ids = |found: Value| found.ids();
    follow(&amira, &bertie).await;
    let found = ids(amira.get(&search("q=BE")).await.ok());
    assert_eq!(
        found[0],
        bertie.id.to_string(),
        "whom one follows comes first"
    );
    assert_eq!(found.len(), 3);
    for query in ["q=%C3%A5ngst", "q=eliz", "q=Elizabeth+%C3%85n", "q=@beth"] {
        let found = ids(amira.get(&search(query)).await.ok());
        assert_eq!(found, [beth.id.to_string()], "{query}");
    }
    let found = ids(amira.get(&search("q=be@farm")).await.ok());
    assert_eq!(found, [farmer.to_string()]);
    let found = ids(amira.get(&search("q=bert@farm.example")).await.ok());
    assert_eq!(found, [farmer.to_string()]);
    let found = ids(amira.get(&search("q=be&following=1")).await.ok());
    assert_eq!(found, [bertie.id.to_string()]);
    let found = ids(amira.get(&search("q=be&limit=1&offset=1")).await.ok());
    assert_eq!(found.len(), 1);
    assert_ne!(found[0], bertie.id.to_string());
    // A former name finds nobody, and whoever is muted is found by their whole handle only.
    profile(&beth, json!({"display_name": "Beth"})).await;
    assert!(ids(amira.get(&search("q=eliz")).await.ok()).is_empty());
    let mute = format!("/api/v1/accounts/{}/mute", beth.id);
    amira.post(&mute, json!({})).await.ok();
    assert!(ids(amira.get(&search("q=bet")).await.ok()).is_empty());
    let found = ids(amira.get(&search("q=beth")).await.ok());
    assert_eq!(found, [beth.id.to_string()]);
    for odd in ["q=%25", "q=_", "q=%27", "q=%F4%8F%BF%BF", "q=*"] {
        assert!(ids(amira.get(&search(odd)).await.ok()).is_empty(), "{odd}");
    }
    amira.get(&search("limit=3")).await.error(400);
    amira.get(&search("q=be&offset=-1")).await.error(400);
    app.stranger().get(&search("q=be")).await.error(401);
}

#[actix_web::test]
async fn the_directory_has_those_who_want_to_be_found() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    for who in [&ben, &cleo] {
        profile(who, json!({"discoverable": true})).await;
    }
    for who in [&cleo, &dan, &ben] {
        app.advance(std::time::Duration::from_secs(5));
        who.publish("hello").await;
    }
    let directory = "/api/v1/directory";
    let active = app.stranger().get(directory).await.ok().ids();
    assert_eq!(active, [ben.id.to_string(), cleo.id.to_string()]);
    let path = format!("{directory}?order=new&local=1&offset=1");
    assert_eq!(amira.get(&path).await.ok().ids(), [ben.id.to_string()]);

    for (path, of) in [
        ("/api/v1/suggestions", ""),
        ("/api/v2/suggestions", "account"),
    ] {
        let found = amira.get(path).await.ok();
        let found = found.as_array().unwrap();
        let ids: Vec<String> = found
            .iter()
            .map(|one| {
                if of.is_empty() {
                    one.id()
                } else {
                    one[of].id()
                }
            })
            .collect();
        assert_eq!(ids, [ben.id.to_string(), cleo.id.to_string()]);
    }
    follow(&amira, &ben).await;
    let dismiss = format!("/api/v1/suggestions/{}", cleo.id);
    assert_eq!(amira.delete(&dismiss).await.ok(), json!({}));
    assert!(amira.get("/api/v1/suggestions").await.ok().ids().is_empty());
    let theirs = dan.get("/api/v1/suggestions").await.ok().ids();
    assert_eq!(theirs.len(), 2, "what one dismisses is one's own");
    app.stranger().get("/api/v1/suggestions").await.error(401);
    app.stranger().delete(&dismiss).await.error(401);
}

#[actix_web::test]
async fn what_an_account_posted_can_be_narrowed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let root = amira.publish("One #Maths").await;
    let body = json!({"status": "Two #maths #art", "in_reply_to_id": root});
    let to_oneself = amira.post("/api/v1/statuses", body).await.ok().id();
    let theirs = ben.publish("Theirs #maths").await;
    let body = json!({"status": "To you", "in_reply_to_id": theirs});
    let answer = amira.post("/api/v1/statuses", body).await.ok().id();
    let boost = amira.act(&theirs, "reblog").await.ok().id();
    let with_file = amira.publish("A picture #art").await;
    let id = with_file.parse().unwrap();
    let file = db::attachments::AttachmentRow {
        id: app.ctx.new_id(),
        status_id: id,
        position: 0,
        kind: "image".to_owned(),
        media_type: None,
        url: "https://farm.example/a.png".to_owned(),
        preview_url: None,
        description: None,
        blurhash: None,
        focus_x: None,
        focus_y: None,
        width: None,
        small_width: None,
        small_height: None,
        duration_ms: None,
        height: None,
    };
    let write = app
        .ctx
        .db
        .write(move |conn| db::attachments::insert_many(conn, &[file]));
    write.await.unwrap();
    let list = |query: &str| format!("/api/v1/accounts/{}/statuses?{query}", amira.id);
    for (query, expected) in [
        (
            "exclude_replies=1",
            vec![&with_file, &boost, &to_oneself, &root],
        ),
        (
            "exclude_reblogs=1",
            vec![&with_file, &answer, &to_oneself, &root],
        ),
        ("only_media=1", vec![&with_file]),
        ("tagged=MATHS", vec![&to_oneself, &root]),
        ("tagged=%23art", vec![&with_file, &to_oneself]),
        ("tagged=art&only_media=true", vec![&with_file]),
        ("tagged=nothing", vec![]),
        ("tagged=maths&exclude_replies=1&limit=1", vec![&to_oneself]),
    ] {
        let found = ben.get(&list(query)).await.ok().ids();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    // Who is muted is not read in boosts either; what is deleted is not there any more.
    amira
        .delete(&format!("/api/v1/statuses/{with_file}"))
        .await
        .ok();
    assert!(ben.get(&list("only_media=1")).await.ok().ids().is_empty());
    assert_eq!(ben.get(&list("tagged=art")).await.ok().ids(), [to_oneself]);
    let cleo = app.teacher("cleo").await;
    let mute = format!("/api/v1/accounts/{}/mute", ben.id);
    cleo.post(&mute, json!({})).await.ok();
    assert!(!cleo.get(&list("")).await.ok().ids().contains(&boost));
}

#[actix_web::test]
async fn nobody_is_endorsed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let account = format!("/api/v1/accounts/{}", ben.id);
    for path in [
        "/api/v1/endorsements".to_owned(),
        format!("{account}/endorsements"),
        format!("{account}/identity_proofs"),
    ] {
        assert_eq!(amira.get(&path).await.ok(), json!([]), "{path}");
    }
    for what in ["pin", "unpin"] {
        let relation = amira.post(&format!("{account}/{what}"), json!({})).await;
        assert_eq!(relation.ok()["endorsed"], false);
        let nobody = format!("/api/v1/accounts/12345/{what}");
        amira.post(&nobody, json!({})).await.error(404);
    }
    let path = format!("{account}/email_subscriptions");
    amira.post(&path, json!({})).await.error(404);
}
