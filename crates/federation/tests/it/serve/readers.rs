//! Who reads what is not for everybody: people of other servers, each by a signature of their own.

use actix_web::App;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::activities::{self, ActivityRow};
use staffroom_domain::{ActivityId, StatusId, Visibility};
use staffroom_federation::endpoints::configure;
use staffroom_service::follows;
use staffroom_service::statuses::{NewStatus, publish};
use staffroom_signatures::{Outgoing, sign};

use crate::inbox::door::{Door, HOST, Peer};

/// What somebody gets: the status, and what caches may do with it.
async fn read(door: &Door, by: Option<&Peer>, path: &str) -> (u16, String) {
    let (status, caching, _) = document(door, by, path).await;
    (status, caching)
}

/// The same with the document, where there is one.
pub(super) async fn document(
    door: &Door,
    by: Option<&Peer>,
    path: &str,
) -> (u16, String, serde_json::Value) {
    let app = App::new().configure(configure(door.world.fed.clone()));
    let app = init_service(app).await;
    let mut request = TestRequest::get()
        .uri(path)
        .insert_header(("host", HOST))
        .insert_header(("accept", "application/activity+json"));
    if let Some(by) = by {
        let key_id = by.key_id();
        let headers = sign::cavage(&Outgoing {
            key: &by.key,
            key_id: &key_id,
            method: "GET",
            scheme: "http",
            authority: HOST,
            path_and_query: path,
            body: None,
            date: door.world.now(),
            covered: &[],
        });
        for header in headers.unwrap() {
            request = request.insert_header(header);
        }
    }
    let answer = call_service(&app, request.to_request()).await;
    let header = |name: &str| {
        let value = answer.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    if answer.status() == 200 {
        assert_eq!(header("vary"), "Accept, Signature, Signature-Input");
    }
    let (status, caching) = (answer.status().as_u16(), header("cache-control"));
    let body = read_body(answer).await;
    (
        status,
        caching,
        serde_json::from_slice(&body).unwrap_or_default(),
    )
}

async fn post(door: &Door, by: &AccountRow, text: &str, visibility: Visibility) -> StatusId {
    let new = NewStatus {
        text: text.to_owned(),
        visibility: Some(visibility),
        ..NewStatus::default()
    };
    publish(door.world.fed.ctx(), by.id, new).await.unwrap()
}

/// Keeps an activity as if it had been sent to these.
async fn sent(door: &Door, by: &AccountRow, about: StatusId, to: &str) -> ActivityId {
    let ctx = door.world.fed.ctx();
    let id: ActivityId = ctx.new_id();
    let row = ActivityRow {
        id,
        event_id: None,
        account_id: by.id,
        kind: "Create".to_owned(),
        body: format!("{{\"type\":\"Create\",\"to\":[\"{to}\"]}}"),
        public: false,
        status_id: Some(about.get()),
        created_at: ctx.now(),
    };
    let kept: Result<bool, DbError> = ctx
        .db
        .write(move |conn| activities::insert(conn, row))
        .await;
    assert!(kept.unwrap());
    id
}

/// Checklist 49, 53. Catalogue 30. Followers read what is for followers, and whoever is named what is for
/// them; nobody else learns that there is anything, and no cache keeps it.
#[actix_web::test]
async fn what_is_for_some_is_there_for_them_alone() {
    let door = Door::new().await;
    let anna = door.local("anna").await;
    let fan = door.known("good.example", "fan").await;
    let named = door.known("other.example", "named").await;
    let stranger = door.known("evil.example", "stranger").await;
    let follow = fan.activity(1, "Follow", door.uri(&anna));
    assert_eq!(door.send(&fan, &follow).await, 202);
    assert_eq!(door.apply().await, 1);
    let among = post(&door, &anna, "Among us", Visibility::Private).await;
    let direct = post(
        &door,
        &anna,
        "@named@other.example psst",
        Visibility::Direct,
    )
    .await;
    let followers = door.world.fed.addresses().of_actor(anna.id, "followers");
    let told = sent(&door, &anna, among, &followers).await;
    let whispered = sent(&door, &anna, direct, &named.id).await;
    for (path, reader, other) in [
        (format!("/ap/objects/{among}"), &fan, &named),
        (format!("/ap/objects/{direct}"), &named, &fan),
        (format!("/ap/activities/{told}"), &fan, &named),
        (format!("/ap/activities/{whispered}"), &named, &fan),
    ] {
        let private = (200, "private, no-store".to_owned());
        assert_eq!(read(&door, Some(reader), &path).await, private, "{path}");
        for nobody in [None, Some(other), Some(&stranger)] {
            let (status, _) = read(&door, nobody, &path).await;
            assert_eq!(status, 404, "{path} by {:?}", nobody.map(|peer| &peer.id));
        }
    }
    // Whoever is blocked afterwards reads it no more.
    for peer in [&fan, &named] {
        let blocked = door.account(&peer.id).await.id;
        follows::block(door.world.fed.ctx(), anna.id, blocked)
            .await
            .unwrap();
    }
    for path in [
        format!("/ap/objects/{among}"),
        format!("/ap/objects/{direct}"),
        format!("/ap/activities/{told}"),
        format!("/ap/activities/{whispered}"),
    ] {
        for peer in [&fan, &named] {
            assert_eq!(
                read(&door, Some(peer), &path).await.0,
                404,
                "{path} by {}",
                peer.id
            );
        }
    }
}

/// Checklist 49. A signature that does not hold is none, and its claims are not believed.
#[actix_web::test]
async fn a_forged_signature_reads_nothing() {
    let door = Door::new().await;
    let anna = door.local("anna").await;
    let named = door.known("other.example", "named").await;
    let direct = post(
        &door,
        &anna,
        "@named@other.example psst",
        Visibility::Direct,
    )
    .await;
    let mallory = door.known("evil.example", "mallory").await;
    let forged = Peer {
        id: named.id.clone(),
        host: named.host,
        key: mallory.key,
        proofs: mallory.proofs,
    };
    let path = format!("/ap/objects/{direct}");
    let (status, _) = read(&door, Some(&forged), &path).await;
    assert!([401, 404].contains(&status), "{status}");
    assert_eq!(read(&door, Some(&named), &path).await.0, 200);
}

/// Checklist 51. Whoever asks hears of the followers on their own server.
#[actix_web::test]
async fn a_server_hears_of_its_own_followers_only() {
    let door = Door::new().await;
    let anna = door.local("anna").await;
    let [good, other] = [("good.example", "a"), ("other.example", "b")];
    let mut peers = Vec::new();
    for (host, name) in [good, other] {
        let peer = door.known(host, name).await;
        let follow = peer.activity(1, "Follow", door.uri(&anna));
        assert_eq!(door.send(&peer, &follow).await, 202);
        peers.push(peer);
    }
    door.apply().await;
    let path = format!("/ap/actors/{}/followers_synchronization", anna.id);
    assert_eq!(read(&door, None, &path).await.0, 401);
    for peer in &peers {
        let listed = list(&door, peer, &path).await;
        assert_eq!(listed, std::slice::from_ref(&peer.id));
    }
}

async fn list(door: &Door, by: &Peer, path: &str) -> Vec<String> {
    let app = App::new().configure(configure(door.world.fed.clone()));
    let app = init_service(app).await;
    let key_id = by.key_id();
    let headers = sign::cavage(&Outgoing {
        key: &by.key,
        key_id: &key_id,
        method: "GET",
        scheme: "http",
        authority: HOST,
        path_and_query: path,
        body: None,
        date: door.world.now(),
        covered: &[],
    });
    let mut request = TestRequest::get()
        .uri(path)
        .insert_header(("host", HOST))
        .insert_header(("accept", "application/activity+json"));
    for header in headers.unwrap() {
        request = request.insert_header(header);
    }
    let answer = call_service(&app, request.to_request()).await;
    assert_eq!(
        answer.headers().get("cache-control").unwrap(),
        "private, no-store"
    );
    let document: serde_json::Value = actix_web::test::read_body_json(answer).await;
    let items = document["orderedItems"].as_array().unwrap();
    items
        .iter()
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}
