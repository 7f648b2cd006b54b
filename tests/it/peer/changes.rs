//! What becomes of actors, the peer's and ours: new keys, a new profile, a move, an end.

use serde_json::{Value, json};

use super::{Meeting, PEER, is_verified};

#[tokio::test]
async fn new_keys_of_a_peer_are_believed_where_it_tells_of_them() {
    let meeting = Meeting::start().await;
    meeting.follows().await;
    let note = |text: &str| json!({ "content": format!("<p>{text}</p>") });
    meeting.peer.does("note", note("with the first keys")).await;
    meeting.sees("first keys").await;
    meeting
        .peer
        .does("profile", json!({ "rotate": true }))
        .await;
    meeting
        .peer
        .does("note", note("with the second keys"))
        .await;
    meeting.sees("second keys").await;
}

#[tokio::test]
async fn new_keys_of_a_peer_are_believed_where_it_does_not_tell_of_them() {
    let meeting = Meeting::start().await;
    meeting.follows().await;
    let note = |text: &str| json!({ "content": format!("<p>{text}</p>") });
    meeting.peer.does("note", note("with the first keys")).await;
    meeting.sees("first keys").await;
    let silently = json!({ "rotate": true, "announce": false });
    meeting.peer.does("profile", silently).await;
    meeting
        .peer
        .does("note", note("with the second keys"))
        .await;
    meeting.sees("second keys").await;
}

#[tokio::test]
async fn a_follower_goes_along_when_a_peer_moves() {
    let meeting = Meeting::start().await;
    let them = meeting.follows().await;
    meeting.peer.does("move", json!({})).await;
    let followed = async |count: usize| {
        let follows = meeting.peer.received("type=Follow", count).await;
        follows.last().unwrap()["object"].clone()
    };
    let actors = meeting.peer.actors().await;
    assert_eq!(
        followed(2).await,
        actors[1]["id"],
        "the new one is followed"
    );
    let new = meeting.amira.find(&format!("@peer2@{PEER}")).await;
    let relations = format!("/api/v1/accounts/relationships?id[]={them}&id[]={new}");
    let is_following = |seen: &Value, id: &str| {
        let mut all = seen.as_array().into_iter().flatten();
        all.any(|one| one["id"] == id && one["following"] == true)
    };
    meeting
        .amira
        .until("the follower has moved", &relations, |seen| {
            is_following(seen, &new) && !is_following(seen, &them)
        })
        .await;
    let note = json!({ "as": "peer2", "content": "<p>From my new home</p>" });
    meeting.peer.does("note", note).await;
    meeting.sees("new home").await;
}

#[tokio::test]
async fn nothing_is_left_of_an_actor_that_was_deleted() {
    let meeting = Meeting::start().await;
    let them = meeting.follows().await;
    let note = json!({ "content": "<p>Before I go</p>" });
    meeting.peer.does("note", note).await;
    meeting.sees("Before I go").await;
    let id = meeting.peer.actors().await[0]["id"].clone();
    meeting.peer.does("delete", json!({ "id": id })).await;
    let home = "/api/v1/timelines/home";
    let is_empty = |seen: &Value| seen.as_array().is_some_and(Vec::is_empty);
    meeting.amira.until("its posts go", home, is_empty).await;
    let relation = format!("/api/v1/accounts/relationships?id[]={them}");
    let unfollowed = |seen: &Value| seen[0]["following"] != true;
    meeting
        .amira
        .until("nobody follows it", &relation, unfollowed)
        .await;
}

#[tokio::test]
async fn a_peer_hears_of_a_new_profile_and_of_new_keys() {
    let meeting = Meeting::start().await;
    meeting.is_followed().await;
    let edit = ["actor", "edit", "amira", "--title", "Amira of Hilltop"];
    meeting.school.run(&edit, "");
    let updates = meeting.peer.received("type=Update", 1).await;
    is_verified(&updates[0]);
    assert_eq!(updates[0]["document"]["object"]["name"], "Amira of Hilltop");
    let before = updates[0]["document"]["object"]["publicKey"]["publicKeyPem"].clone();

    meeting.school.run(&["actor", "rotate-keys", "amira"], "");
    let updates = meeting.peer.received("type=Update", 2).await;
    let after = &updates[1]["document"]["object"]["publicKey"]["publicKeyPem"];
    assert!(after.is_string() && *after != before, "{updates:?}");
    meeting.posts("Signed by the new key").await;
    let created = meeting.peer.received("type=Create", 1).await;
    is_verified(&created[0]);
}

#[tokio::test]
async fn a_peer_hears_where_somebody_of_ours_moves_to() {
    let meeting = Meeting::start().await;
    meeting.is_followed().await;
    let target = format!("@peer2@{PEER}");
    let refused = meeting
        .school
        .output(&["actor", "move", "amira", &target], "");
    assert!(
        !refused.status.success(),
        "peer2 does not say that it is Amira"
    );

    let alias = json!({ "as": "peer2", "actor": meeting.actor });
    meeting.peer.does("alias", alias).await;
    meeting.school.run(&["actor", "move", "amira", &target], "");
    let moves = meeting.peer.received("type=Move", 1).await;
    is_verified(&moves[0]);
    let actors = meeting.peer.actors().await;
    assert_eq!(moves[0]["document"]["object"], meeting.actor.as_str());
    assert_eq!(moves[0]["document"]["target"], actors[1]["id"]);
    let seen = meeting
        .peer
        .does("lookup", json!({ "url": meeting.actor }))
        .await;
    assert_eq!(seen["document"]["movedTo"], actors[1]["id"], "{seen}");
}

#[tokio::test]
async fn a_peer_is_told_to_forget_whoever_is_deleted_here() {
    let meeting = Meeting::start().await;
    meeting.is_followed().await;
    let posted = meeting.posts("Before I go").await;
    meeting.peer.received("type=Create", 1).await;
    let unsure = meeting.school.output(&["user", "delete", "amira"], "");
    assert!(!unsure.status.success(), "it asks to be sure");

    meeting
        .school
        .run(&["user", "delete", "amira", "--yes"], "");
    // Believed by the key that the peer remembers: whoever asks for it now hears that it is gone.
    let deletions = meeting.peer.received("type=Delete", 1).await;
    assert_eq!(deletions[0]["document"]["object"], meeting.actor.as_str());
    for gone in [meeting.actor.as_str(), posted["uri"].as_str().unwrap()] {
        meeting.peer.refused("lookup", json!({ "url": gone })).await;
        assert_eq!(meeting.peer.last_answer(gone).await, 410, "{gone}");
    }
}
