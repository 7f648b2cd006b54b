//! Finding people and posts.

use std::sync::Arc;

use actix_web::test::TestRequest;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use staffroom_domain::job::ScheduledTask;
use staffroom_domain::{AccountId, StatusId};
use staffroom_service::jobs::run_scheduled;
use staffroom_service::ports::{Directory, DirectoryError, Doors, Found};

use crate::app::{Client, Json, TestApp};

/// Another server, where everybody is the same person.
struct Elsewhere(AccountId, StatusId);

impl Directory for Elsewhere {
    fn find_account<'a>(
        &'a self,
        _username: &'a str,
        domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async move {
            match domain {
                "there.example" => Ok(Some(self.0)),
                "bad.example" => Err(DirectoryError::Refused(domain.to_owned())),
                _ => Ok(None),
            }
        })
    }

    fn find_at<'a>(
        &'a self,
        _address: &'a str,
    ) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async move { Ok(Some(Found::Status(self.1))) })
    }

    fn find_doors<'a>(
        &'a self,
        _username: &'a str,
        _domain: &'a str,
    ) -> BoxFuture<'a, Result<Option<Doors>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }

    fn read_again<'a>(
        &'a self,
        _actor: &'a str,
    ) -> BoxFuture<'a, Result<Option<AccountId>, DirectoryError>> {
        Box::pin(async { Ok(None) })
    }
}

async fn search(client: &Client<'_>, text: &str, rest: &str) -> Value {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", text);
    let path = format!("/api/v2/search?{}{rest}", query.finish());
    client.get(&path).await.ok()
}

#[actix_web::test]
async fn what_is_here_is_found_by_handle_and_address() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("hello").await;
    let status = amira.get(&format!("/api/v1/statuses/{id}")).await.ok();
    for handle in [
        "amira",
        "@amira",
        "@Amira@school.example",
        "https://school.example/@amira",
    ] {
        let found = search(&app.stranger(), handle, "").await;
        assert_eq!(found["accounts"].ids(), [amira.id.to_string()], "{handle}");
    }
    for address in [&status["uri"], &status["url"]] {
        let found = search(&amira, address.as_str().unwrap(), "&resolve=1").await;
        assert_eq!(found["statuses"].ids(), std::slice::from_ref(&id));
        let found = search(&amira, address.as_str().unwrap(), "&type=accounts").await;
        assert!(found["statuses"].ids().is_empty());
    }
    for nothing in [
        "nobody",
        "from:me",
        "two words",
        "#tag",
        "https://school.example/about",
    ] {
        let found = search(&amira, nothing, "&resolve=true").await;
        assert!(found["accounts"].ids().is_empty() && found["statuses"].ids().is_empty());
        assert!(found["hashtags"].ids().is_empty());
    }
}

#[actix_web::test]
async fn other_servers_are_asked_only_when_that_is_wanted() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id: StatusId = ben.publish("hello").await.parse().unwrap();
    let elsewhere: Arc<dyn Directory> = Arc::new(Elsewhere(ben.id, id));
    assert!(app.ctx.directory.set(elsewhere).is_ok());
    let handle = "@somebody@there.example";
    assert!(
        search(&amira, handle, "").await["accounts"]
            .ids()
            .is_empty()
    );
    let found = search(&amira, handle, "&resolve=true").await;
    assert_eq!(found["accounts"].ids(), [ben.id.to_string()]);
    let found = search(&amira, "https://there.example/1", "&resolve=true").await;
    assert_eq!(found["statuses"].ids(), [id.to_string()]);
    let found = search(&amira, "@x@bad.example", "&resolve=true").await;
    assert!(found["accounts"].ids().is_empty());
}

/// Makes findable what was posted.
async fn index(app: &TestApp) {
    run_scheduled(&app.ctx, ScheduledTask::IndexPosts)
        .await
        .unwrap();
}

/// The ids of the posts that somebody finds.
async fn found(client: &Client<'_>, text: &str, rest: &str) -> Vec<String> {
    let found = search(client, text, &format!("&type=statuses{rest}")).await;
    found["statuses"].ids()
}

async fn let_be_found(client: &Client<'_>, indexable: bool) {
    let request = TestRequest::patch()
        .uri("/api/v1/accounts/update_credentials")
        .set_json(json!({"indexable": indexable}));
    client.send(request).await.ok();
}

