//! Who gets what, and how.

use staffroom_db::domain_policies::{self, DomainPolicyRow};
use staffroom_domain::{EmojiId, StatusId, Timestamp, Visibility};
use staffroom_service::statuses::{NewStatus, boost, delete};

use super::instance::{AS2, Instance};

fn text(text: &str, visibility: Visibility) -> NewStatus {
    NewStatus {
        text: text.to_owned(),
        visibility: Some(visibility),
        ..NewStatus::default()
    }
}

fn path(id: StatusId) -> String {
    format!("/ap/objects/{id}")
}

/// Checklist 53, 58.
#[actix_web::test]
async fn actors_are_served_under_their_ids() {
    let instance = Instance::new();
    let (amira, bo) = (
        instance.teacher("amira").await,
        instance.stranger("bo").await,
    );
    let id = instance.fed.addresses().actor(amira.id);
    let answer = instance.fetch(&format!("/ap/actors/{}", amira.id)).await;
    assert_eq!(answer.document()["id"], id);
    let own = instance.fetch("/ap/actors/instance").await.document();
    assert_eq!(own["type"], "Application");
    // What lives elsewhere is served there.
    instance
        .fetch(&format!("/ap/actors/{}", bo.id))
        .await
        .assert_status(404);
    for none in ["0", "01", "1", "x", "-1", "99999999999999999999"] {
        instance
            .fetch(&format!("/ap/actors/{none}"))
            .await
            .assert_status(404);
    }
    instance
        .change(amira.id, |row| row.deleted_at = Some(1_788_249_900_000_000))
        .await;
    instance.fed.forget_document(&id).await;
    let gone = instance.fetch(&format!("/ap/actors/{}", amira.id)).await;
    assert_eq!(gone.assert_status(410).json()["type"], "Tombstone");
}

#[actix_web::test]
async fn browsers_are_sent_to_the_page_and_servers_from_it() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let id = instance
        .post(&amira, text("Hello", Visibility::Public))
        .await;
    let html = [("accept", "text/html,*/*;q=0.8")];
    let origin = "https://social.school.example";
    let actor = format!("/ap/actors/{}", amira.id);
    for (from, to) in [
        (actor.clone(), format!("{origin}/@amira")),
        (path(id), format!("{origin}/@amira/{id}")),
    ] {
        let answer = instance.get(&from, &html).await;
        assert_eq!(answer.assert_status(303).header("location"), to);
        instance
            .get(&from, &[("accept", "image/png")])
            .await
            .assert_status(406);
    }
    for (from, to) in [
        ("/@amira".to_owned(), actor),
        (format!("/@amira/{id}"), path(id)),
    ] {
        let answer = instance.fetch(&from).await;
        assert_eq!(
            answer.assert_status(302).header("location"),
            format!("{origin}{to}")
        );
    }
    assert_eq!(instance.get("/@amira", &html).await.text, "a page");
}

/// Checklist 49, 50. Catalogue 30.
#[actix_web::test]
async fn what_is_not_public_is_not_there_and_nothing_tells_of_it() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    for visibility in [Visibility::Private, Visibility::Direct] {
        let id = instance.post(&amira, text("Psst", visibility)).await;
        for path in ["", "/replies", "/likes", "/shares", "/context"] {
            let path = format!("/ap/objects/{id}{path}");
            let hidden = instance.fetch(&path).await;
            let none = instance.fetch("/ap/objects/17").await;
            assert_eq!(
                (hidden.status, hidden.text),
                (none.status, none.text),
                "{path}"
            );
        }
        let html = [("accept", "text/html")];
        instance.get(&path(id), &html).await.assert_status(404);
        delete(&instance.ctx, amira.id, id).await.unwrap();
        instance.fetch(&path(id)).await.assert_status(404);
    }
    let page = format!("/ap/actors/{}/outbox?page=true", amira.id);
    let page = instance.fetch(&page).await.document();
    assert_eq!(page["orderedItems"], serde_json::json!([]));
}

#[actix_web::test]
async fn a_deleted_public_object_leaves_a_tombstone() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let id = instance
        .post(&amira, text("Hello", Visibility::Public))
        .await;
    let object = instance.fetch(&path(id)).await.document();
    assert_eq!(object["type"], "Note");
    delete(&instance.ctx, amira.id, id).await.unwrap();
    instance
        .fed
        .forget_document(&instance.fed.addresses().object(id))
        .await;
    let gone = instance.fetch(&path(id)).await;
    assert_eq!(gone.assert_status(410).json()["type"], "Tombstone");
    assert!(!gone.text.contains("Hello"));
}

#[actix_web::test]
async fn lists_are_in_pages() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let root = instance
        .post(&amira, text("Hello", Visibility::Public))
        .await;
    let mut replies = Vec::new();
    for n in 0..41 {
        let mut new = text(&format!("Answer {n}"), Visibility::Public);
        new.in_reply_to = Some(root);
        replies.push(instance.post(&amira, new).await);
    }
    let secret = NewStatus {
        in_reply_to: Some(root),
        ..text("Psst", Visibility::Private)
    };
    instance.post(&amira, secret).await;
    let addresses = instance.fed.addresses();
    let list = format!("{}/replies", path(root));
    let head = instance.fetch(&list).await.document();
    assert_eq!(head["type"], "OrderedCollection");
    let origin = addresses.origin();
    let local = |url: &serde_json::Value| url.as_str().unwrap().replace(origin, "");
    let first = instance.fetch(&local(&head["first"])).await.document();
    assert_eq!(first["partOf"], head["id"]);
    assert_eq!(first["orderedItems"].as_array().unwrap().len(), 40);
    let second = instance.fetch(&local(&first["next"])).await.document();
    let last = addresses.object(*replies.last().unwrap());
    assert_eq!(second["orderedItems"], serde_json::json!([last]));
    let thread = instance
        .fetch(&format!("{}/context?page=true", path(root)))
        .await;
    assert_eq!(thread.document()["orderedItems"][0], addresses.object(root));
    let boosted = boost(&instance.ctx, amira.id, root, None).await.unwrap();
    let announce = instance
        .fetch(&format!("/ap/boosts/{boosted}"))
        .await
        .document();
    assert_eq!(announce["object"], addresses.object(root));
    instance.fetch(&path(boosted)).await.assert_status(404);
}

