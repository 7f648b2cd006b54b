//! Streams, by WebSocket and by server-sent events.

use serde_json::{Value, json};
use staffroom_domain::{AccessTokenId, News};
use staffroom_service::announcements::NewAnnouncement;
use staffroom_service::staff::{self, By};
use staffroom_service::{DbError, tokens};

use crate::app::{Client, Json, TestApp};
use crate::socket::Served;

async fn follow(who: &Client<'_>, whom: &Client<'_>) {
    let path = format!("/api/v1/accounts/{}/follow", whom.id);
    who.post(&path, json!({})).await.ok();
}

#[actix_web::test]
async fn one_socket_hears_what_it_subscribed_to() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    follow(&amira, &ben).await;
    let mut socket = server.socket(amira.token.as_ref(), "").await;
    socket.subscribe("user").await;
    socket.subscribe("user:notification").await;
    let id = ben.publish("@amira hello").await;
    let (stream, event, status) = socket.heard().await;
    assert_eq!((&*stream, &*event), ("user", "notification"));
    assert_eq!(status["type"], "mention");
    assert_eq!(status["status"]["id"], *id);
    let (stream, event, told) = socket.heard().await;
    assert_eq!((&*stream, &*event), ("user:notification", "notification"));
    assert_eq!(told["account"]["acct"], "ben");
    let (stream, event, status) = socket.heard().await;
    assert_eq!((&*stream, &*event), ("user", "update"));
    assert_eq!(status["id"], *id);
    for flag in ["favourited", "reblogged", "muted", "bookmarked"] {
        assert_eq!(status[flag], false, "{flag}");
    }
    let path = format!("/api/v1/statuses/{id}");
    ben.put(&path, json!({"status": "changed"})).await.ok();
    let (stream, event, status) = socket.heard().await;
    assert_eq!((&*stream, &*event), ("user", "status.update"));
    assert!(status["content"].as_str().unwrap().contains("changed"));
    socket
        .ask(json!({"type": "unsubscribe", "stream": "user:notification"}))
        .await;
    ben.delete(&path).await.ok();
    let (stream, event, deleted) = socket.heard().await;
    assert_eq!((&*stream, &*event), ("user", "delete"));
    assert_eq!(deleted.to_string(), id);
    server.stop().await;
}

#[actix_web::test]
async fn a_socket_may_name_its_stream_and_show_its_token_in_three_ways() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let amira = app.teacher("amira").await;
    let token = amira.token.clone().unwrap();
    let bearer = format!("Bearer {token}");
    let query = format!("/?stream=user&access_token={token}");
    for (query, header) in [
        ("?stream=user", Some(("Sec-WebSocket-Protocol", &*token))),
        ("/?stream=user", Some(("Authorization", &*bearer))),
        (&*query, None),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        let (mut socket, head) = server.upgrade(query, &headers).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        let echoed = head
            .to_ascii_lowercase()
            .contains("sec-websocket-protocol: ");
        assert_eq!(echoed, query == "?stream=user");
        assert!(!echoed || head.contains(&token));
        let id = amira.publish("hello").await;
        assert_eq!(socket.heard().await.2["id"], *id);
    }
    server.stop().await;
}

#[actix_web::test]
async fn public_streams_and_hashtags_have_what_belongs_to_them() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let mut socket = server.socket(amira.token.as_ref(), "").await;
    for stream in ["public", "public:local", "public:remote", "public:media"] {
        socket.subscribe(stream).await;
    }
    for stream in ["hashtag", "hashtag:local"] {
        socket
            .ask(json!({"type": "subscribe", "stream": stream, "tag": "EdTech"}))
            .await;
    }
    let post = async |body: Value| ben.post("/api/v1/statuses", body).await.ok().id();
    post(json!({"status": "#edtech", "visibility": "unlisted"})).await;
    post(json!({"status": "#edtech", "visibility": "private"})).await;
    let first = post(json!({"status": "#edtech is here"})).await;
    amira.act(&first, "reblog").await.ok();
    let answer = json!({"status": "@amira #edtech", "in_reply_to_id": amira.publish("?").await});
    let answer = post(answer).await;
    let mut heard = Vec::new();
    for _ in 0..8 {
        let (stream, event, status) = socket.heard().await;
        assert_eq!(event, "update");
        heard.push((stream, status.id()));
    }
    let of = |id: &str| {
        let mut streams: Vec<&str> = heard
            .iter()
            .filter(|(_, other)| other == id)
            .map(|(stream, _)| &**stream)
            .collect();
        streams.sort_unstable();
        streams
    };
    let tags = ["hashtag,edtech", "hashtag:local,edtech"];
    assert_eq!(of(&first), [tags[0], tags[1], "public", "public:local"]);
    assert_eq!(of(&answer), tags);
    let path = format!("/api/v1/accounts/{}/block", ben.id);
    amira.post(&path, json!({})).await.ok();
    post(json!({"status": "#edtech again"})).await;
    let own = amira.publish("of mine").await;
    assert_eq!(socket.heard().await.2.id(), own);
    server.stop().await;
}

