//! Web Push from a client's subscription to what its program reads, by a push service that answers as the
//! test says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use staffroom_service::secrets::Token;
use staffroom_service::{push, tokens, users};
use staffroom_testkit::{ApiClient, TestApp, TestDb, db, db_test};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A request to the push service.
#[derive(Clone, Debug)]
struct Received {
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A push service.
struct Service {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl Service {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let service = Self {
            url: format!("http://push.localhost:{port}"),
            received: Arc::default(),
            answers: Arc::default(),
        };
        let (received, answers) = (Arc::clone(&service.received), Arc::clone(&service.answers));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let request = read(stream, &answers).await;
                received.lock().unwrap().push(request);
            }
        });
        service
    }

    /// What it answers next instead of 201.
    fn answer(&self, head: &'static str) {
        self.answers.lock().unwrap().push_back(head);
    }

    fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }
}

async fn read(mut stream: TcpStream, answers: &Mutex<VecDeque<&'static str>>) -> Received {
    let mut bytes = Vec::new();
    let (end, length) = loop {
        let mut piece = [0; 4096];
        let n = stream.read(&mut piece).await.unwrap();
        assert!(n > 0, "a whole request");
        bytes.extend_from_slice(&piece[..n]);
        let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
        if bytes.len() >= end + 4 + length {
            break (end, length);
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let received = Received {
        path,
        headers: headers.collect(),
        body: bytes[end + 4..end + 4 + length].to_vec(),
    };
    let answer = answers.lock().unwrap().pop_front().unwrap_or("201 Created");
    let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.unwrap();
    received
}

/// A program that is told.
struct Program {
    key: PrivateKey,
    secret: [u8; 16],
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(salt: &[u8], input: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut key = vec![0; length];
    let extracted = Salt::new(HKDF_SHA256, salt).extract(input);
    let info = [info];
    let expanded = extracted.expand(&info, Length(length)).unwrap();
    expanded.fill(&mut key).unwrap();
    key
}

fn unseal(key: &[u8], nonce: &[u8], sealed: &[u8]) -> Vec<u8> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, key).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(nonce).unwrap();
    let mut text = sealed.to_vec();
    key.open_in_place(nonce, Aad::empty(), &mut text)
        .unwrap()
        .to_vec()
}

impl Program {
    fn new() -> Self {
        Self {
            key: PrivateKey::generate(&ECDH_P256).unwrap(),
            secret: [7; 16],
        }
    }

    fn public_key(&self) -> Vec<u8> {
        self.key.compute_public_key().unwrap().as_ref().to_vec()
    }

    fn subscription(&self, endpoint: &str, standard: bool) -> Value {
        json!({
            "subscription": {
                "endpoint": endpoint,
                "standard": standard,
                "keys": {
                    "p256dh": BASE64URL_NOPAD.encode(&self.public_key()),
                    "auth": BASE64URL_NOPAD.encode(&self.secret),
                },
            },
            "data": {"alerts": {"mention": "true", "favourite": true, "nonsense": 1}},
        })
    }

    fn agree(&self, other: &[u8]) -> Vec<u8> {
        let other = UnparsedPublicKey::new(&ECDH_P256, other);
        agreement::agree(&self.key, other, (), |shared| Ok(shared.to_vec())).unwrap()
    }

    /// RFC 8291.
    fn read(&self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        let (head, rest) = rest.split_at(5);
        assert_eq!(head, [0, 0, 16, 0, 65]);
        let (sender, sealed) = rest.split_at(65);
        let info = [b"WebPush: info\0", &self.public_key()[..], sender].concat();
        let input = derive(&self.secret, &self.agree(sender), &info, 32);
        let key = derive(salt, &input, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = derive(salt, &input, b"Content-Encoding: nonce\0", 12);
        let text = unseal(&key, &nonce, sealed);
        let (last, text) = text.split_last().unwrap();
        assert_eq!(*last, 2);
        serde_json::from_slice(text).unwrap()
    }

    /// draft-ietf-webpush-encryption-04.
    fn read_legacy(&self, told: &Received) -> Value {
        let part = |header: &str, name: &str| {
            let parts = told.header(header).split([';', ',']);
            let mut found = parts.filter_map(|part| part.trim().strip_prefix(name));
            BASE64URL_NOPAD
                .decode(found.next().unwrap().as_bytes())
                .unwrap()
        };
        let (salt, sender) = (part("encryption", "salt="), part("crypto-key", "dh="));
        let input = derive(
            &self.secret,
            &self.agree(&sender),
            b"Content-Encoding: auth\0",
            32,
        );
        let context = [b"P-256\0\0\x41", &self.public_key()[..], b"\0\x41", &sender].concat();
        let info = |name: &[u8]| [name, &context].concat();
        let key = derive(&salt, &input, &info(b"Content-Encoding: aesgcm\0"), 16);
        let nonce = derive(&salt, &input, &info(b"Content-Encoding: nonce\0"), 12);
        let text = unseal(&key, &nonce, &told.body);
        assert_eq!(&text[..2], [0, 0]);
        serde_json::from_slice(&text[2..]).unwrap()
    }
}

/// Checks the proof of RFC 8292 and gives its claims.
fn claims(proof: &str, server_key: &str) -> Value {
    let (signed, signature) = proof.rsplit_once('.').unwrap();
    let key = BASE64URL_NOPAD.decode(server_key.as_bytes()).unwrap();
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    Verifier::new(&ECDSA_P256_SHA256_FIXED, key)
        .verify(signed.as_bytes(), &signature)
        .unwrap();
    let claims = signed.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap()).unwrap()
}

struct World {
    app: TestApp,
    service: Service,
    amira: ApiClient,
    ben: ApiClient,
}

const PATH: &str = "/api/v1/push/subscription";

impl World {
    async fn new(db: TestDb) -> Self {
        let app = TestApp::start(db).await;
        let amira = app.user("amira").teacher().build().await;
        let ben = app.user("ben").teacher().build().await;
        Self {
            amira: ApiClient::of(&app, &amira).await,
            ben: ApiClient::of(&app, &ben).await,
            service: Service::start().await,
            app,
        }
    }

    async fn mention(&self, text: &str) -> String {
        let status = json!({"status": format!("@amira {text}")});
        let status = self.ben.post("/api/v1/statuses", status).await.ok();
        self.app.drain().await;
        status["id"].as_str().unwrap().to_owned()
    }
}

#[db_test]
async fn a_program_reads_what_nobody_on_the_way_can(db: TestDb) {
    let world = World::new(db).await;
    let program = Program::new();
    for standard in [true, false] {
        let endpoint = format!("{}/send/{standard}?a=b", world.service.url);
        let subscription = program.subscription(&endpoint, standard);
        let made = world.amira.post(PATH, subscription).await.ok();
        let server_key = push::public_key(world.app.ctx()).await.unwrap();
        assert_eq!(made["server_key"], *server_key);
        assert_eq!(made["endpoint"], *endpoint);
        assert!(
            made["id"]
                .as_i64()
                .is_some_and(|id| id <= i64::from(i32::MAX))
        );
        assert_eq!(made["alerts"]["mention"], true);
        assert_eq!(made["alerts"]["follow"], false);
        assert_eq!(world.amira.get(PATH).await.ok(), made);
        world.mention("hello <b>you</b>").await;
        let told = world.service.take();
        assert_eq!(told.len(), 1, "the earlier subscription is replaced");
        let told = &told[0];
        assert_eq!(told.path, format!("/send/{standard}?a=b"));
        assert_eq!(told.header("ttl"), "172800");
        let (proof, message) = if standard {
            assert_eq!(told.header("content-encoding"), "aes128gcm");
            let proof = told
                .header("authorization")
                .strip_prefix("vapid t=")
                .unwrap();
            let (proof, key) = proof.split_once(", k=").unwrap();
            assert_eq!(key, server_key);
            (proof, program.read(&told.body))
        } else {
            assert_eq!(told.header("content-encoding"), "aesgcm");
            let keys = told.header("crypto-key");
            assert!(
                keys.ends_with(&format!(";p256ecdsa={server_key}")),
                "{keys}"
            );
            let proof = told
                .header("authorization")
                .strip_prefix("WebPush ")
                .unwrap();
            (proof, program.read_legacy(told))
        };
        let claims = claims(proof, &server_key);
        assert_eq!(claims["aud"], *world.service.url);
        let now = world.app.ctx().now().as_secs();
        assert_eq!(claims["exp"], now + 12 * 60 * 60);
        assert_eq!(message["notification_type"], "mention");
        assert_eq!(message["title"], "ben named you");
        assert_eq!(message["body"], "@amira hello <b>you</b>");
        let notification = world.amira.get("/api/v1/notifications?limit=1").await.ok();
        let id = message["notification_id"].as_i64().unwrap();
        assert_eq!(notification[0]["id"], id.to_string());
        let shown = Token::parse(message["access_token"].as_str().unwrap()).unwrap();
        let shown = tokens::authenticate(world.app.ctx(), &shown);
        assert_eq!(shown.await.unwrap().unwrap().user.account.username, "amira");
    }
}

/// Checklist 47.
#[db_test]
async fn the_picture_of_a_message_is_found_here(db: TestDb) {
    let world = World::new(db).await;
    let program = Program::new();
    let subscription = program.subscription(&world.service.url, true);
    world.amira.post(PATH, subscription).await.ok();
    let ctx = world.app.ctx();
    for (avatar, expected) in [
        (None, "/assets/avatar.svg"),
        (Some("/media/ab/abc.png"), "/media/ab/abc.png"),
        (Some("/media/ab/abc.gif"), "/media/ab/abc-small.png"),
        (Some("https://farm.example/a.png"), "/proxy/avatar/"),
    ] {
        let write = ctx.db.write(move |conn| {
            let mut row = db::accounts::find_local(conn, "ben")?.unwrap();
            row.avatar_url = avatar.map(str::to_owned);
            db::accounts::update(conn, row)
        });
        write.await.unwrap();
        world.mention("look").await;
        let told = world.service.take();
        let icon = program.read(&told[0].body)["icon"].clone();
        let icon = icon.as_str().unwrap();
        assert!(icon.starts_with(&ctx.url(expected)), "{icon}");
        assert_eq!(icon.ends_with("/still"), expected.starts_with("/proxy"));
    }
}

#[db_test]
async fn only_what_was_asked_for_is_told(db: TestDb) {
    let world = World::new(db).await;
    let program = Program::new();
    let subscription = program.subscription(&world.service.url, true);
    world.amira.get(PATH).await;
    world.amira.post(PATH, subscription).await.ok();
    let own = json!({"status": "mine"});
    let own = world.amira.post("/api/v1/statuses", own).await.ok();
    let path = format!("/api/v1/statuses/{}", own["id"].as_str().unwrap());
    world
        .ben
        .post(&format!("{path}/reblog"), json!({}))
        .await
        .ok();
    world.app.drain().await;
    assert!(world.service.take().is_empty(), "boosts were not asked for");
    world
        .ben
        .post(&format!("{path}/favourite"), json!({}))
        .await
        .ok();
    world.app.drain().await;
    assert_eq!(world.service.take().len(), 1);
    let quiet = json!({"policy": "followed"});
    let changed = world.amira.put(PATH, quiet).await.ok();
    assert_eq!(changed["policy"], "followed");
    assert_eq!(changed["alerts"]["mention"], true);
    world.mention("hello").await;
    assert!(world.service.take().is_empty(), "she does not follow him");
    let other = json!({"data": {"alerts": {"poll": true}, "policy": "all"}});
    world.amira.put(PATH, other).await.ok();
    world.mention("hello").await;
    assert!(world.service.take().is_empty(), "mentions are off now");
    world.amira.delete(PATH).await.ok();
    assert_eq!(world.amira.get(PATH).await.status, 404);
    assert_eq!(world.amira.put(PATH, json!({})).await.status, 404);
    assert_eq!(world.ben.get(PATH).await.status, 404);
}

#[db_test]
async fn what_a_push_service_answers_is_heeded(db: TestDb) {
    let world = World::new(db).await;
    let program = Program::new();
    let subscription = program.subscription(&world.service.url, true);
    world.amira.post(PATH, subscription.clone()).await.ok();
    world
        .service
        .answer("429 Too Many Requests\r\nRetry-After: 120");
    world.mention("slowly").await;
    assert_eq!(world.service.take().len(), 1);
    world
        .app
        .clock()
        .advance(std::time::Duration::from_secs(119));
    world.app.drain().await;
    assert!(world.service.take().is_empty(), "it wanted two minutes");
    world.app.clock().advance(std::time::Duration::from_mins(1));
    world.service.answer("503 Service Unavailable");
    world.app.drain().await;
    assert_eq!(world.service.take().len(), 1);
    world
        .app
        .clock()
        .advance(std::time::Duration::from_hours(1));
    world.app.drain().await;
    let told = world.service.take();
    assert_eq!(told.len(), 1);
    assert_eq!(program.read(&told[0].body)["body"], "@amira slowly");
    world.service.answer("403 Forbidden");
    world.mention("refused").await;
    assert_eq!(world.service.take().len(), 1);
    assert_eq!(world.amira.get(PATH).await.status, 200);
    for gone in ["410 Gone", "404 Not Found"] {
        world.amira.post(PATH, subscription.clone()).await.ok();
        world.service.answer(gone);
        world.mention("gone").await;
        assert_eq!(world.service.take().len(), 1);
        assert_eq!(world.amira.get(PATH).await.status, 404, "{gone}");
        world.mention("again").await;
        assert!(world.service.take().is_empty());
    }
}

#[db_test]
async fn what_is_taken_back_meanwhile_is_not_told(db: TestDb) {
    let world = World::new(db).await;
    let program = Program::new();
    let subscription = program.subscription(&world.service.url, true);
    world.amira.post(PATH, subscription).await.ok();
    let status = json!({"status": "@amira oops"});
    let status = world.ben.post("/api/v1/statuses", status).await.ok();
    let path = format!("/api/v1/statuses/{}", status["id"].as_str().unwrap());
    world.ben.delete(&path).await.ok();
    world.app.drain().await;
    assert!(world.service.take().is_empty());
    let status = json!({"status": "@amira hello"});
    world.ben.post("/api/v1/statuses", status).await.ok();
    let amira = users::find_by_name(world.app.ctx(), "amira").await;
    let amira = amira.unwrap().unwrap().user.id;
    for token in tokens::list(world.app.ctx(), amira).await.unwrap() {
        assert!(
            tokens::revoke(world.app.ctx(), amira, token.id)
                .await
                .unwrap()
        );
    }
    world.app.drain().await;
    assert!(
        world.service.take().is_empty(),
        "the subscription went with its token"
    );
}

#[db_test]
async fn subscriptions_that_cannot_be_are_refused(db: TestDb) {
    let world = World::new(db).await;
    let good = Program::new().subscription("https://push.example/1", true);
    let with = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        bad
    };
    for bad in [
        with("/subscription/endpoint", json!("ftp://push.example/1")),
        with("/subscription/endpoint", json!("javascript:alert(1)")),
        with("/subscription/endpoint", json!("push")),
        with(
            "/subscription/endpoint",
            json!(format!("https://push.example/{}", "a".repeat(3_000))),
        ),
        with("/subscription/keys/p256dh", json!("AAAA")),
        with("/subscription/keys/p256dh", json!("!")),
        with("/subscription/keys/auth", json!("AAAA")),
        with("/data", json!({"policy": "friends"})),
    ] {
        let answer = world.amira.post(PATH, bad.clone()).await;
        assert_eq!(answer.status, 422, "{bad} {}", answer.json);
    }
    assert_eq!(world.amira.post(PATH, json!({})).await.status, 400);
    assert_eq!(world.amira.get(PATH).await.status, 404);
}