/// Checklist 51.
#[actix_web::test]
async fn who_follows_whom_is_shown_only_where_its_owner_shows_it() {
    let instance = Instance::new();
    let (amira, bo) = (
        instance.teacher("amira").await,
        instance.teacher("bo").await,
    );
    let wishes = staffroom_service::follows::Wishes::default();
    let follow = staffroom_service::follows::follow(&instance.ctx, bo.id, amira.id, wishes).await;
    let follow = follow.unwrap();
    let list = format!("/ap/actors/{}/followers", amira.id);
    let head = instance.fetch(&list).await.document();
    assert_eq!(head["totalItems"], 1);
    let page = instance
        .fetch(&format!("{list}?page=true"))
        .await
        .document();
    let addresses = instance.fed.addresses();
    assert_eq!(
        page["orderedItems"],
        serde_json::json!([addresses.actor(bo.id)])
    );
    instance
        .fetch(&format!("/ap/follows/{}", follow.id))
        .await
        .assert_status(404);
    instance
        .fetch(&format!("{list}_synchronization"))
        .await
        .assert_status(401);

    instance
        .change(amira.id, |row| row.hides_network = true)
        .await;
    let head = instance.fetch(&list).await.document();
    assert_eq!((&head["totalItems"], head.get("first")), (&1.into(), None));
    instance
        .fetch(&format!("{list}?page=true"))
        .await
        .assert_status(404);
}

/// Checklist 52.
#[actix_web::test]
async fn a_suspended_server_that_says_who_it_is_gets_nothing() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let now = instance.ctx.now();
    let policy = DomainPolicyRow {
        domain: "bad.example".to_owned(),
        level: "suspend".to_owned(),
        reject_media: false,
        reject_reports: false,
        obfuscate: false,
        public_comment: String::new(),
        private_comment: String::new(),
        created_at: now,
        expires_at: None,
    };
    let work = instance
        .ctx
        .transact(|tx| domain_policies::upsert(tx.conn, policy));
    work.await.unwrap();
    let actor = format!("/ap/actors/{}", amira.id);
    for (host, status) in [("sub.bad.example", 403), ("good.example", 200)] {
        let signature = format!("keyId=\"https://{host}/u#main-key\",signature=\"x\"");
        let headers = [("accept", AS2), ("signature", signature.as_str())];
        instance.get(&actor, &headers).await.assert_status(status);
    }
}

#[actix_web::test]
async fn in_secure_mode_only_the_instance_itself_is_shown_to_everybody() {
    let instance = Instance::with("[federation]\nsecure_mode = true\n");
    let amira = instance.teacher("amira").await;
    let id = instance
        .post(&amira, text("Hello", Visibility::Public))
        .await;
    let actor = format!("/ap/actors/{}", amira.id);
    for path in [actor.clone(), format!("{actor}/outbox"), path(id)] {
        instance.fetch(&path).await.assert_status(401);
    }
    instance
        .fetch("/ap/actors/instance")
        .await
        .assert_status(200);
    instance
        .fetch("/.well-known/nodeinfo")
        .await
        .assert_status(200);
}

#[actix_web::test]
async fn an_emoji_is_where_its_id_says() {
    let instance = Instance::new();
    let (ours, theirs): (EmojiId, EmojiId) = (instance.ctx.new_id(), instance.ctx.new_id());
    for (id, domain) in [(ours, ""), (theirs, "farm.example")] {
        let row = staffroom_db::emojis::EmojiRow {
            id,
            domain: domain.to_owned(),
            shortcode: "owl".to_owned(),
            uri: None,
            image_url: "/media/ab/owl.png".to_owned(),
            updated_at: Timestamp::from_secs(1),
            category: None,
        };
        let write = instance
            .ctx
            .db
            .write(move |conn| staffroom_db::emojis::upsert(conn, row));
        assert!(write.await.unwrap());
    }
    let amira = instance.teacher("amira").await;
    let new = NewStatus {
        text: "Look :owl:".to_owned(),
        ..NewStatus::default()
    };
    let post = instance.post(&amira, new).await;
    let post = instance
        .fetch(&format!("/ap/objects/{post}"))
        .await
        .document();
    let mut tag = post["tag"][0].clone();
    let id = tag["id"].as_str().unwrap().to_owned();
    assert!(id.ends_with(&format!("/ap/emojis/{ours}")), "{id}");
    let alone = instance
        .fetch(&format!("/ap/emojis/{ours}"))
        .await
        .document();
    tag["@context"] = alone["@context"].clone();
    assert_eq!(alone, tag);
    for none in [theirs.to_string(), format!("0{ours}"), "owl".to_owned()] {
        instance
            .fetch(&format!("/ap/emojis/{none}"))
            .await
            .assert_status(404);
    }
}
