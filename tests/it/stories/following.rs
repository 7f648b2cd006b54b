//! Somebody on a Mastodon follows the library of a hub, and a topic of it.

use serde_json::json;

use super::{PRACTICES, World, audio_feedback, text};

/// Issue 7: "Followable from Mastodon: `@library@hub` (everything that passes the rules) and one `Service` actor for each
/// technology and problem concept that the curator switches on: they announce matching practices."
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_elsewhere_hears_of_what_is_new_until_it_is_withdrawn() {
    let world = World::with_hub().await;
    let hub = &world.hub.instance;
    let made = hub.run(&["hub", "topic", "on", "tech/assessment"], "");
    assert!(made.contains("@edtech-assessment@hub.test"), "{made}");
    for (n, name) in ["library", "edtech-assessment"].into_iter().enumerate() {
        let follow = json!({ "actor": format!("@{name}@hub.test") });
        world.peer.does("follow", follow).await;
        // The first was Amira's.
        world.peer.received("type=Accept", n + 2).await;
    }
    hub.run(&["hub", "add", "school.test"], "");
    let school = &world.school;
    school
        .user
        .until("the hub asks", "/api/v1/instance", |_| {
            let asked = school.instance.run(&["hub", "asked"], "");
            asked.contains("hub.test")
        })
        .await;
    school.instance.run(&["hub", "accept", "hub.test"], "");

    let posted = school.user.post(PRACTICES, audio_feedback()).await;
    let announced = world.peer.received("type=Announce", 2).await;
    assert_ne!(announced[0]["actor"], announced[1]["actor"]);
    for announce in &announced {
        assert_eq!(announce["object"], posted["uri"], "{announce}");
        assert_eq!(announce["verified"]["proof"], true, "{announce}");
        assert!(text(&announce["actor"]).starts_with("https://hub.test/"));
    }
    let list = hub.run(&["hub", "topic", "list"], "");
    assert!(
        list.contains("1 followers, 1 announced, 0 in digests, 0 waiting"),
        "{list}"
    );

    let withdraw = format!("{PRACTICES}/{}/withdraw", text(&posted["id"]));
    school.user.post(&withdraw, json!({})).await;
    let undone = world.peer.received("type=Undo", 2).await;
    for announce in &announced {
        let is_its = undone.iter().any(|undo| undo["object"] == announce["id"]);
        assert!(is_its, "{announce} {undone:?}");
    }
}