#[actix_web::test]
async fn boosts_and_polls_are_shown_as_whoever_listens_sees_them() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (cleo, dan) = (app.teacher("cleo").await, app.teacher("dan").await);
    for follower in [&amira, &cleo, &dan] {
        follow(follower, &ben).await;
    }
    let poll = json!({"status": "?", "poll": {"options": ["a", "b"], "expires_in": 300}});
    let status = cleo.post("/api/v1/statuses", poll).await.ok();
    let id = status.id();
    let votes = format!("/api/v1/polls/{}/votes", status["poll"].id());
    dan.post(&votes, json!({"choices": [0]})).await.ok();
    amira.act(&id, "favourite").await.ok();
    let mut amiras = server.socket(amira.token.as_ref(), "&stream=user").await;
    let mut cleos = server.socket(cleo.token.as_ref(), "&stream=user").await;
    let mut dans = server.socket(dan.token.as_ref(), "&stream=user").await;
    ben.act(&id, "reblog").await.ok();
    let (_, event, seen) = amiras.heard().await;
    assert_eq!(event, "update");
    assert_eq!(seen["reblog"]["favourited"], true);
    assert_eq!(seen["reblog"]["poll"]["voted"], false);
    // It is hers: she has it at home already.
    assert_eq!(cleos.heard().await.1, "notification");
    let (_, _, seen) = dans.heard().await;
    assert_eq!(seen["reblog"]["favourited"], false);
    assert_eq!(seen["reblog"]["reblogged"], false);
    assert_eq!(seen["reblog"]["poll"]["voted"], true);
    server.stop().await;
}

#[actix_web::test]
async fn what_is_private_is_not_told_to_others_not_even_that_it_is_gone() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let mut socket = server.socket(amira.token.as_ref(), "&stream=user").await;
    socket.subscribe("public").await;
    let secret = json!({"status": "#quiet", "visibility": "private"});
    let secret = ben.post("/api/v1/statuses", secret).await.ok().id();
    ben.delete(&format!("/api/v1/statuses/{secret}")).await.ok();
    let open = amira.publish("open").await;
    for stream in ["user", "public"] {
        let (heard, event, status) = socket.heard().await;
        assert_eq!((&*heard, &*event), (stream, "update"));
        assert_eq!(status.id(), open);
    }
    server.stop().await;
}

#[actix_web::test]
async fn wrong_tokens_and_streams_are_refused() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let amira = app.teacher_with("amira", "read:notifications").await;
    for (query, header) in [
        ("?stream=user", None),
        ("?stream=user&access_token=nonsense", None),
        ("?stream=user", Some(("Sec-WebSocket-Protocol", "nonsense"))),
        ("?stream=public", Some(("Authorization", "Basic eA=="))),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        let (_, head) = server.upgrade(query, &headers).await;
        assert!(head.starts_with("HTTP/1.1 401"), "{head}");
    }
    let mut socket = server.socket(amira.token.as_ref(), "&stream=user").await;
    let scope = "Access token does not have the required scopes";
    let refused = json!({"error": scope, "status": 401});
    assert_eq!(socket.message().await.unwrap(), refused);
    socket.subscribe("user:notification").await;
    socket
        .text(r#"{"type":"subscribe","stream":"public"}"#)
        .await;
    assert_eq!(socket.message().await.unwrap(), refused);
    for passed_over in ["nonsense", "[]", r#"{"type":"dance"}"#, r#"{"type":7}"#] {
        socket.text(passed_over).await;
    }
    socket.subscribe("user:notification").await;
    socket.binary().await;
    assert_eq!(socket.message().await, None);
    amira.get("/api/v1/streaming").await.error(400);
    amira.get("/api/v1/streaming/public").await.error(403);
    amira.get("/api/v1/streaming/hashtag").await.error(403);
    app.stranger()
        .get("/api/v1/streaming/user")
        .await
        .error(401);
    let ben = app.teacher("ben").await;
    ben.get("/api/v1/streaming/hashtag").await.error(400);
    ben.get("/api/v1/streaming/everything").await.error(404);
    let health = app.stranger().get("/api/v1/streaming/health").await;
    assert_eq!((health.status, &*health.text), (200, "OK"));
    server.stop().await;
}

