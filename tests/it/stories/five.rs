//! An author cannot hide what came of their practice elsewhere.

use serde_json::{Value, json};

use super::three::created;
use super::{PRACTICES, World, audio_feedback, text};
use crate::recount::recount;

fn harmful() -> Value {
    json!({
        "outcome": "oc/harmful",
        "evidenceLevel": "ev/tried",
        "independence": "in/independent-practitioner",
        "nextTime": "Not with this class.",
        "wouldDoAgain": "no",
    })
}

/// Story 5, without the hub: "the author's practice gets a harmful outcome from B; the author's instance rejects it as
/// out-of-scope." It is listed with the reason code, and others show both: what they count, and what the author's server says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_author_rejects_is_listed_and_seen_elsewhere() {
    let world = World::start().await;
    let posted = world.school.user.post(PRACTICES, audio_feedback()).await;
    let outcome = world
        .meet
        .reports(&posted, harmful(), "They stopped writing altogether.")
        .await;
    world
        .until_all_count("harm is counted", &posted, |summary| {
            summary["outcomes"]["harmful"] == 1
                && summary["flags"].to_string().contains("harm-reported")
        })
        .await;

    let at_school = world.school.id_of(&posted).await;
    let items = world
        .school
        .user
        .get(&format!("{PRACTICES}/{at_school}/outcomes"))
        .await;
    let all = items["items"].as_array().unwrap();
    let entry = all.iter().find(|it| it["uri"] == outcome["uri"]).unwrap();
    let reject = format!("/api/staffroom/v1/entries/{}/reject", text(&entry["id"]));
    world
        .school
        .user
        .post(&reject, json!({ "reason": "out-of-scope" }))
        .await;

    // Not erased: listed with its reason, for everybody.
    let rejected = format!("{PRACTICES}/{at_school}/ledger/rejected");
    let rejected = world.school.user.get(&rejected).await;
    assert_eq!(rejected["items"][0]["uri"], outcome["uri"], "{rejected}");
    assert_eq!(rejected["items"][0]["reason"], "out-of-scope");
    let own = format!("{PRACTICES}/{at_school}/ledger");
    let own = world.school.user.get(&own).await["summary"].clone();
    assert_eq!(own["outcomes"]["harmful"], 0, "{own}");
    assert_eq!(own["rejected"]["out-of-scope"], 1, "{own}");

    // Whoever reported it hears of the answer, and their result is still theirs, for all to read.
    let path = format!("/api/staffroom/v1/outcomes/{}", text(&outcome["id"]));
    world
        .meet
        .user
        .until("the answer", &path, |it| {
            it["answer"] == "rejected" && it["reason"] == "out-of-scope"
        })
        .await;
    let status = format!("/api/v1/statuses/{}", text(&outcome["id"]));
    let status = world.meet.user.get(&status).await;
    assert!(
        text(&status["content"]).contains("stopped writing"),
        "{status}"
    );
}