/// Checklist 55. Who has nothing to do with a post finds it only while its author lets it be found.
#[actix_web::test]
async fn posts_are_found_by_those_who_may() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let open = amira.publish("Exit tickets in Maths").await;
    let private = json!({"status": "exit tickets, quietly", "visibility": "private"});
    let private = amira.post("/api/v1/statuses", private).await.ok().id();
    let named = json!({"status": "@cleo exit tickets?", "visibility": "direct"});
    let named = amira.post("/api/v1/statuses", named).await.ok().id();
    index(&app).await;
    let own = [named.clone(), private, open.clone()];
    assert_eq!(found(&amira, "exit tickets", "").await, own);
    assert!(found(&ben, "exit tickets", "").await.is_empty());
    assert_eq!(found(&cleo, "exit tickets", "").await, [named]);
    assert!(found(&app.stranger(), "exit tickets", "").await.is_empty());
    ben.act(&open, "favourite").await.ok();
    assert_eq!(
        found(&ben, "exit tickets", "").await,
        std::slice::from_ref(&open)
    );
    ben.act(&open, "unfavourite").await.ok();
    assert!(found(&ben, "exit tickets", "").await.is_empty());
    ben.act(&open, "bookmark").await.ok();
    assert_eq!(
        found(&ben, "exit in:library", "").await,
        std::slice::from_ref(&open)
    );
    ben.act(&open, "unbookmark").await.ok();
    assert!(found(&ben, "exit tickets", "").await.is_empty());
    let_be_found(&amira, true).await;
    assert_eq!(
        found(&ben, "EXIT tick", "").await,
        std::slice::from_ref(&open)
    );
    assert_eq!(
        found(&ben, "\"exit tickets\" maths", "").await,
        std::slice::from_ref(&open)
    );
    for nothing in [
        "\"tickets exit\"",
        "tickets -maths",
        "exit in:library",
        "ex",
    ] {
        assert!(found(&ben, nothing, "").await.is_empty(), "{nothing}");
    }
    let_be_found(&amira, false).await;
    assert!(found(&ben, "exit tickets", "").await.is_empty());
    let_be_found(&amira, true).await;
    ben.post(&format!("/api/v1/accounts/{}/block", amira.id), json!({}))
        .await
        .ok();
    assert!(found(&ben, "exit tickets", "").await.is_empty());
}

#[actix_web::test]
async fn what_is_changed_or_deleted_is_not_found_by_what_it_said() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("before").await;
    index(&app).await;
    assert_eq!(found(&amira, "before", "").await, std::slice::from_ref(&id));
    let path = format!("/api/v1/statuses/{id}");
    amira.put(&path, json!({"status": "after"})).await.ok();
    index(&app).await;
    assert!(found(&amira, "before", "").await.is_empty());
    assert_eq!(found(&amira, "after", "").await, std::slice::from_ref(&id));
    amira.delete(&path).await.ok();
    assert!(found(&amira, "after", "").await.is_empty());
    index(&app).await;
    assert!(found(&amira, "after", "").await.is_empty());
}

#[actix_web::test]
async fn operators_narrow_a_search() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let_be_found(&amira, true).await;
    let_be_found(&ben, true).await;
    let plain = amira.publish("tea").await;
    let poll = json!({
        "status": "tea?", "language": "cy", "in_reply_to_id": plain, "sensitive": true,
        "poll": {"options": ["green", "black"], "expires_in": 3600},
    });
    let poll = ben.post("/api/v1/statuses", poll).await.ok().id();
    let link = ben.publish("tea https://tea.example/").await;
    index(&app).await;
    for (text, ids) in [
        ("tea", vec![&link, &poll, &plain]),
        ("from:me", vec![&plain]),
        ("tea from:@ben", vec![&link, &poll]),
        ("tea -from:ben", vec![&plain]),
        ("tea from:ben@school.example -has:poll", vec![&link]),
        ("tea from:nobody", vec![]),
        ("has:poll", vec![&poll]),
        ("green tea", vec![&poll]),
        ("has:link", vec![&link]),
        ("has:media", vec![]),
        ("tea is:reply", vec![&poll]),
        ("tea -is:sensitive", vec![&link, &plain]),
        ("tea language:cy", vec![&poll]),
        ("tea in:library", vec![&plain]),
        ("tea during:2026-09-01", vec![&link, &poll, &plain]),
        ("tea -during:2026-09-01", vec![]),
        ("tea before:2026-09-01", vec![]),
        ("tea after:2026-08-31", vec![&link, &poll, &plain]),
        ("tea after:2026-09", vec![]),
    ] {
        assert_eq!(
            found(&amira, text, "").await,
            ids.into_iter().cloned().collect::<Vec<_>>(),
            "{text}"
        );
    }
    let of_ben = format!("&account_id={}", ben.id);
    assert_eq!(
        found(&amira, "tea", &of_ben).await,
        [link.clone(), poll.clone()]
    );
    assert_eq!(
        found(&amira, "tea", "&limit=1&offset=1").await,
        std::slice::from_ref(&poll)
    );
    let older = format!("&max_id={poll}");
    assert_eq!(
        found(&amira, "tea", &older).await,
        std::slice::from_ref(&plain)
    );
    let newer = format!("&min_id={poll}");
    assert_eq!(found(&amira, "tea", &newer).await, [link]);
    assert!(found(&amira, "tea", "&offset=1000").await.is_empty());
}

