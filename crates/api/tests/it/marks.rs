//! Bookmarks, likes and boosts as lists; threads that are muted.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::app::{Client, Json, TestApp};

/// Follows the links of a list to its end; gives what is on each page.
async fn walk(by: &Client<'_>, path: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let answer = by.get(&path).await;
        pages.push(answer.ok().ids());
        let link = answer.header("link").to_owned();
        next = link.split(", ").find_map(|link| {
            let address = link.strip_suffix("; rel=\"next\"")?;
            let address = address.strip_prefix("<https://school.example")?;
            Some(address.strip_suffix('>')?.to_owned())
        });
    }
    pages
}

#[actix_web::test]
async fn what_is_kept_and_liked_is_listed_by_when_that_was() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (one, two, three) = (
        ben.publish("1").await,
        ben.publish("2").await,
        ben.publish("3").await,
    );
    for (what, list) in [("bookmark", "bookmarks"), ("favourite", "favourites")] {
        for id in [&two, &one, &three] {
            amira.act(id, what).await.ok();
            amira.act(id, what).await.ok();
        }
        let pages = walk(&amira, &format!("/api/v1/{list}?limit=2")).await;
        assert_eq!(
            pages,
            [vec![three.clone(), one.clone()], vec![two.clone()]],
            "{list}"
        );
        assert!(
            ben.get(&format!("/api/v1/{list}"))
                .await
                .ok()
                .ids()
                .is_empty()
        );
        amira.act(&one, &format!("un{what}")).await.ok();
        let left = amira.get(&format!("/api/v1/{list}")).await.ok();
        assert_eq!(left.ids(), [three.clone(), two.clone()]);
        let narrow = app.teacher_with(&format!("n{what}"), "write").await;
        narrow.get(&format!("/api/v1/{list}")).await.error(403);
        app.stranger()
            .get(&format!("/api/v1/{list}"))
            .await
            .error(401);
    }
    let seen = amira.get(&format!("/api/v1/statuses/{two}")).await.ok();
    assert_eq!(seen["bookmarked"], true);
    // What was deleted is in no list.
    ben.delete(&format!("/api/v1/statuses/{two}")).await.ok();
    for list in ["bookmarks", "favourites"] {
        let left = amira.get(&format!("/api/v1/{list}")).await.ok();
        assert_eq!(left.ids(), std::slice::from_ref(&three));
    }
}

#[actix_web::test]
async fn a_bookmark_is_nobody_elses_business() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    let kept = ben.act(&id, "bookmark").await.ok();
    assert_eq!(kept["bookmarked"], true);
    let path = format!("/api/v1/statuses/{id}");
    assert_eq!(amira.get(&path).await.ok()["bookmarked"], false);
    assert!(
        app.stranger()
            .get(&path)
            .await
            .ok()
            .get("bookmarked")
            .is_none()
    );
    assert!(
        amira
            .get("/api/v1/notifications")
            .await
            .ok()
            .ids()
            .is_empty()
    );
    // Keeping a boost keeps what it boosts.
    let boost = amira.act(&id, "reblog").await.ok().id();
    assert_eq!(
        ben.act(&boost, "unbookmark").await.ok()["bookmarked"],
        false
    );
    let narrow = app.teacher_with("cleo", "read").await;
    narrow.act(&id, "bookmark").await.error(403);
    ben.act("1", "bookmark").await.error(404);
}

#[actix_web::test]
async fn who_likes_and_boosts_is_listed_a_page_at_a_time() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let id = amira.publish("hello").await;
    let mut people = Vec::new();
    for name in ["ben", "cleo", "dee"] {
        let person = app.teacher(name).await;
        person.act(&id, "favourite").await.ok();
        person.act(&id, "reblog").await.ok();
        people.insert(0, person.id.to_string());
    }
    let hidden = app.teacher("eve").await;
    let path = format!("/api/v1/statuses/{id}/reblog");
    let body = json!({"visibility": "private"});
    hidden.post(&path, body).await.ok();
    for list in ["favourited_by", "reblogged_by"] {
        let path = format!("/api/v1/statuses/{id}/{list}");
        let pages = walk(&amira, &format!("{path}?limit=2")).await;
        assert_eq!(pages.concat(), people, "{list}");
        assert_eq!(pages[0].len(), 2);
        assert_eq!(app.stranger().get(&path).await.ok().ids(), people);
        // What is asked of a boost is told of what it boosts.
        let boost = amira.act(&id, "reblog").await.ok().id();
        let of_boost = format!("/api/v1/statuses/{boost}/favourited_by");
        assert_eq!(amira.get(&of_boost).await.ok().ids(), people);
        amira.act(&id, "unreblog").await.ok();
        app.stranger().get(&path.replace(&id, "1")).await.error(404);
    }
    app.suspend(people[0].parse().unwrap()).await;
    let path = format!("/api/v1/statuses/{id}/favourited_by");
    assert_eq!(amira.get(&path).await.ok().ids(), people[1..]);
}