/// Story 5, the hub's half: "H shows both numbers and the reason code; H fetched the outcome from B", and anybody can count
/// both again (`tests/recount`).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hub_shows_what_an_author_rejects_with_both_numbers_and_the_reason() {
    let world = World::with_hub().await;
    let posted = world.school.user.post(PRACTICES, audio_feedback()).await;
    let outcome = world
        .meet
        .reports(&posted, harmful(), "They stopped writing altogether.")
        .await;
    let at_school = world.school.id_of(&posted).await;
    let list = format!("{PRACTICES}/{at_school}/outcomes");
    let entry_of = |items: &Value| {
        let mut items = items["items"].as_array().into_iter().flatten();
        let found = items.find(|it| it["uri"] == outcome["uri"]);
        found.map(|it| text(&it["id"]).to_owned())
    };
    let items = world
        .school
        .user
        .until("the outcome comes", &list, |items| {
            entry_of(items).is_some()
        });
    let entry = entry_of(&items.await).unwrap();
    let reject = format!("/api/staffroom/v1/entries/{entry}/reject");
    world
        .school
        .user
        .post(&reject, json!({ "reason": "out-of-scope" }))
        .await;

    // The hub asks both, and both let it; the first only once it has heard of the question.
    for place in [&world.school, &world.meet] {
        world.hub.instance.run(&["hub", "add", place.host], "");
        let requests = "/api/v1/instance";
        place
            .user
            .until("the hub asks", requests, |_| {
                let asked = place.instance.run(&["hub", "asked"], "");
                asked.contains("hub.test")
            })
            .await;
        place.instance.run(&["hub", "accept", "hub.test"], "");
    }
    let at_hub = world.hub.id_of(&posted).await;
    let ledgers = format!("/api/staffroom/v1/hub/practices/{at_hub}/ledgers");
    let fits = |both: &Value| {
        both["hub"]["summary"]["outcomes"]["harmful"] == 1
            && both["author"]["rejected"][0]["uri"] == outcome["uri"]
    };
    let path = format!("{PRACTICES}/{at_hub}/ledger");
    world
        .hub
        .user
        .until("it is counted", &path, |ledger| {
            let school = world
                .hub
                .instance
                .run(&["hub", "status", "school.test"], "");
            ledger["summary"]["outcomes"]["harmful"] == 1 && school.contains("practices: 1")
        })
        .await;
    let both = world.hub.user.until("both ledgers", &ledgers, fits).await;
    assert_eq!(
        both["author"]["summary"]["outcomes"]["harmful"], 0,
        "{both}"
    );
    assert_eq!(both["author"]["rejected"][0]["reason"], "out-of-scope");
    let known = both["outcomes"].as_array().unwrap();
    let known = known.iter().find(|it| it["uri"] == outcome["uri"]).unwrap();
    assert_eq!(known["state"], "verified", "{both}");
    assert_eq!(known["rejectedFor"], "out-of-scope", "{both}");
    let status = world.hub.instance.run(&["hub", "status", "meet.test"], "");
    assert!(status.contains("state: member"), "{status}");
    anybody_can_count_again(&world, &posted, &both).await;
}

/// A stranger comes to the same numbers, from what each server shows of its own: those of the author without the harm, and
/// those of the hub with it. Where a number was changed, it is named.
async fn anybody_can_count_again(world: &World, posted: &Value, both: &Value) {
    let of_author = format!("{}/ledger", text(&posted["uri"]));
    let of_hub = text(&both["ledger"]);
    let said = world.network.recount(&[&of_author, of_hub]);
    let lines: Vec<&str> = said.text.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.text);
    for (line, ledger) in lines.iter().zip([of_author.as_str(), of_hub]) {
        assert!(
            line.starts_with(&format!("agrees: {ledger}, too few")),
            "{line}"
        );
        assert!(line.contains(text(&posted["uri"])), "{line}");
    }
    assert_eq!(said.code, Some(0));

    let kept = world.network.keep(of_hub).await;
    let folder = kept.folder.path().to_str().unwrap().to_owned();
    let said = recount(&["--folder", &folder, of_hub], None);
    assert_eq!(
        said.code,
        Some(0),
        "what was kept counts the same: {}",
        said.text
    );
    kept.change(of_hub, |head| {
        head["ledgerSummary"]["outcomes"]["harmful"] = json!(0);
    });
    let said = recount(&["--folder", &folder, of_hub], None);
    assert!(
        said.text.contains("outcomes.harmful: 0, but counted: 1"),
        "{}",
        said.text
    );
    assert_eq!(said.code, Some(1));
    for (member, value, problem) in [
        ("outcomes.harmful", json!(0), "a name that is none"),
        ("asOf", json!("2020-01-01T00:00:00Z"), "asOf is 2020-01-01"),
    ] {
        kept.change(of_hub, |head| {
            head["ledgerSummary"][member] = value.clone();
        });
        let said = recount(&["--folder", &folder, of_hub], None);
        assert!(said.text.contains(problem), "{member}: {}", said.text);
        assert_eq!(said.code, Some(2));
    }
    kept.change(of_hub, |head| {
        head["id"] = json!(of_author);
    });
    let said = recount(&["--folder", &folder, of_hub], None);
    assert!(said.text.contains("are not of one"), "{}", said.text);
    assert_eq!(said.code, Some(2));
}