/// Catalogue 61. Operators of the database's own language are words like any others.
#[actix_web::test]
async fn nothing_is_smuggled_into_the_index() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    amira.publish("secret plan").await;
    let own = ben.publish("plan").await;
    index(&app).await;
    for text in [
        "plan\" OR \"secret",
        "plan OR secret",
        "words:secret",
        "secret*",
        "NEAR(secret plan)",
        "^secret",
        "{words} : secret",
        "\"",
        "' | 'secret':*",
        "plan & !x",
        "'; DROP TABLE status; --",
        "%",
        "\\",
        "\u{0}secret\u{0}",
        "-plan",
    ] {
        let there = found(&ben, text, "").await;
        assert!(there.is_empty(), "{text}: {there:?}");
    }
    assert_eq!(found(&ben, "plan", "").await, [own]);
}

#[actix_web::test]
async fn hashtags_are_found_by_their_beginning() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    for text in ["#Maths", "#MathsChat", "#matter", "#mathschat", "#math_"] {
        amira.publish(text).await;
    }
    let names = async |text: &str, rest: &str| -> Vec<String> {
        let found = search(&app.stranger(), text, rest).await;
        let tags = found["hashtags"].as_array().unwrap();
        let names = tags.iter().map(|tag| tag["name"].as_str().unwrap());
        names.map(str::to_owned).collect()
    };
    assert_eq!(names("maths", "").await, ["Maths", "MathsChat"]);
    assert_eq!(names("#MATHSC", "").await, ["MathsChat"]);
    assert_eq!(
        names("mat", "&type=hashtags").await,
        ["math_", "MathsChat", "matter", "Maths"]
    );
    assert_eq!(names("mat", "&limit=1").await, ["math_"]);
    for nothing in ["@maths", "%", "_", "two maths"] {
        assert!(names(nothing, "").await.is_empty(), "{nothing}");
    }
    let found = search(&app.stranger(), "matter", "").await;
    insta::assert_json_snapshot!("hashtag", found);
    let old = app.stranger().get("/api/v1/search?q=matter").await.ok();
    assert_eq!(old["hashtags"], json!(["matter"]));
}

#[actix_web::test]
async fn a_search_has_its_bounds() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let narrow = app.teacher_with("ben", "read:statuses").await;
    narrow.get("/api/v2/search?q=a").await.error(403);
    amira.get("/api/v2/search?q=%20").await.error(400);
    amira.get("/api/v2/search?q=a&limit=-1").await.error(400);
    amira.get("/api/v2/search?q=a&offset=-1").await.error(400);
    for query in ["resolve=true", "offset=5"] {
        let path = format!("/api/v2/search?q=a&{query}");
        app.stranger().get(&path).await.error(401);
        amira.get(&path).await.ok();
    }
}

/// Checklist 50.
#[actix_web::test]
async fn hashtags_of_what_few_may_see_are_told_to_nobody() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    for visibility in ["private", "direct"] {
        let body = json!({"status": "#redundancies", "visibility": visibility});
        amira.post("/api/v1/statuses", body).await.ok();
    }
    let found = search(&ben, "redun", "&type=hashtags").await;
    assert_eq!(found["hashtags"], json!([]));
    amira.publish("#redundancies").await;
    let found = search(&ben, "redun", "&type=hashtags").await;
    assert_eq!(found["hashtags"][0]["name"], "redundancies");
}
