//! Talks and who gives them.

use staffroom_domain::calendar::{PlaceKind, SlotKind, SlotRecord, SlotStatus, TalkOffer};
use staffroom_service::calendar::{self, CalendarError, Joined, Joining, NewNote, NewTalk};
use staffroom_testkit::{TestApp, TestDb, db_test};

use super::{answer, evening, join, made, person};

#[db_test]
async fn talks_are_offered_accepted_and_made_practices_of(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let mut new = evening(4, 40);
    new.record.slots = vec![SlotRecord {
        kind: SlotKind::Micro,
        minutes: 7,
        title: "They loved it".to_owned(),
        speaker_name: Some("Sal".to_owned()),
        status: SlotStatus::Accepted,
        ..SlotRecord::default()
    }];
    let id = made(&app, &dev, new).await;
    let speak = Joining {
        kind: Some(PlaceKind::Speaker),
        talk: Some(TalkOffer {
            kind: SlotKind::Nano,
            title: "Five questions".to_owned(),
        }),
        ..Joining::default()
    };
    let joined = calendar::join(app.ctx(), ben.id, id, speak).await.unwrap();
    assert_eq!(joined, Joined::Going);
    let titles = |talks: Vec<calendar::TalkRow>| -> Vec<String> {
        talks.into_iter().map(|talk| talk.title).collect()
    };
    let public = calendar::programme(app.ctx(), None, id).await.unwrap();
    assert_eq!(titles(public), ["They loved it"]);
    let all = calendar::programme(app.ctx(), Some(dev.id), id)
        .await
        .unwrap();
    // As they want to be called, else as their account is.
    let called = |talk: &calendar::TalkRow| talk.speaker_name.clone();
    assert_eq!(called(&all[0]).as_deref(), Some("Sal"));
    let own = Some(ben.display_name.clone()).filter(|name| !name.is_empty());
    assert_eq!(called(&all[1]), own.or(Some("@ben".to_owned())));
    let talk = all[1].clone();
    assert_eq!((talk.number, talk.minutes), (2, 3));
    let by_ben = calendar::decide_talk(app.ctx(), ben.id, talk.id, true).await;
    assert!(matches!(by_ben, Err(CalendarError::NotAllowed)));
    calendar::decide_talk(app.ctx(), dev.id, talk.id, true)
        .await
        .unwrap();
    let view = calendar::find_event(app.ctx(), None, id).await.unwrap();
    let slots = &view.record.slots;
    assert_eq!(slots.len(), 2);
    assert_eq!(slots[1].title, "Five questions");
    assert_eq!(slots[1].speaker, Some(app.ctx().addresses.actor(ben.id)));

    let note = NewNote {
        event: id,
        slot: Some(2),
        text: "Ask five, mark none.".to_owned(),
        links: vec!["https://doi.org/10.1037/a0021782".to_owned()],
        licence: Some("CC-BY-4.0".to_owned()),
        language: Some("en".to_owned()),
        application: None,
        idempotency: None,
    };
    let note = calendar::add_note(app.ctx(), ben.id, note).await.unwrap();
    let notes = calendar::notes(app.ctx(), None, id, None, 20)
        .await
        .unwrap();
    assert_eq!(notes.views[0].status.id, note);
    assert!(
        notes.views[0]
            .status
            .content
            .contains("href=\"https://doi.org/10.1037/a0021782\"")
    );
    let seed = calendar::practice_of_talk(app.ctx(), ben.id, talk.id)
        .await
        .unwrap();
    assert_eq!(seed.title, "Five questions");
    assert_eq!(seed.speaker, Some(ben.id));
    assert_eq!(
        seed.concepts,
        ["https://w3id.org/staffroom/v/ph/primary-ks2"]
    );
    assert_eq!(seed.notes[0].0, "Ask five, mark none.");
    let cat = person(&app, "cat").await;
    let by_cat = calendar::practice_of_talk(app.ctx(), cat.id, talk.id).await;
    assert!(matches!(by_cat, Err(CalendarError::NotFound)));

    // Whoever leaves takes their talk out of the programme.
    calendar::leave(app.ctx(), ben.id, id).await.unwrap();
    let view = calendar::find_event(app.ctx(), None, id).await.unwrap();
    assert_eq!(view.record.slots.len(), 1);
    app.drain().await;
}

fn states(talks: Vec<calendar::TalkRow>) -> Vec<String> {
    talks.into_iter().map(|talk| talk.state).collect()
}

/// Programs of other servers send the same Join again, and know no kinds of places.
#[db_test]
async fn who_asks_again_keeps_their_place_and_their_talk(db: TestDb) {
    let app = TestApp::start(db).await;
    let (dev, ben) = (person(&app, "dev").await, person(&app, "ben").await);
    let cat = person(&app, "cat").await;
    let id = made(&app, &dev, evening(1, 40)).await;
    answer(&app, &ben, id, "@dev speak nano: Five questions").await;
    let again = Joining {
        uri: Some("https://b.example/joins/1".to_owned()),
        ..Joining::default()
    };
    let again = calendar::join(app.ctx(), ben.id, id, again).await.unwrap();
    assert_eq!(again, Joined::Going);
    let (row, _) = calendar::my_place(app.ctx(), ben.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.kind, "speaker");
    assert_eq!(row.uri.as_deref(), Some("https://b.example/joins/1"));
    let talk = NewTalk {
        title: "They loved it".to_owned(),
        speaker: Some(cat.id),
        ..NewTalk::default()
    };
    calendar::add_talk(app.ctx(), dev.id, id, talk)
        .await
        .unwrap();
    // Cat speaks because Dev says so, and has a place like others who listen.
    for kind in [PlaceKind::Attendee, PlaceKind::Remote] {
        assert_eq!(join(&app, &cat, id, kind).await, Joined::Going);
    }
    let all = calendar::programme(app.ctx(), Some(dev.id), id).await;
    assert_eq!(states(all.unwrap()), ["offered", "accepted"]);
    // Who says that they only listen gives their talk up.
    assert_eq!(
        join(&app, &ben, id, PlaceKind::Attendee).await,
        Joined::Going
    );
    let all = calendar::programme(app.ctx(), Some(dev.id), id).await;
    assert_eq!(states(all.unwrap()), ["withdrawn", "accepted"]);
    app.drain().await;
}
