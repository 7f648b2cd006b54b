//! Conversations: direct posts, by who is in them.

use serde_json::{Value, json};

use crate::app::db::conversations::{self, ConversationRow};
use crate::app::{Client, Json, TestApp};

async fn direct(by: &Client<'_>, text: &str, to: Option<&str>) -> String {
    let mut body = json!({"status": text, "visibility": "direct"});
    if let Some(to) = to {
        body["in_reply_to_id"] = json!(to);
    }
    by.post("/api/v1/statuses", body).await.ok().id()
}

async fn all(of: &Client<'_>) -> Vec<Value> {
    let list = of.get("/api/v1/conversations/").await.ok();
    list.as_array().unwrap().clone()
}

#[actix_web::test]
async fn direct_posts_are_gathered_by_thread_and_people() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let first = direct(&amira, "@ben hello", None).await;
    let there = all(&ben).await;
    assert_eq!(there.len(), 1);
    insta::assert_json_snapshot!("conversation", there[0]);
    assert_eq!(all(&amira).await[0]["unread"], false);
    assert_eq!(all(&amira).await[0]["accounts"].ids(), [ben.id.to_string()]);
    let second = direct(&ben, "@amira hi", Some(&first)).await;
    let other = direct(&amira, "@ben another matter", None).await;
    let both = direct(&amira, "@ben @cleo and you", Some(&second)).await;
    let of_ben = all(&ben).await;
    let last: Vec<String> = of_ben.iter().map(|one| one["last_status"].id()).collect();
    assert_eq!(last, [&*both, &*other, &*second]);
    assert_eq!(of_ben[0]["accounts"].ids().len(), 2);
    assert_eq!(all(&cleo).await.len(), 1);
    let newest = ben.get("/api/v1/timelines/direct").await.ok();
    assert_eq!(newest.ids(), last);
    let page = ben.get("/api/v1/conversations?limit=1").await;
    assert!(page.header("link").contains(&format!("max_id={both}")));
    let older = format!("/api/v1/conversations?max_id={other}");
    assert_eq!(ben.get(&older).await.ok().ids(), [of_ben[2].id()]);
    amira.publish("@ben in the open").await;
    assert_eq!(all(&ben).await.len(), 3);
}

#[actix_web::test]
async fn conversations_are_read_and_removed() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = direct(&amira, "@ben hello", None).await;
    let second = direct(&amira, "@ben are you there?", Some(&first)).await;
    let id = all(&ben).await[0].id();
    let path = format!("/api/v1/conversations/{id}");
    for (what, unread) in [("read", false), ("unread", true)] {
        let answer = ben.post(&format!("{path}/{what}"), json!({})).await.ok();
        assert_eq!(answer["unread"], unread);
        assert_eq!(all(&ben).await[0]["unread"], unread);
    }
    amira
        .delete(&format!("/api/v1/statuses/{second}"))
        .await
        .ok();
    assert_eq!(all(&ben).await[0]["last_status"].id(), first);
    assert_eq!(ben.delete(&path).await.ok(), json!({}));
    assert!(all(&ben).await.is_empty());
    assert_eq!(all(&amira).await.len(), 1);
    let third = direct(&amira, "@ben once more", Some(&first)).await;
    assert_eq!(all(&ben).await[0]["last_status"].id(), third);
    for id in [&third, &first] {
        amira.delete(&format!("/api/v1/statuses/{id}")).await.ok();
    }
    assert!(all(&ben).await.is_empty() && all(&amira).await.is_empty());
}

/// Catalogue 55. A conversation is for those who are in it.
#[actix_web::test]
async fn a_conversation_of_others_is_not_there() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    direct(&amira, "@ben hello", None).await;
    let id = all(&ben).await[0].id();
    let narrow = app.teacher_with("dan", "read:lists write:lists").await;
    assert!(all(&cleo).await.is_empty());
    narrow.get("/api/v1/conversations").await.error(403);
    for (what, is_delete) in [("/read", false), ("/unread", false), ("", true)] {
        let path = format!("/api/v1/conversations/{id}{what}");
        for (who, status) in [
            (&cleo, 404),
            (&amira, 404),
            (&narrow, 403),
            (&app.stranger(), 401),
        ] {
            let answer = if is_delete {
                who.delete(&path).await
            } else {
                who.post(&path, json!({})).await
            };
            assert_eq!(answer.status, status, "{path}");
        }
    }
    assert_eq!(all(&ben).await.len(), 1);
}

#[actix_web::test]
async fn nobody_is_drawn_into_a_conversation_by_whom_they_block() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    for (who, what) in [(&ben, "mute"), (&cleo, "block")] {
        let path = format!("/api/v1/accounts/{}/{what}", amira.id);
        who.post(&path, json!({})).await.ok();
    }
    direct(&amira, "@ben @cleo hello", None).await;
    assert!(all(&ben).await.is_empty(), "muted");
    assert!(all(&cleo).await.is_empty(), "blocked");
    assert_eq!(all(&amira).await.len(), 1);
    direct(&ben, "@cleo hello", None).await;
    assert_eq!(all(&cleo).await.len(), 1, "others reach her");
}

#[actix_web::test]
async fn the_number_of_queries_does_not_grow_with_the_page() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    for n in 0..30 {
        direct(&amira, &format!("@ben {n}"), None).await;
    }
    let mut counts = Vec::new();
    for limit in [2, 30] {
        let before = app.queries.get();
        let path = format!("/api/v1/conversations?limit={limit}");
        assert_eq!(ben.get(&path).await.ok().ids().len(), limit);
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

#[actix_web::test]
async fn where_there_are_no_direct_messages_there_are_no_conversations() {
    let app = TestApp::with("[posting]\ndirect_messages = false\n");
    let amira = app.teacher("amira").await;
    // From before it was decided so.
    let last = amira.publish("hello").await.parse().unwrap();
    let row = ConversationRow {
        id: app.ctx.new_id(),
        account_id: amira.id,
        thread_id: last,
        participants: String::new(),
        last_status_id: last,
        unread: false,
    };
    let add = app.ctx.db.write(move |conn| conversations::put(conn, row));
    add.await.unwrap();
    assert!(all(&amira).await.is_empty());
}
