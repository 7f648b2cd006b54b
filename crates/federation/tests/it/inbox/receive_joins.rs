//! Places at events of ours, asked for by people of other servers; and answers to people here.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, StatusRow};
use staffroom_domain::calendar::{Capacities, EventRecord, Mode};
use staffroom_domain::{AccountId, Event, StatusId};
use staffroom_service::calendar::{self, Joined, Joining, NewEvent, NewPlace};
use staffroom_service::follows;
use staffroom_testkit::{TestDb, db_test};

use super::instance::{
    Instance, PUBLIC, activity, assert_applied, assert_ignored, assert_refused, note,
};

fn evening(attendees: u32, waits: bool) -> NewEvent {
    NewEvent {
        title: "TeachMeet Leeds".to_owned(),
        zone: "Europe/London".to_owned(),
        starts: "2026-10-28T18:00".to_owned(),
        ends: Some("2026-10-28T20:00".to_owned()),
        place: Some(NewPlace {
            name: "Library".to_owned(),
            address: String::new(),
        }),
        record: EventRecord {
            mode: Mode::InPerson,
            capacities: Capacities {
                speakers: Some(1),
                attendees: Some(attendees),
                remote: None,
            },
            waiting_list: waits,
            ..EventRecord::default()
        },
        ..NewEvent::default()
    }
}

async fn event(here: &Instance, by: &AccountRow, new: NewEvent) -> (StatusId, String) {
    let made = calendar::create(here.ctx(), by.id, new).await.unwrap();
    here.events().await;
    (made.id, here.object(made.id))
}

/// What was answered: by whom, how, to whom, with which number.
async fn answers(here: &Instance) -> Vec<(i64, String, Value, i64, Option<u32>)> {
    let events = here.events().await;
    events
        .into_iter()
        .filter_map(|event| match event {
            Event::Answered {
                account,
                verb,
                object,
                to,
                place,
            } => {
                let object = serde_json::from_str(&object).unwrap();
                Some((account.get(), verb, object, to.get(), place))
            }
            _ => None,
        })
        .collect()
}

fn verbs(answers: &[(i64, String, Value, i64, Option<u32>)]) -> Vec<(&str, i64, Option<u32>)> {
    answers
        .iter()
        .map(|(_, verb, _, to, place)| (verb.as_str(), *to, *place))
        .collect()
}

/// Bad input: a Join after capacity, and twice.
#[db_test]
async fn joins_are_accepted_queued_and_refused(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let (bo, cy, di) = (
        here.remote("bo", "b.example").await,
        here.remote("cy", "c.example").await,
        here.remote("di", "d.example").await,
    );
    let (id, object) = event(&here, &dev, evening(1, true)).await;
    for (n, who) in [(1, &bo), (2, &bo), (3, &cy), (4, &di), (5, &di)] {
        let join = activity(who, n, "Join", object.as_str());
        assert_applied(&here.receive(who, join).await);
    }
    let told = answers(&here).await;
    assert_eq!(
        verbs(&told),
        [
            ("Accept", bo.id.get(), None),
            ("Accept", bo.id.get(), None),
            ("TentativeAccept", cy.id.get(), Some(1)),
            ("TentativeAccept", di.id.get(), Some(2)),
            ("TentativeAccept", di.id.get(), Some(2)),
        ]
    );
    let join = activity(&bo, 1, "Join", object.as_str());
    assert_eq!(
        told[0].2,
        json!({"type": "Join", "id": join["id"], "actor": bo.uri, "object": object})
    );
    // Who leaves makes room for the first who waits; their own Join is answered, the last one they sent.
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 6, "Leave", object.as_str()))
            .await,
    );
    assert_ignored(
        &here
            .receive(&bo, activity(&bo, 7, "Leave", object.as_str()))
            .await,
    );
    let told = answers(&here).await;
    assert_eq!(verbs(&told), [("Accept", cy.id.get(), None)]);
    // An Undo of a Join is a Leave too, by the activity or by its id alone.
    let undone = activity(&cy, 3, "Join", object.as_str());
    assert_applied(&here.receive(&cy, activity(&cy, 8, "Undo", undone)).await);
    let named = activity(&di, 5, "Join", object.as_str())["id"].clone();
    assert_eq!(
        verbs(&answers(&here).await),
        [("Accept", di.id.get(), None)]
    );
    assert_applied(&here.receive(&di, activity(&di, 9, "Undo", named)).await);
    let seen = calendar::attendees(here.ctx(), None, id, None)
        .await
        .unwrap();
    assert!(
        seen.taken
            .iter()
            .all(|(_, going, waiting)| (*going, *waiting) == (0, 0))
    );

    let (_, object) = event(&here, &dev, evening(1, false)).await;
    for (n, who) in [(10, &bo), (11, &cy)] {
        let join = activity(who, n, "Join", object.as_str());
        assert_applied(&here.receive(who, join).await);
    }
    assert_eq!(
        verbs(&answers(&here).await),
        [("Accept", bo.id.get(), None), ("Reject", cy.id.get(), None)]
    );
}

