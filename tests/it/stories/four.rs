//! Somebody elsewhere tries it, and says that it did nothing.

use serde_json::{Value, json};

use super::{PASSWORD, PRACTICES, World, audio_feedback, text};
use crate::harness::visitor::Visitor;

const DRAFTS: &str = "/api/staffroom/v1/drafts";

/// Story 4, whose outsider is a teacher of another of our instances: "an outside teacher replies: tried, no effect, Year 9,
/// 4 weeks, 28 learners, independent, would do it again; the author's ledger shows 1 no-effect, 1 organisation,
/// independent 1; they delete the toot; the ledger drops it within one delivery and shows 1 withdrawn."
/// They begin it from their Mastodon app, and finish it with a few taps on the page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outsider_reports_and_takes_it_back() {
    let world = World::start().await;
    let posted = world.school.user.post(PRACTICES, audio_feedback()).await;
    let outcome = tries(&world, &posted).await;

    // The author is told, and sees it as an answer in their Mastodon app.
    let thread = format!("/api/v1/statuses/{}/context", text(&posted["id"]));
    let answers = |thread: &Value| {
        let all = thread["descendants"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        all.into_iter().find(|it| it["uri"] == outcome["uri"])
    };
    let seen = world
        .school
        .user
        .until("the answer", &thread, |it| answers(it).is_some())
        .await;
    let answer = answers(&seen).unwrap();
    assert_eq!(answer["in_reply_to_id"], posted["id"]);
    assert_eq!(answer["account"]["acct"], "ben@meet.test");
    assert!(
        text(&answer["content"]).contains("Shorter notes."),
        "{answer}"
    );
    assert_eq!(answer["staffroom"]["record"], outcome["record"]);

    // The author's ledger shows 1 no-effect, 1 organisation, independent 1; and so does everybody's.
    world
        .until_all_count("it counts", &posted, |summary| {
            summary["outcomes"]["no-effect"] == 1
                && summary["organisations"] == 1
                && summary["independent"] == 1
                && summary["outcomes"]["worked"] == 0
                && summary["outcomes"]["partly"] == 0
        })
        .await;

    // They delete the toot, as a Mastodon app does.
    let path = format!("/api/v1/statuses/{}", text(&outcome["id"]));
    world.meet.user.delete(&path).await;
    world
        .until_all_count("it is withdrawn", &posted, |summary| {
            summary["outcomes"]["no-effect"] == 0
                && summary["organisations"] == 0
                && summary["withdrawn"] == 1
        })
        .await;
    let seen = world.school.user.get(&thread).await;
    assert!(answers(&seen).is_none(), "what they wrote is gone: {seen}");
    let ledger = format!("{PRACTICES}/{}/ledger", text(&posted["id"]));
    let ledger = world.school.user.get(&ledger).await;
    let said = ledger["sentences"].to_string();
    assert!(
        said.contains("1 outcome withdrawn") || said.contains("withdrawn"),
        "{said}"
    );
}

/// Ben answers from his app, and finishes the draft on the page of it. Gives what is published.
async fn tries(world: &World, practice: &Value) -> Value {
    let meet = &world.meet;
    let id = meet.id_of(practice).await;
    let reply = json!({
        "status": "Tried: no effect, Y9, 4 weeks, 28 learners",
        "in_reply_to_id": id,
    });
    meet.user.post("/api/v1/statuses", reply).await;
    let drafts = format!("{DRAFTS}?limit=40");
    let made = meet
        .user
        .until("a draft", &drafts, |list| {
            list["items"][0]["id"].is_string()
        })
        .await;
    let draft = format!("/drafts/{}", text(&made["items"][0]["id"]));

    // The page has what he has said; what he has not is asked for, and nothing is published before he says so.
    let ben = Visitor::sign_in(&meet.instance, meet.host, meet.name, PASSWORD).await;
    let page = ben.get(&draft).await;
    for said in [
        "value=\"oc/no-effect\" checked",
        "value=\"gs/10-35\" checked",
        "value=\"ph/lower-secondary-ks3\" checked",
        "value=\"4 weeks\"",
        "href=\"#sentence\"",
    ] {
        assert!(page.text.contains(said), "no {said}: {}", page.text);
    }
    let version = page.between("name=\"version\" value=\"", "\"").to_owned();
    let answers = [
        ("version", version.as_str()),
        ("outcome", "oc/no-effect"),
        ("learners", "gs/10-35"),
        ("phase", "ph/lower-secondary-ks3"),
        ("duration", "4 weeks"),
        ("level", "ev/tried"),
        ("independence", "in/independent-practitioner"),
        ("again", "yes"),
        ("sentence", "Shorter notes."),
        ("do", "publish"),
    ];
    let done = ben.submit(&page, &draft, &answers).await;
    assert_eq!(done.status, 303, "{}", done.text);
    assert_eq!(done.location, format!("/practices/{id}#reports"));
    let outcomes = format!("{PRACTICES}/{id}/outcomes");
    let list = meet.user.get(&outcomes).await;
    let mut items = list["items"].as_array().unwrap().iter();
    let own =
        items.find(|it| it["record"]["outcome"] == "https://w3id.org/staffroom/v/oc/no-effect");
    own.unwrap_or_else(|| panic!("his result: {list}")).clone()
}