/// Catalogue 56.
#[actix_web::test]
async fn a_revoked_token_ends_its_streams_and_no_others() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let amira = app.teacher("amira").await;
    let user = staffroom_testkit::db::users::of_account;
    let (id, of) = (amira.id, app.ctx.clone());
    let user = of.db.read(move |conn| user(conn, id)).await.unwrap();
    let user = user.expect("a login");
    let other = tokens::create(&app.ctx, user, "other", tokens::ALL_SCOPES);
    let other = other.await.unwrap().as_str().to_owned();
    let mut kept = server.socket(amira.token.as_ref(), "&stream=user").await;
    let mut ended = server.socket(Some(&other), "&stream=user").await;
    let (mut events, _) = server.sse(Some(&other), "user").await;
    assert_eq!(events.event().await.as_deref(), Some(":)\n"));
    let newest: AccessTokenId = tokens::list(&app.ctx, user).await.unwrap()[0].id;
    assert!(tokens::revoke(&app.ctx, user, newest).await.unwrap());
    assert_eq!(ended.message().await, None);
    assert_eq!(events.event().await, None);
    let posted = amira.publish("still here").await;
    assert_eq!(kept.heard().await.2.id(), posted);
    server.stop().await;
}

#[actix_web::test]
async fn server_sent_events_are_heard() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    follow(&amira, &ben).await;
    let mut streams = Vec::new();
    for path in [
        "user",
        "user/notification",
        "public",
        "public/local/",
        "hashtag?tag=edtech",
        "hashtag/local?tag=EdTech",
    ] {
        let (mut stream, head) = server.sse(amira.token.as_ref(), path).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("text/event-stream"), "{head}");
        assert_eq!(stream.event().await.as_deref(), Some(":)\n"));
        streams.push(stream);
    }
    let id = ben.publish("@amira #edtech").await;
    for (n, stream) in streams.iter_mut().enumerate() {
        let event = stream.event().await.unwrap();
        let (name, data) = event.split_once('\n').unwrap();
        let told: Value =
            serde_json::from_str(data.strip_prefix("data: ").unwrap().trim_end()).unwrap();
        if n < 2 {
            assert_eq!(name, "event: notification");
            assert_eq!(told["status"]["id"], *id);
        } else {
            assert_eq!(name, "event: update");
            assert_eq!(told["id"], *id);
        }
        assert!(event.ends_with("\n\n"));
    }
    server.stop().await;
}

#[actix_web::test]
async fn the_number_of_queries_does_not_grow_with_those_who_listen() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let ben = app.teacher("ben").await;
    let mut sockets = Vec::new();
    let mut counts = Vec::new();
    for n in 0..12 {
        let other = app.teacher(&format!("teacher{n}")).await;
        follow(&other, &ben).await;
        sockets.push(server.socket(other.token.as_ref(), "&stream=user").await);
        if n == 1 || n == 11 {
            let before = app.queries.get();
            let id = ben.publish("hello").await;
            for socket in &mut sockets {
                assert_eq!(socket.heard().await.2["id"], *id);
            }
            counts.push(app.queries.get() - before);
        }
    }
    assert_eq!(counts[0], counts[1]);
    server.stop().await;
}

