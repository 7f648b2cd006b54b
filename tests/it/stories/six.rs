//! An organiser announces an evening, and people of four servers come to it.

use serde_json::{Value, json};

use super::three::created;
use super::{EVENTS, Place, World, evening, text};
use crate::harness::client::Client;

/// How many may speak.
const SPEAKERS: usize = 12;

/// Story 6, its half about places: "Leeds posts an event; people sign up from B, A, Mobilizon (`Join`) and Mastodon (reply
/// \"lurk\"); capacity 12 speakers, then a waiting list; `.ics` works." The draw, the timer, certificates and e-mail come
/// with the parts that they belong to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_four_servers_sign_up_and_the_thirteenth_speaker_waits() {
    let world = World::start().await;
    let event = world.meet.user.post(EVENTS, evening(SPEAKERS)).await;
    let id = text(&event["id"]);

    // Twelve of three instances would speak: those of the organiser's own say so there, others by an answer.
    let mut speakers: Vec<(Client, String)> = Vec::new();
    for n in 0..SPEAKERS {
        let place = world.places()[n % 3];
        let speaker = place.another(&format!("speaker{n}"));
        let here = find(place, &event).await;
        let title = format!("What went wrong, {n}");
        if place.host == world.meet.host {
            let talk = json!({ "talk": { "kind": "nano", "title": title } });
            speaker.post(&format!("{EVENTS}/{here}/rsvp"), talk).await;
            comes(&speaker, &here, "going").await;
            speakers.push((speaker, here));
        } else {
            would_speak(&speaker, &here, &title).await;
        }
    }
    taken(&world, id, "speaker", SPEAKERS, 0).await;

    // A listener from A, one from H; Mobilizon sends a Join, Mastodon a reply.
    for place in [&world.school, &world.hub] {
        let here = find(place, &event).await;
        let rsvp = format!("{EVENTS}/{here}/rsvp");
        place.user.post(&rsvp, json!({ "place": "attendee" })).await;
        comes(&place.user, &here, "going").await;
    }
    let join = json!({
        "activity": { "type": "Join", "object": event["uri"] },
        "recipients": [world.meet.handle()],
    });
    let join = world.peer.does("raw", join).await;
    let answer = world.peer.received("type=Accept", 2).await;
    assert!(
        answer.iter().any(|it| it["object"] == join["activity"]),
        "{answer:?}"
    );
    let lurk = json!({ "as": "peer2", "content": "<p>lurk</p>", "inReplyTo": event["uri"] });
    let lurk = world.peer.does("note", lurk).await;
    let told = answered(&world, &lurk["object"]).await;
    assert!(told.contains("have a place"), "{told}");
    taken(&world, id, "attendee", 4, 0).await;
    taken(&world, id, "speaker", SPEAKERS, 0).await;

    // The thirteenth who would speak waits, and is told their number.
    let speak = "<p>speak nano: Five questions on paper</p>";
    let speak = json!({ "content": speak, "inReplyTo": event["uri"] });
    let speak = world.peer.does("note", speak).await;
    let told = answered(&world, &speak["object"]).await;
    assert!(told.contains("number 1 on the waiting list"), "{told}");
    let late = world.school.another("late");
    would_speak(&late, &find(&world.school, &event).await, "One more").await;
    taken(&world, id, "speaker", SPEAKERS, 2).await;

    // Somebody gives their place up: the first who waits has it, and the next is first.
    let (speaker, here) = &speakers[0];
    speaker.delete(&format!("{EVENTS}/{here}/rsvp")).await;
    taken(&world, id, "speaker", SPEAKERS, 1).await;

    // Calendars can be read: in UTC, which every program takes, also by whoever is not signed in.
    let calendar = world.meet.page(&format!("/events/{id}.ics")).await;
    for line in [
        "BEGIN:VEVENT",
        "DTSTART:20270128T180000Z",
        "DTEND:20270128T203000Z",
        "SUMMARY:TeachMeet Leeds Winter",
    ] {
        assert!(calendar.lines().any(|it| it == line), "{line}: {calendar}");
    }
}

/// The id of the event at a place, found by its address as somebody pastes it into a search.
async fn find(place: &Place, event: &Value) -> String {
    let uri = text(&event["uri"]).replace(':', "%3A").replace('/', "%2F");
    let search = format!("/api/v2/search?resolve=true&type=statuses&q={uri}");
    let found = place.user.until("the event", &search, |found| {
        found["statuses"][0]["uri"] == event["uri"]
    });
    text(&found.await["statuses"][0]["id"]).to_owned()
}

/// Offers a talk by an answer to an event of the organiser, as from any Mastodon app.
async fn would_speak(speaker: &Client, event: &str, title: &str) {
    let status = format!("@ben@meet.test speak nano: {title}");
    let answer = json!({ "status": status, "in_reply_to_id": event });
    speaker.post("/api/v1/statuses", answer).await;
}

/// Waits until somebody stands so.
async fn comes(client: &Client, event: &str, state: &str) {
    let path = format!("{EVENTS}/{event}");
    client
        .until(state, &path, |event| event["mine"]["state"] == state)
        .await;
}

/// Waits until so many have a place of a kind, and so many wait for one.
async fn taken(world: &World, event: &str, kind: &str, going: usize, waiting: usize) {
    let path = format!("{EVENTS}/{event}");
    let fits = |event: &Value| {
        let mut places = event["places"].as_array().into_iter().flatten();
        places.any(|it| it["kind"] == kind && it["going"] == going && it["waiting"] == waiting)
    };
    world.meet.user.until(kind, &path, fits).await;
}

/// What the organiser's server answers to a note of the peer.
async fn answered(world: &World, note: &Value) -> String {
    for count in 1.. {
        let all = world.peer.received("type=Create", count).await;
        let is_answer = |it: &&Value| it["document"]["object"]["inReplyTo"] == *note;
        if let Some(answer) = all.iter().find(is_answer) {
            return text(&answer["document"]["object"]["content"]).to_owned();
        }
    }
    unreachable!("it waits until there is one, or fails")
}

/// An event is shown with title, date, place and how to join wherever posts are read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_reads_posts_reads_when_and_where() {
    let world = World::start().await;
    let event = world.school.user.post(EVENTS, evening(SPEAKERS)).await;
    let seen = world
        .shown(&created(&world, &event["uri"]).await, "mastodon")
        .await;
    let words = text(&seen["text"]);
    for said in [
        "TeachMeet Leeds Winter",
        "28 January 2027",
        "Library",
        "lurk",
        text(&event["url"]),
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
}
