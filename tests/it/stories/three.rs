//! A classroom teacher posts what they tried, and whoever follows them from elsewhere reads it.

use serde_json::{Value, json};

use super::{PRACTICES, World, audio_feedback, text};

/// Story 3, without the hub's list and without the draft from a phone: "M's follower sees title, summary, link and
/// hashtags; the JSON-LD record validates; editing it on A updates M and H."
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_teacher_posts_and_everybody_who_follows_them_reads_it() {
    let world = World::start().await;
    let posted = world.school.user.post(PRACTICES, audio_feedback()).await;

    // M's follower sees title, summary, link and hashtags.
    let created = created(&world, &posted["uri"]).await;
    assert_eq!(created["verified"]["http"], "draft-cavage", "{created}");
    let seen = world.shown(&created, "mastodon").await;
    assert_eq!(seen["title"], "Audio feedback in Year 8");
    let lines: Vec<&str> = text(&seen["text"]).lines().collect();
    let [title, summary, link] = lines.as_slice() else {
        panic!("title, summary and link: {lines:?}")
    };
    assert_eq!(*title, "Audio feedback in Year 8");
    // The result, how sure, the problem, the cost, for whom.
    for said in ["Partly worked", "Tried", "orkload", "ery low", "English"] {
        assert!(summary.contains(said), "{said}: {summary}");
    }
    assert_eq!(*link, text(&posted["url"]));
    assert!(link.starts_with("https://school.test/@amira/"), "{link}");
    let hashtags = seen["hashtags"].as_array().unwrap();
    assert!((3..=6).contains(&hashtags.len()), "{hashtags:?}");
    assert_eq!(
        (&seen["warning"], &seen["isSensitive"]),
        (&Value::Null, &json!(false))
    );

    // The record validates: a processor of JSON-LD finds one literal under our name, and in it what was entered.
    let expanded = world
        .peer
        .does("expand", json!({ "document": created["document"] }))
        .await;
    let object = &expanded["expanded"][0]["https://www.w3.org/ns/activitystreams#object"][0];
    let carried = &object["https://w3id.org/staffroom/ns#practice"][0];
    assert_eq!(carried["@type"], "@json", "{expanded}");
    let record = &carried["@value"];
    let concept = |path: &str| json!(format!("https://w3id.org/staffroom/v/{path}"));
    assert_eq!(record["evidenceLevel"], concept("ev/tried"));
    assert_eq!(record["outcome"], concept("oc/partly"));
    assert_eq!(record["problem"], json!([concept("pr/workload")]));
    assert_eq!(
        record["steps"],
        json!(["Record two minutes.", "Let them answer."])
    );

    // It is the same on the other instances, byte for byte.
    for place in [&world.meet, &world.hub] {
        let id = place.id_of(&posted).await;
        let there = place.user.get(&format!("{PRACTICES}/{id}")).await;
        assert_eq!(there["record"].to_string(), posted["record"].to_string());
        assert_eq!(there["title"], posted["title"]);
    }

    // Editing it on A updates M and H.
    let mut edited = audio_feedback();
    edited["title"] = json!("Audio feedback in Years 8 and 9");
    let path = format!("{PRACTICES}/{}", text(&posted["id"]));
    world.school.user.put(&path, edited).await;
    let updates = world.peer.received("type=Update", 1).await;
    let update = updates
        .iter()
        .rfind(|it| it["object"] == posted["uri"])
        .unwrap();
    let seen = world.shown(update, "mastodon").await;
    assert_eq!(seen["title"], "Audio feedback in Years 8 and 9");
    assert_eq!(seen["isEdited"], true, "{update}");
    for place in [&world.meet, &world.hub] {
        let path = format!("{PRACTICES}/{}", place.id_of(&posted).await);
        place
            .user
            .until("the edit comes", &path, |it| {
                it["title"] == "Audio feedback in Years 8 and 9" && it["editedAt"].is_string()
            })
            .await;
    }
}

/// The Create of an object, once the peer has it.
pub(super) async fn created(world: &World, uri: &Value) -> Value {
    let query = format!("type=Create&object={}", text(uri));
    world.peer.received(&query, 1).await[0].clone()
}