#[actix_web::test]
async fn nothing_is_told_of_a_muted_thread() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = amira.publish("hello").await;
    let answer = |text: &'static str, to: String| {
        let ben = &ben;
        async move {
            let body = json!({"status": text, "in_reply_to_id": to});
            ben.post("/api/v1/statuses", body).await.ok().id()
        }
    };
    let second = answer("@amira hi", first.clone()).await;
    assert_eq!(amira.get("/api/v1/notifications").await.ok().ids().len(), 1);
    // By any status of it.
    assert_eq!(amira.act(&second, "mute").await.ok()["muted"], true);
    let seen = amira.get(&format!("/api/v1/statuses/{first}")).await.ok();
    assert_eq!(seen["muted"], true);
    let of_ben = ben.get(&format!("/api/v1/statuses/{first}")).await.ok();
    assert_eq!(of_ben["muted"], false);
    answer("@amira and?", second.clone()).await;
    ben.act(&first, "favourite").await.ok();
    ben.act(&first, "reblog").await.ok();
    assert_eq!(amira.get("/api/v1/notifications").await.ok().ids().len(), 1);
    assert_eq!(amira.act(&first, "unmute").await.ok()["muted"], false);
    answer("@amira again", second).await;
    assert_eq!(amira.get("/api/v1/notifications").await.ok().ids().len(), 2);
    let narrow = app.teacher_with("cleo", "read write:statuses").await;
    narrow.act(&first, "mute").await.error(403);
    amira.act("7", "mute").await.error(404);
}

#[actix_web::test]
async fn several_statuses_come_in_the_order_in_which_they_were_asked_for() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (one, two) = (amira.publish("1").await, amira.publish("2").await);
    let body = json!({"status": "mine", "visibility": "private"});
    let private = amira.post("/api/v1/statuses", body).await.ok().id();
    let path = format!("/api/v1/statuses?id[]={two}&id[]={private}&id[]=x&id[]={one}&id[]={two}");
    assert_eq!(ben.get(&path).await.ok().ids(), [two.clone(), one.clone()]);
    assert_eq!(app.stranger().get(&path).await.ok().ids().len(), 2);
    assert_eq!(amira.get(&path).await.ok().ids().len(), 3);
    assert_eq!(
        ben.get(&format!("/api/v1/statuses?id={one}"))
            .await
            .ok()
            .ids(),
        [one]
    );
    assert!(ben.get("/api/v1/statuses").await.ok().ids().is_empty());
    let many = ["id[]=1"; 21].join("&");
    ben.get(&format!("/api/v1/statuses?{many}"))
        .await
        .error(422);
    let narrow = app.teacher_with("cleo", "write").await;
    narrow.get(&path).await.error(403);
}

#[actix_web::test]
async fn what_there_is_not_yet_is_said_so() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = amira.publish("hello").await;
    assert_eq!(
        ben.act(&id, "translate").await.error(404),
        "Record not found"
    );
    let path = format!("/api/v1/statuses/{id}");
    assert_eq!(ben.get(&format!("{path}/quotes")).await.ok(), json!([]));
    ben.act(&id, "quotes/1/revoke").await.error(404);
    let policy = json!({"quote_approval_policy": "nobody"});
    let kept = amira
        .put(&format!("{path}/interaction_policy"), policy)
        .await
        .ok();
    assert_eq!(kept.id(), id);
    let request = TestRequest::put().uri(&format!("{path}/interaction_policy"));
    ben.send(request).await.error(404);
    let body = json!({"status": "x", "quote_approval_policy": "public"});
    amira.post("/api/v1/statuses", body).await.ok();
}

#[actix_web::test]
async fn the_lists_take_a_fixed_number_of_queries() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    for n in 0..9 {
        let id = ben.publish(&format!("@amira #tag{n}")).await;
        amira.act(&id, "bookmark").await.ok();
        amira.act(&id, "favourite").await.ok();
        amira.act(&id, "reblog").await.ok();
    }
    for path in ["/api/v1/bookmarks", "/api/v1/favourites"] {
        let mut counts = Vec::new();
        for limit in [2, 8] {
            let before = app.queries.get();
            let page: Value = amira.get(&format!("{path}?limit={limit}")).await.ok();
            assert_eq!(page.ids().len(), limit);
            counts.push(app.queries.get() - before);
        }
        assert_eq!(counts[0], counts[1], "{path}");
    }
}