#[actix_web::test]
async fn the_number_of_queries_does_not_grow_with_the_news() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let amira = app.teacher("amira").await;
    let (mut authors, mut users, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..6 {
        let other = app.teacher(&format!("teacher{n}")).await;
        follow(&amira, &other).await;
        let direct = json!({"status": "@amira hello", "visibility": "direct"});
        other.post("/api/v1/statuses", direct).await.ok();
        let (id, of) = (other.id, staffroom_testkit::db::users::of_account);
        let user = app.ctx.db.read(move |conn| of(conn, id)).await.unwrap();
        users.push(user.expect("a login"));
        authors.push(other.id);
        others.push(other);
    }
    let conversations = amira.get("/api/v1/conversations").await.ok().ids();
    // Nobody has listened before: what was done until now is told to nobody.
    let mut socket = server.socket(amira.token.as_ref(), "&stream=user").await;
    socket.subscribe("direct").await;
    let mut listening = Vec::new();
    for other in &others {
        listening.push(server.socket(other.token.as_ref(), "&stream=user").await);
    }
    let mut counts = Vec::new();
    for n in [1, 6] {
        let mut news = Vec::new();
        for of in 0..n {
            news.push(News::AccessChanged(users[of]));
            news.push(News::Deleted {
                status: 7.into(),
                author: authors[of],
                open: false,
                named: Vec::new(),
            });
            news.push(News::ConversationChanged {
                account: amira.id,
                conversation: conversations[of].parse().unwrap(),
            });
        }
        let before = app.queries.get();
        let told = app.ctx.transact(move |tx| {
            for one in news {
                tx.tell(one);
            }
            Ok::<_, DbError>(())
        });
        told.await.unwrap();
        for _ in 0..n {
            assert_eq!(socket.heard().await.1, "delete");
            assert_eq!(socket.heard().await.1, "conversation");
        }
        counts.push(app.queries.get() - before);
    }
    assert_eq!(counts[0], counts[1]);
    server.stop().await;
}

/// Catalogue 55.
#[actix_web::test]
async fn a_list_is_heard_by_whose_it_is_alone() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    for whom in [&ben, &cleo] {
        follow(&amira, whom).await;
    }
    let list = amira.post("/api/v1/lists", json!({"title": "Maths"}));
    let list = list.await.ok().id();
    let members = json!({"account_ids": [ben.id.to_string()]});
    let path = format!("/api/v1/lists/{list}/accounts");
    amira.post(&path, members).await.ok();
    let ask = |id: &Value| json!({"type": "subscribe", "stream": "list", "list": id});
    let (text, number) = (json!(list), json!(list.parse::<i64>().unwrap()));

    let mut socket = server.socket(amira.token.as_ref(), "").await;
    socket.ask(ask(&number)).await;
    let query = format!("&stream=list&list={list}");
    let mut second = server.socket(amira.token.as_ref(), &query).await;
    let path = format!("list?list={list}");
    let (mut events, _) = server.sse(amira.token.as_ref(), &path).await;
    assert_eq!(events.event().await.as_deref(), Some(":)\n"));

    let refused = json!({"error": "Not authorized to stream this list", "status": 401});
    let mut bens = server.socket(ben.token.as_ref(), &query).await;
    assert_eq!(bens.message().await.unwrap(), refused);
    for wrong in [&text, &number, &json!("7"), &json!("x")] {
        bens.text(&ask(wrong).to_string()).await;
        assert_eq!(bens.message().await.unwrap(), refused, "{wrong}");
    }
    bens.text(r#"{"type":"subscribe","stream":"list"}"#).await;
    let missing = json!({"error": "Missing list name parameter", "status": 400});
    assert_eq!(bens.message().await.unwrap(), missing);
    let path = format!("/api/v1/streaming/list?list={list}");
    ben.get(&path).await.error(404);
    ben.get("/api/v1/streaming/list").await.error(400);
    app.stranger().get(&path).await.error(401);
    let narrow = app.teacher_with("dan", "read:statuses").await;
    narrow.get(&path).await.error(403);

    cleo.publish("she is in no list").await;
    let private = json!({"status": "hello", "visibility": "private"});
    let id = ben.post("/api/v1/statuses", private).await.ok().id();
    let path = format!("/api/v1/statuses/{id}");
    ben.put(&path, json!({"status": "changed"})).await.ok();
    ben.delete(&path).await.ok();
    let open = ben.publish("open").await;
    let shown = format!("/api/v1/statuses/{open}");
    ben.delete(&shown).await.ok();
    let expected = [
        ("update", &id),
        ("status.update", &id),
        ("delete", &id),
        ("update", &open),
        ("delete", &open),
    ];
    for heard in [&mut socket, &mut second] {
        for (event, id) in expected {
            let (stream, heard, told) = heard.heard().await;
            assert_eq!((&*stream, &*heard), (&*format!("list,{list}"), event));
            let told = if event == "delete" {
                told.to_string()
            } else {
                told.id()
            };
            assert_eq!(told, *id);
        }
    }
    let event = events.event().await.unwrap();
    assert!(event.starts_with("event: update\n"), "{event}");
    server.stop().await;
}