/// Bad input: a Join after the end.
#[db_test]
async fn what_is_over_or_called_off_has_no_places(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let bo = here.remote("bo", "b.example").await;
    let (id, off) = event(&here, &dev, evening(9, true)).await;
    calendar::cancel(here.ctx(), dev.id, id).await.unwrap();
    let (_, over) = event(&here, &dev, evening(9, true)).await;
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 1, "Join", off.as_str()))
            .await,
    );
    here.advance(Duration::from_hours(24 * 90));
    assert_applied(
        &here
            .receive(&bo, activity(&bo, 2, "Join", over.as_str()))
            .await,
    );
    let told = answers(&here).await;
    assert_eq!(
        verbs(&told),
        [("Reject", bo.id.get(), None), ("Ignore", bo.id.get(), None)]
    );
}

/// Bad input: a Join for another person.
#[db_test]
async fn nobody_joins_or_leaves_for_another(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let bo = here.remote("bo", "b.example").await;
    let eve = here.remote("eve", "e.example").await;
    let (id, object) = event(&here, &dev, evening(9, true)).await;
    let join = activity(&bo, 1, "Join", object.as_str());
    assert_applied(&here.receive(&bo, join.clone()).await);
    // Eve undoes Bo's Join, by what it says and by its id, and leaves as if she were Bo.
    assert_refused(
        &here
            .receive(&eve, activity(&eve, 2, "Undo", join.clone()))
            .await,
    );
    assert_refused(
        &here
            .receive(&eve, activity(&eve, 3, "Undo", join["id"].clone()))
            .await,
    );
    assert_ignored(
        &here
            .receive(&eve, activity(&eve, 4, "Leave", object.as_str()))
            .await,
    );
    // A Join whose object is Bo's Join, or with Bo in it, is none of Bo's.
    let mut told = activity(&eve, 5, "Join", object.as_str());
    told["attributedTo"] = bo.uri.clone().into();
    told["target"] = bo.uri.clone().into();
    assert_applied(&here.receive(&eve, told).await);
    let seen = calendar::attendees(here.ctx(), Some(dev.id), id, None)
        .await
        .unwrap();
    let people: Vec<AccountId> = seen
        .people
        .unwrap()
        .iter()
        .map(|it| it.account.id)
        .collect();
    assert_eq!(people, [bo.id, eve.id]);
}

/// Ignore to what is not ours to give: an event of another server that somebody here was asked about.
#[db_test]
async fn an_event_of_others_has_no_places_here(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let bo = here.remote("bo", "b.example").await;
    let elsewhere = "https://events.example/events/1";
    let mut asked = activity(&bo, 1, "Join", elsewhere);
    asked["to"] = json!([here.uri(&dev)]);
    assert_applied(&here.receive(&bo, asked).await);
    assert_eq!(
        verbs(&answers(&here).await),
        [("Ignore", bo.id.get(), None)]
    );
    // What only came along is nothing to us.
    assert_ignored(&here.receive(&bo, activity(&bo, 2, "Join", elsewhere)).await);
    assert_eq!(here.events().await, []);
}

async fn state(here: &Instance, by: AccountId, event: StatusId) -> Option<String> {
    let place = calendar::my_place(here.ctx(), by, event).await.unwrap();
    place.map(|(row, _)| row.state)
}

/// An event as Mobilizon sends it.
fn of_mobilizon(by: &AccountRow) -> Value {
    json!({
        "id": "https://events.example/events/5a0b", "type": "Event",
        "attributedTo": by.uri, "actor": by.uri, "to": [PUBLIC], "cc": [],
        "name": "TeachMeet Lyon", "content": "<p>Venez !</p>", "mediaType": "text/html",
        "startTime": "2026-11-28T19:00:00+01:00", "endTime": "2026-11-28T21:00:00+01:00",
        "timezone": "Europe/Paris", "category": "LEARNING", "joinMode": "free",
        "maximumAttendeeCapacity": 30, "status": "CONFIRMED", "ical:status": "CONFIRMED",
        "published": "2026-08-30T12:00:00Z", "uuid": "5a0b",
        "url": "https://events.example/events/5a0b"
    })
}

