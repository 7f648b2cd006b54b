//! Somebody elsewhere tries it, and says that it did nothing.

use serde_json::{Value, json};

use super::{PRACTICES, World, audio_feedback, text};

/// Story 4, whose outsider is a teacher of another of our instances: "an outside teacher replies: tried, no effect, Year 9,
/// 4 weeks, 28 learners, independent, would do it again; the author's ledger shows 1 no-effect, 1 organisation,
/// independent 1; they delete the toot; the ledger drops it within one delivery and shows 1 withdrawn." That a reply
/// `Tried:` becomes a draft comes with drafts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outsider_reports_and_takes_it_back() {
    let world = World::start().await;
    let posted = world.school.user.post(PRACTICES, audio_feedback()).await;
    let record = json!({
        "outcome": "oc/no-effect",
        "evidenceLevel": "ev/tried",
        "duration": "Four weeks",
        "phase": ["ph/lower-secondary-ks3"],
        "learners": "gs/10-35",
        "independence": "in/independent-practitioner",
        "wouldDoAgain": "yes",
        "nextTime": "Shorter notes.",
    });
    let outcome = world
        .meet
        .reports(&posted, record, "Tried it with Year 9.")
        .await;

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
        text(&answer["content"]).contains("Tried it with Year 9."),
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