/// Story 5: "a relay forging an outcome from A is refused."
///
/// Catalogue 24.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outcome_that_somebody_forges_is_counted_nowhere() {
    let world = World::start().await;
    let posted = world.school.user.post(PRACTICES, audio_feedback()).await;
    created(&world, &posted["uri"]).await;
    let ben = world
        .meet
        .user
        .get("/api/v1/accounts/verify_credentials")
        .await;
    let mut record = harmful();
    record["outcome"] = json!("https://w3id.org/staffroom/v/oc/worked");
    record["evidenceLevel"] = json!("https://w3id.org/staffroom/v/ev/tried");
    record["practice"] = posted["uri"].clone();
    record["practiceVersion"] = json!(1);
    let note = json!({
        "id": "https://meet.test/ap/objects/117691231655559168",
        "type": "Note",
        "attributedTo": ben["uri"],
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "inReplyTo": posted["uri"],
        "content": "<p>It worked wonders.</p>",
        "published": "2026-11-27T12:00:00Z",
        "outcome": record,
    });
    let peer = world.peer.actors().await[0]["id"].clone();
    for (number, (kind, actor)) in [
        ("Create", &ben["uri"]),
        ("Create", &peer),
        ("Announce", &peer),
    ]
    .into_iter()
    .enumerate()
    {
        let document = json!({
            "@context": ["https://www.w3.org/ns/activitystreams",
                {"cop": "https://w3id.org/staffroom/ns#", "outcome": {"@id": "cop:outcome", "@type": "@json"}}],
            "id": format!("https://peer.test/activities/forged-{number}"),
            "type": kind,
            "actor": actor,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "object": note,
        });
        for place in world.places() {
            let inbox = format!("https://{}/ap/inbox", place.host);
            let sent = json!({ "document": document, "inbox": inbox });
            let status = world.peer.does("verbatim", sent).await["status"].clone();
            let is_in_their_name = *actor == ben["uri"];
            assert!(
                !is_in_their_name || status == 401 || status == 400,
                "{kind} in the name of {actor}: {status}"
            );
        }
    }
    // What comes later from both is there: whatever was sent before has been looked at. (Where the forged one cannot be
    // fetched from the server that it names, it is asked for again later.)
    world
        .meet
        .reports(&posted, harmful(), "They stopped writing altogether.")
        .await;
    world
        .until_all_count("the true one is counted", &posted, |summary| {
            summary["outcomes"]["harmful"] == 1 && summary["outcomes"]["worked"] == 0
        })
        .await;
    let note = json!({ "content": "<p>Well written.</p>", "inReplyTo": posted["uri"] });
    world.peer.does("note", note).await;
    let thread = format!("/api/v1/statuses/{}/context", text(&posted["id"]));
    let is_there = |thread: &Value| thread.to_string().contains("Well written");
    world
        .school
        .user
        .until("the answer", &thread, is_there)
        .await;
    for place in world.places() {
        let id = place.id_of(&posted).await;
        let ledger = place.user.get(&format!("{PRACTICES}/{id}/ledger")).await;
        assert_eq!(ledger["summary"]["outcomes"]["worked"], 0, "{}", place.host);
        assert_eq!(ledger["summary"]["unverifiedOutcomes"].get("worked"), None);
        let thread = place
            .user
            .get(&format!("/api/v1/statuses/{id}/context"))
            .await;
        assert!(
            !thread.to_string().contains("wonders"),
            "{}: {thread}",
            place.host
        );
    }
}