#[db_test]
async fn people_here_ask_for_places_elsewhere(db: TestDb) {
    let here = Instance::on(db);
    let (dev, amy) = (here.local("dev").await, here.local("amy").await);
    let host = here.remote("lyon", "events.example").await;
    let other = here.remote("eve", "e.example").await;
    here.follows(&dev, &host).await;
    let sent = activity(&host, 1, "Create", of_mobilizon(&host));
    assert_applied(&here.receive(&host, sent).await);
    here.events().await;
    let there = here
        .status("https://events.example/events/5a0b")
        .await
        .unwrap();
    let join = |by: AccountId| calendar::join(here.ctx(), by, there.id, Joining::default());
    assert_eq!(join(dev.id).await.unwrap(), Joined::Asked);
    assert_eq!(join(dev.id).await.unwrap(), Joined::Asked);
    let asked: Vec<_> = here
        .events()
        .await
        .into_iter()
        .filter_map(|event| match event {
            Event::Joined { participation, .. } => Some(participation),
            _ => None,
        })
        .collect();
    assert_eq!(asked.len(), 1, "asked once");
    let id = here.ctx().addresses.join(asked[0]);
    // Only the event's server answers.
    assert_refused(
        &here
            .receive(&other, activity(&other, 2, "Accept", id.as_str()))
            .await,
    );
    let mut later = activity(&host, 3, "TentativeAccept", id.as_str());
    later["waitingPlace"] = 4.into();
    assert_applied(&here.receive(&host, later).await);
    let (_, standing) = calendar::my_place(here.ctx(), dev.id, there.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(standing, Joined::Waiting(4));
    // Mobilizon writes the Join out, sometimes under an id of its own.
    let written = json!({
        "type": "Join", "id": "https://events.example/join/event/9",
        "actor": here.uri(&dev), "object": "https://events.example/events/5a0b",
    });
    assert_applied(
        &here
            .receive(&host, activity(&host, 4, "Accept", written))
            .await,
    );
    assert_eq!(
        state(&here, dev.id, there.id).await.as_deref(),
        Some("going")
    );
    assert!(calendar::leave(here.ctx(), dev.id, there.id).await.unwrap());
    assert!(
        here.events()
            .await
            .iter()
            .any(|event| matches!(event, Event::Left { .. }))
    );
    assert_ignored(
        &here
            .receive(&host, activity(&host, 5, "Accept", id.as_str()))
            .await,
    );
    assert_eq!(
        state(&here, dev.id, there.id).await.as_deref(),
        Some("left")
    );
    // A server that takes no answers says Ignore; one that refuses says Reject.
    for (n, verb, expected) in [(6, "Ignore", "ignored"), (7, "Reject", "declined")] {
        assert_eq!(join(amy.id).await.unwrap(), Joined::Asked);
        let written = json!({
            "type": "Join", "actor": here.uri(&amy),
            "object": "https://events.example/events/5a0b",
        });
        assert_applied(&here.receive(&host, activity(&host, n, verb, written)).await);
        assert_eq!(
            state(&here, amy.id, there.id).await.as_deref(),
            Some(expected)
        );
    }
}

/// Checklist 26. Catalogue 12, 26.
#[db_test]
async fn only_who_holds_an_event_or_organises_it_answers(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let group = here.remote("lyon", "events.example").await;
    let maker = here.remote("maker", "events.example").await;
    let helper = here.remote("helper", "events.example").await;
    let neighbour = here.remote("mal", "events.example").await;
    let stranger = here.remote("helper", "e.example").await;
    here.follows(&dev, &group).await;
    let mut held = of_mobilizon(&group);
    held["actor"] = maker.uri.clone().into();
    held["organizers"] = json!([helper.uri, stranger.uri]);
    assert_applied(
        &here
            .receive(&group, activity(&group, 1, "Create", held))
            .await,
    );
    let there = here
        .status("https://events.example/events/5a0b")
        .await
        .unwrap();
    let joined = calendar::join(here.ctx(), dev.id, there.id, Joining::default());
    assert_eq!(joined.await.unwrap(), Joined::Asked);
    let join = json!({
        "type": "Join", "actor": here.uri(&dev),
        "object": "https://events.example/events/5a0b",
    });
    for (n, who) in [(2, &neighbour), (4, &stranger)] {
        for (n, verb) in [(n, "Accept"), (n + 1, "Reject")] {
            assert_refused(
                &here
                    .receive(who, activity(who, n, verb, join.clone()))
                    .await,
            );
        }
    }
    let state = async || state(&here, dev.id, there.id).await.unwrap();
    assert_eq!(state().await, "asked");
    for (n, who, verb, expected) in [
        (6, &maker, "Accept", "going"),
        (7, &helper, "Reject", "declined"),
        (8, &group, "Accept", "going"),
    ] {
        assert_applied(
            &here
                .receive(who, activity(who, n, verb, join.clone()))
                .await,
        );
        assert_eq!(state().await, expected);
    }
}

/// Which notes stand at an event.
async fn notes(here: &Instance, event: StatusId) -> Vec<String> {
    let all = calendar::notes(here.ctx(), None, event, None, 20).await;
    all.unwrap()
        .views
        .into_iter()
        .map(|view| view.status.uri.unwrap())
        .collect()
}

/// Checklist 49. A record names any event; what stands at an event is what its organiser takes for an answer.
#[db_test]
async fn a_note_stands_at_an_event_only_as_an_answer_that_it_takes(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let (bo, cy) = (
        here.remote("bo", "b.example").await,
        here.remote("cy", "c.example").await,
    );
    here.follows(&dev, &bo).await;
    let (id, object) = event(&here, &dev, evening(9, true)).await;
    let about = |by: &AccountRow, n: u32, answers: &str| {
        let mut written = note(by, n);
        written["inReplyTo"] = answers.into();
        written["eventNote"] = json!({"event": object, "slot": 1, "text": "They loved it."});
        activity(by, n, "Create", written)
    };
    assert_applied(&here.receive(&cy, about(&cy, 1, &object)).await);
    let first = "https://c.example/users/cy/notes/1";
    assert_eq!(notes(&here, id).await, [first]);
    // Beside its thread.
    let mut other = note(&bo, 2);
    other["content"] = "<p>Elsewhere</p>".into();
    assert_applied(&here.receive(&bo, activity(&bo, 2, "Create", other)).await);
    let other = "https://b.example/users/bo/notes/2";
    assert_applied(&here.receive(&bo, about(&bo, 3, other)).await);
    assert_eq!(notes(&here, id).await, [first]);
    // By whom its organiser has blocked, below what others answered.
    follows::block(here.ctx(), dev.id, bo.id).await.unwrap();
    assert_applied(&here.receive(&bo, about(&bo, 4, first)).await);
    assert_eq!(notes(&here, id).await, [first]);
    // Where it takes no answers.
    let closed = here.ctx().transact(move |tx| {
        let row = statuses::find(tx.conn, id)?.unwrap();
        let reply_policy = "nobody".to_owned();
        statuses::update(
            tx.conn,
            StatusRow {
                reply_policy,
                ..row
            },
        )
    });
    closed.await.unwrap();
    assert_applied(&here.receive(&cy, about(&cy, 5, first)).await);
    assert_eq!(notes(&here, id).await, [first]);
}

/// From plain Mastodon, which knows no Join: a reply is enough, and is answered for them alone.
#[db_test]
async fn a_reply_from_elsewhere_asks_for_a_place(db: TestDb) {
    let here = Instance::on(db);
    let dev = here.local("dev").await;
    let bo = here.remote("bo", "b.example").await;
    let (id, object) = event(&here, &dev, evening(9, true)).await;
    let reply = json!({
        "id": "https://b.example/users/bo/statuses/1", "type": "Note",
        "attributedTo": bo.uri, "to": [PUBLIC], "cc": [here.uri(&dev)],
        "inReplyTo": object, "published": "2026-09-01T08:00:00Z",
        "content": "<p><span class=\"h-card\"><a href=\"https://school.example/@dev\" class=\"u-url mention\">@<span>dev</span></a></span> lurk</p>",
        "tag": [{"type": "Mention", "href": here.uri(&dev), "name": "@dev@school.example"}],
    });
    assert_applied(&here.receive(&bo, activity(&bo, 1, "Create", reply)).await);
    let seen = calendar::attendees(here.ctx(), Some(dev.id), id, None)
        .await
        .unwrap();
    assert_eq!(seen.people.unwrap()[0].account.id, bo.id);
    let published: Vec<StatusId> = here
        .events()
        .await
        .into_iter()
        .filter_map(|event| match event {
            Event::StatusPublished { status } => Some(status),
            _ => None,
        })
        .collect();
    assert_eq!(published.len(), 1);
    let status = published[0];
    let said = here
        .read(move |conn| statuses::find(conn, status))
        .await
        .unwrap();
    assert_eq!((said.account_id, said.visibility), (dev.id, 3));
    assert_eq!(
        said.source,
        "@bo@b.example You have a place: TeachMeet Leeds. Reply \"leave\" to the event to give it up."
    );
}
