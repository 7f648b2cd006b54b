//! Exchange with a server that other people wrote, over TLS, both ways.

use serde_json::{Value, json};
use staffroom_testkit::Backend;
use tempfile::TempDir;

use crate::harness::client::Client;
use crate::harness::fedify::Fedify;
use crate::harness::instance::Instance;
use crate::harness::tls::{Authority, Front};

const SCHOOL: &str = "school.test";
const PEER: &str = "peer.test";

/// The program at `https://school.test` and the peer at `https://peer.test`.
struct Meeting {
    school: Instance,
    _front: Front,
    peer: Fedify,
    amira: Client,
    _certificates: TempDir,
}

impl Meeting {
    async fn start() -> Self {
        let certificates = tempfile::tempdir().unwrap();
        let authority = Authority::new(certificates.path());
        let peer = Fedify::start(&authority, PEER);
        let ca = authority.file();
        let host = format!("{PEER}={}", peer.address);
        let mut school = Instance::new(Backend::Sqlite)
            .at(&format!("https://{SCHOOL}"))
            .with_test_server(&["--ca", ca.to_str().unwrap(), "--host", &host]);
        school.create_user("amira", "teacher", "four words in a row");
        school.start().await;
        let at = school.address().replace("http://", "").parse().unwrap();
        let front = authority.in_front_of(SCHOOL, at).await;
        peer.knows(SCHOOL, front.address).await;
        let amira = Client::of(&school, SCHOOL, "amira");
        Self {
            school,
            _front: front,
            peer,
            amira,
            _certificates: certificates,
        }
    }

    /// The id of Amira's actor.
    async fn amira_actor(&self) -> String {
        let me = self.amira.get("/api/v1/accounts/verify_credentials").await;
        let id = me["id"].as_str().unwrap();
        format!("https://{SCHOOL}/ap/actors/{id}")
    }

    /// The peer's account as Amira's client knows it.
    async fn peer_account(&self) -> String {
        let found = self
            .amira
            .get(&format!("/api/v2/search?q=%40peer%40{PEER}&resolve=true"))
            .await;
        let id = found["accounts"][0]["id"].as_str();
        id.unwrap_or_else(|| panic!("{found}\n{}", self.school.log()))
            .to_owned()
    }
}

fn text_of(activity: &Value) -> &str {
    activity["document"]["object"]["content"]
        .as_str()
        .unwrap_or_default()
}

#[tokio::test]
async fn a_peer_follows_us_and_gets_everything_we_do() {
    let meeting = Meeting::start().await;
    let (peer, amira) = (&meeting.peer, &meeting.amira);
    let actor = meeting.amira_actor().await;
    peer.does("follow", json!({ "actor": actor })).await;
    peer.received("type=Accept", 1).await;

    let posted = amira
        .post(
            "/api/v1/statuses",
            json!({ "status": "Exit tickets with a voice note" }),
        )
        .await;
    let created = peer.received("type=Create", 1).await;
    assert!(
        text_of(&created[0]).contains("voice note"),
        "{}",
        created[0]
    );
    assert!(created[0]["verified"]["http"].is_string(), "{}", created[0]);
    assert!(!created[0]["verified"]["proof"].is_null(), "{}", created[0]);

    let id = posted["id"].as_str().unwrap();
    amira.delete(&format!("/api/v1/statuses/{id}")).await;
    peer.received("type=Delete", 1).await;
}

#[tokio::test]
async fn we_follow_a_peer_and_get_everything_it_does() {
    let meeting = Meeting::start().await;
    let (peer, amira) = (&meeting.peer, &meeting.amira);
    let them = meeting.peer_account().await;
    amira
        .post(&format!("/api/v1/accounts/{them}/follow"), json!({}))
        .await;
    amira
        .until(
            "the peer accepts",
            &format!("/api/v1/accounts/relationships?id[]={them}"),
            |seen| seen[0]["following"] == true,
        )
        .await;

    let note = peer
        .does(
            "note",
            json!({ "content": "<p>Hello school</p>", "to": "public" }),
        )
        .await;
    let home = amira
        .until("the note comes", "/api/v1/timelines/home", |seen| {
            seen[0]["content"]
                .as_str()
                .is_some_and(|text| text.contains("Hello school"))
        })
        .await;
    let here = home[0]["id"].as_str().unwrap().to_owned();

    for what in ["favourite", "reblog"] {
        amira
            .post(&format!("/api/v1/statuses/{here}/{what}"), json!({}))
            .await;
    }
    amira
        .post(
            "/api/v1/statuses",
            json!({ "status": format!("@peer@{PEER} welcome"), "in_reply_to_id": here }),
        )
        .await;
    for kind in ["Like", "Announce", "Create"] {
        peer.received(&format!("type={kind}"), 1).await;
    }

    let object = note["object"].as_str().unwrap();
    peer.does(
        "edit",
        json!({ "id": object, "content": "<p>Hello again</p>" }),
    )
    .await;
    amira
        .until(
            "the edit comes",
            &format!("/api/v1/statuses/{here}"),
            |seen| {
                seen["content"]
                    .as_str()
                    .is_some_and(|text| text.contains("again"))
            },
        )
        .await;
    peer.does("delete", json!({ "id": object })).await;
    amira
        .until("it is gone", "/api/v1/timelines/home", |seen| {
            seen.as_array()
                .is_some_and(|all| all.iter().all(|one| one["id"] != here.as_str()))
        })
        .await;
}

#[tokio::test]
async fn a_peer_answers_likes_boosts_and_votes() {
    let meeting = Meeting::start().await;
    let (peer, amira) = (&meeting.peer, &meeting.amira);
    let actor = meeting.amira_actor().await;
    peer.does("follow", json!({ "actor": actor })).await;
    peer.received("type=Accept", 1).await;
    let posted = amira
        .post(
            "/api/v1/statuses",
            json!({
                "status": "Which day?",
                "poll": { "options": ["Tuesday", "Thursday"], "expires_in": 3600 },
            }),
        )
        .await;
    peer.received("type=Create", 1).await;
    let object = posted["uri"].as_str().unwrap();
    peer.does("like", json!({ "object": object })).await;
    peer.does("boost", json!({ "object": object })).await;
    peer.does("vote", json!({ "question": object, "name": "Thursday" }))
        .await;
    peer.does(
        "note",
        json!({ "content": "<p>Thursday!</p>", "to": "public", "inReplyTo": object, "mention": actor }),
    )
    .await;
    let id = posted["id"].as_str().unwrap();
    amira
        .until(
            "all of it comes",
            &format!("/api/v1/statuses/{id}"),
            |seen| {
                seen["favourites_count"] == 1
                    && seen["reblogs_count"] == 1
                    && seen["replies_count"] == 1
                    && seen["poll"]["options"][1]["votes_count"] == 1
            },
        )
        .await;
}
