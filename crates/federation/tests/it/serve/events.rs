//! Events of ours as other servers read them: what FEP-8a8e and Mobilizon ask for, written down by hand.

use serde_json::{Value, json};
use staffroom_domain::calendar::{Capacities, EventRecord, Mode};
use staffroom_service::calendar::{self, Joining, NewEvent, NewPlace};

use super::instance::Instance;

fn evening() -> NewEvent {
    NewEvent {
        title: "TeachMeet <Leeds>".to_owned(),
        text: "Come to speak or to listen.".to_owned(),
        language: Some("en".to_owned()),
        zone: "Europe/London".to_owned(),
        starts: "2027-07-01T18:00".to_owned(),
        ends: Some("2027-07-01T20:30".to_owned()),
        place: Some(NewPlace {
            name: "Library".to_owned(),
            address: "1 Example Road, Leeds".to_owned(),
        }),
        online_url: Some("https://leeds.example/rooms/1".to_owned()),
        record: EventRecord {
            mode: Mode::Hybrid,
            capacities: Capacities {
                speakers: Some(8),
                attendees: Some(40),
                remote: Some(60),
            },
            waiting_list: true,
            series: Some("TeachMeet Leeds".to_owned()),
            ..EventRecord::default()
        },
        ..NewEvent::default()
    }
}

#[actix_web::test]
async fn an_event_says_what_readers_of_events_ask_for() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let made = calendar::create(&instance.ctx, amira.id, evening())
        .await
        .unwrap();
    let ben = instance.teacher("ben").await;
    calendar::join(&instance.ctx, ben.id, made.id, Joining::default())
        .await
        .unwrap();
    let path = format!("/ap/objects/{}", made.id);
    let document = instance.fetch(&path).await.assert_status(200).document();
    let id = instance.ctx.addresses.object(made.id);
    let page = instance.ctx.addresses.event_page(made.id);
    let expected = json!({
        "id": id,
        "type": "Event",
        "attributedTo": instance.ctx.addresses.actor(amira.id),
        "name": "TeachMeet <Leeds>",
        "summary": format!(
            "Thursday 1 July 2027, 18:00–20:30 (Europe/London). Library, 1 Example Road, Leeds. \
             Online: https://leeds.example/rooms/1 Join: {page}, or reply &quot;lurk&quot; or \
             &quot;speak nano: title&quot;."
        ),
        "content": "<p>Come to speak or to listen.</p>",
        "url": page,
        "startTime": "2027-07-01T17:00:00Z",
        "endTime": "2027-07-01T19:30:00Z",
        "displayEndTime": true,
        "timezone": "Europe/London",
        "location": [
            {"type": "Place", "name": "Library", "address": {
                "type": "PostalAddress", "streetAddress": "1 Example Road, Leeds"
            }},
            {"type": "VirtualLocation", "url": "https://leeds.example/rooms/1"}
        ],
        "eventStatus": "EventScheduled",
        "status": "CONFIRMED",
        "joinMode": "free",
        "maximumAttendeeCapacity": 108,
        "remainingAttendeeCapacity": 107,
        "participantCount": 1,
        "isOnline": true,
        "category": "LEARNING",
        "organizers": format!("{id}/organizers"),
        "attendees": format!("{id}/attendees"),
        "attachment": [{
            "type": "Link", "href": "https://leeds.example/rooms/1", "name": "Website",
            "mediaType": "text/html"
        }],
        "event": {
            "kind": "teachmeet", "mode": "hybrid", "series": "TeachMeet Leeds",
            "capacities": {"speakers": 8, "attendees": 40, "remote": 60}, "waitingList": true
        }
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(document.get(name), Some(value), "{name}");
    }
    assert_eq!(document["sensitive"], json!(false));
    let terms: Vec<&Value> = document["@context"].as_array().unwrap().iter().collect();
    let own = terms.last().unwrap();
    assert_eq!(own["event"], json!({"@id": "cop:event", "@type": "@json"}));

    // How many, for everybody; who, for nobody here.
    let list = format!("{path}/attendees");
    let list = instance.fetch(&list).await.assert_status(200).document();
    assert_eq!(list["totalItems"], 1);
    assert_eq!((list.get("first"), list.get("items")), (None, None));
    let list = format!("{path}/organizers");
    let list = instance.fetch(&list).await.assert_status(200).document();
    assert_eq!(
        list["items"],
        json!([instance.ctx.addresses.actor(amira.id)])
    );
}
