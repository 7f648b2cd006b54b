//! What becomes of the actors of a peer: new keys, a move, an end.

use serde_json::{Value, json};

use super::{Meeting, PEER};

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
