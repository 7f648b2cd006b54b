//! With a peer that shows its actors and posts to signed requests only, and signs as most servers do,
//! while ours is in secure mode.

use serde_json::json;

use super::{Meeting, content, is_verified, text};

#[tokio::test]
async fn two_that_ask_who_reads_understand_each_other() {
    let flags = ["--first-knock", "draft-cavage", "--authorized-fetch"];
    let secure =
        |school: crate::harness::instance::Instance| school.with("FEDERATION__SECURE_MODE", "true");
    let meeting = Meeting::with(&flags, secure).await;
    meeting.is_followed().await;
    meeting.follows().await;
    let note = json!({ "content": "<p>Only who signs reads this</p>" });
    meeting.peer.does("note", note).await;
    meeting.sees("Only who signs").await;
    let posted = meeting.posts("And here too").await;
    let created = &meeting.peer.received("type=Create", 1).await[0];
    assert!(content(&created["understood"]["object"]).contains("here too"));
    is_verified(created);
    let url = json!({ "url": posted["uri"] });
    let found = meeting.peer.does("lookup", url).await;
    assert!(
        content(&found["understood"]).contains("here too"),
        "{found}"
    );
    let like = json!({ "object": posted["uri"] });
    meeting.peer.does("like", like).await;
    meeting
        .until_status("the like comes", &posted["id"], |seen| {
            seen["favourites_count"] == 1
        })
        .await;
    let signatures = meeting.peer.traffic("direction=out&method=POST").await;
    let schemes = signatures.iter().map(|request| &request["signature"]);
    assert!(schemes.clone().all(|scheme| scheme == "draft-cavage"));
    assert!(schemes.count() > 2, "{signatures:?}");
    let unsigned = meeting.network.get_unsigned(text(&posted["uri"])).await;
    assert_eq!(unsigned, 401, "nobody reads without saying who");
}

#[tokio::test]
async fn a_peer_that_signs_the_new_way_is_believed() {
    let meeting = Meeting::start().await;
    meeting.follows().await;
    let note = json!({ "content": "<p>Signed by RFC 9421</p>" });
    meeting.peer.does("note", note).await;
    meeting.sees("RFC 9421").await;
    let sent = meeting.peer.traffic("direction=out&method=POST").await;
    for request in &sent {
        assert_eq!(request["signature"], "rfc9421", "{request}");
        assert_eq!(request["status"], 202, "{request}");
    }
    assert!(sent.len() > 1, "{sent:?}");
}
