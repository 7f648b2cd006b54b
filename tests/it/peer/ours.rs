//! What we do arrives, understood and verified: every activity that this program sends.

use serde_json::{Value, json};

use super::{Meeting, content, is_verified, text};

/// The last activity of a type, once there are so many, which must be verified.
async fn receives(meeting: &Meeting, kind: &str, count: usize) -> Value {
    let all = meeting.peer.received(&format!("type={kind}"), count).await;
    let last = all.last().unwrap().clone();
    is_verified(&last);
    last
}

#[tokio::test]
async fn a_follower_gets_every_post_and_what_becomes_of_it() {
    let meeting = Meeting::start().await;
    meeting.is_followed().await;
    receives(&meeting, "Accept", 1).await;
    let posted = meeting.posts("Exit tickets with a voice note").await;
    let created = receives(&meeting, "Create", 1).await;
    assert_eq!(created["actor"], meeting.actor.as_str());
    assert_eq!(created["object"], posted["uri"]);
    let note = &created["understood"]["object"];
    assert!(content(note).contains("voice note"), "{created}");
    assert_eq!(note["type"], "Note");

    let path = format!("/api/v1/statuses/{}", text(&posted["id"]));
    let edited = json!({ "status": "Exit tickets, second try" });
    meeting.amira.put(&path, edited).await;
    let updated = receives(&meeting, "Update", 1).await;
    let note = &updated["understood"]["object"];
    assert!(content(note).contains("second try"), "{updated}");
    assert!(note["updated"].is_string(), "{updated}");

    for (what, kind) in [("pin", "Add"), ("unpin", "Remove")] {
        meeting
            .amira
            .post(&format!("{path}/{what}"), json!({}))
            .await;
        let received = receives(&meeting, kind, 1).await;
        assert_eq!(received["object"], posted["uri"], "{received}");
    }

    let uri = posted["uri"].clone();
    meeting.amira.delete(&path).await;
    let deleted = receives(&meeting, "Delete", 1).await;
    assert_eq!(deleted["object"], posted["uri"], "{deleted}");
    meeting.peer.refused("lookup", json!({ "url": uri })).await;
    let status = meeting.peer.last_answer(text(&uri)).await;
    assert_eq!(status, 410, "what was deleted is gone");
}

#[tokio::test]
async fn a_peer_gets_what_we_do_with_its_posts_and_its_account() {
    let meeting = Meeting::start().await;
    let them = meeting.follows().await;
    receives(&meeting, "Follow", 1).await;
    let note = json!({ "content": "<p>Hello school</p>", "to": "public" });
    let note = meeting.peer.does("note", note).await;
    let here = meeting.sees("Hello school").await;
    let act = async |what: &str| {
        let path = format!("/api/v1/statuses/{}/{what}", text(&here["id"]));
        meeting.amira.post(&path, json!({})).await;
    };
    for (n, (what, back, kind)) in [
        ("favourite", "unfavourite", "Like"),
        ("reblog", "unreblog", "Announce"),
    ]
    .into_iter()
    .enumerate()
    {
        act(what).await;
        let done = receives(&meeting, kind, 1).await;
        assert_eq!(done["object"], note["object"], "{done}");
        act(back).await;
        let undone = receives(&meeting, "Undo", n + 1).await;
        assert_eq!(undone["object"], done["id"], "{undone}");
    }

    let answer = json!({ "status": "@peer@peer.test welcome", "in_reply_to_id": here["id"] });
    meeting.amira.post("/api/v1/statuses", answer).await;
    let created = receives(&meeting, "Create", 1).await;
    let answer = &created["understood"]["object"];
    assert_eq!(answer["inReplyTo"], note["object"], "{created}");
    let peer = meeting.peer.actors().await[0]["id"].clone();
    let tags = answer["tag"].as_array().cloned();
    let tags = tags.unwrap_or_else(|| vec![answer["tag"].clone()]);
    let named = tags
        .iter()
        .any(|tag| tag["type"] == "Mention" && tag["href"] == peer);
    assert!(named, "{created}");

    let path = |what: &str| format!("/api/v1/accounts/{them}/{what}");
    for (n, (what, kind)) in [
        ("unfollow", "Undo"),
        ("block", "Block"),
        ("unblock", "Undo"),
    ]
    .into_iter()
    .enumerate()
    {
        meeting.amira.post(&path(what), json!({})).await;
        // After those of the like and of the boost.
        let count = if kind == "Undo" { 3 + n / 2 } else { 1 };
        let received = receives(&meeting, kind, count).await;
        assert_eq!(received["actor"], meeting.actor.as_str());
    }
    let actors = meeting.peer.actors().await;
    assert_eq!(actors[0]["followers"], json!([]), "the Follow is undone");
}

#[tokio::test]
async fn our_vote_counts_in_its_poll_and_its_tally_here() {
    let meeting = Meeting::start().await;
    meeting.follows().await;
    let poll = json!({
        "content": "<p>When?</p>",
        "poll": { "options": ["Monday", "Friday"] },
    });
    let poll = meeting.peer.does("note", poll).await;
    let here = meeting.sees("When?").await;
    let votes = format!("/api/v1/polls/{}/votes", text(&here["poll"]["id"]));
    meeting.amira.post(&votes, json!({ "choices": [1] })).await;
    let ballot = receives(&meeting, "Create", 1).await;
    let vote = &ballot["understood"]["object"];
    assert_eq!(vote["name"], "Friday", "{ballot}");
    assert_eq!(vote["inReplyTo"], poll["object"], "{ballot}");
    // Another's vote, which only the tally tells of.
    let other = json!({ "as": "peer2", "question": poll["object"], "name": "Monday" });
    meeting.peer.does("vote", other).await;
    meeting.peer.received("type=Create&inbox=peer", 2).await;
    let close = json!({ "id": poll["object"], "close": true });
    meeting.peer.does("tally", close).await;
    let closed = meeting
        .until_status("the tally comes", &here["id"], |seen| {
            seen["poll"]["expired"] == true
        })
        .await;
    let counts = &closed["poll"]["options"];
    assert_eq!(counts[0]["votes_count"], 1, "{closed}");
    assert_eq!(counts[1]["votes_count"], 1, "{closed}");
    assert_eq!(closed["poll"]["voters_count"], 2);
    assert_eq!(closed["poll"]["own_votes"], json!([1]));
}