#[actix_web::test]
async fn a_conversation_is_told_to_those_who_are_in_it() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    let mut amiras = server.socket(amira.token.as_ref(), "&stream=direct").await;
    let mut cleos = server.socket(cleo.token.as_ref(), "&stream=direct").await;
    let direct = |text: &str| json!({"status": text, "visibility": "direct"});
    let id = ben
        .post("/api/v1/statuses", direct("@amira hello"))
        .await
        .ok()
        .id();
    let (stream, event, told) = amiras.heard().await;
    assert_eq!((&*stream, &*event), ("direct", "conversation"));
    assert_eq!(told["last_status"].id(), id);
    assert_eq!(told["unread"], true);
    assert_eq!(told["accounts"].ids(), [ben.id.to_string()]);
    ben.post("/api/v1/statuses", direct("@cleo you too"))
        .await
        .ok();
    assert_eq!(cleos.heard().await.2["unread"], true, "and nothing before");
    server.stop().await;
}

#[actix_web::test]
async fn filters_of_whoever_listens_are_told_and_applied() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let cleo = app.teacher("cleo").await;
    follow(&amira, &ben).await;
    follow(&cleo, &ben).await;
    let mut amiras = server.socket(amira.token.as_ref(), "&stream=user").await;
    let mut cleos = server.socket(cleo.token.as_ref(), "&stream=user").await;
    let filter = json!({
        "title": "Marking", "context": ["home"],
        "keywords_attributes": [{"keyword": "marking"}],
    });
    amira.post("/api/v2/filters", filter).await.ok();
    let (stream, event, payload) = amiras.heard().await;
    assert_eq!((&*stream, &*event), ("user", "filters_changed"));
    assert_eq!(payload, Value::Null);
    ben.publish("so much marking").await;
    let (_, _, seen) = amiras.heard().await;
    assert_eq!(seen["filtered"][0]["filter"]["title"], "Marking");
    assert_eq!(cleos.heard().await.2["filtered"], json!([]));
    server.stop().await;
}

#[actix_web::test]
async fn everybody_hears_what_everybody_here_is_told() {
    let app = TestApp::new();
    let server = Served::new(&app);
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let mut amiras = server.socket(amira.token.as_ref(), "&stream=user").await;
    let mut bens = server.socket(ben.token.as_ref(), "&stream=user").await;
    let (ctx, by) = (&app.ctx, By::CommandLine);
    let new = |text: &str| NewAnnouncement {
        text: text.to_owned(),
        ..NewAnnouncement::default()
    };
    let row = staff::announce(ctx, by, new("Tea at four.")).await.unwrap();
    for socket in [&mut amiras, &mut bens] {
        let (stream, event, told) = socket.heard().await;
        assert_eq!((&*stream, &*event), ("user", "announcement"));
        assert_eq!(told["id"], row.id.to_string());
        assert_eq!(told["content"], "<p>Tea at four.</p>");
        assert_eq!(told.get("read"), None, "it is the same for everybody");
    }
    for (text, is_new) in [("Tea at five.", true), (" Tea at five. ", false)] {
        let changed = staff::change_announcement(ctx, by, row.id, new(text)).await;
        assert_eq!(changed.unwrap(), is_new);
    }
    let (_, event, told) = amiras.heard().await;
    assert_eq!(event, "announcement");
    assert_eq!(told["content"], "<p>Tea at five.</p>");
    // How often something is answered, and no more.
    let tea = format!("/api/v1/announcements/{}/reactions/%F0%9F%8D%B5", row.id);
    for count in [1, 0] {
        if count == 1 {
            ben.put(&tea, json!({})).await.ok();
        } else {
            ben.delete(&tea).await.ok();
        }
        let (stream, event, told) = amiras.heard().await;
        assert_eq!((&*stream, &*event), ("user", "announcement.reaction"));
        assert_eq!(
            told,
            json!({ "name": "🍵", "count": count, "announcement_id": row.id.to_string() })
        );
    }
    // What ends now is told no more; no more is what is taken away.
    let over = NewAnnouncement {
        ends_at: Some(ctx.now()),
        ..new("Tea at five.")
    };
    let changed = staff::change_announcement(ctx, by, row.id, over).await;
    assert!(changed.unwrap());
    for is_there in [true, false] {
        let removed = staff::remove_announcement(ctx, by, row.id).await;
        assert_eq!(removed.unwrap(), is_there);
    }
    for _ in 0..2 {
        let (_, event, gone) = amiras.heard().await;
        assert_eq!(event, "announcement.delete");
        assert_eq!(gone.to_string(), row.id.to_string());
    }
    let id = amira.publish("hello").await;
    assert_eq!(amiras.heard().await.2["id"], *id, "nothing between");
    server.stop().await;
}
