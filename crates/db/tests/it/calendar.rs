//! The lists of events, and who stands where, are served by indexes.

use staffroom_db::event_plans::{self, EventPage, Listed, Wanted};
use staffroom_db::{participations, talks};
use staffroom_domain::{AccountId, StatusId, Timestamp};
use staffroom_testkit::{TestDb, db_test};

use crate::plans::{by_id, served};

const NOW: Timestamp = Timestamp::from_secs(1);

#[db_test]
async fn lists_of_events_are_served_by_an_index(db: TestDb) {
    let page = EventPage {
        until: NOW,
        from: NOW,
        after: None,
        limit: 20,
    };
    served(&db, "event_plan_local", move |c| {
        event_plans::list(c, Listed::Here, page).map(drop)
    })
    .await;
    served(&db, "event_plan_series", move |c| {
        event_plans::list(c, Listed::Series("s".to_owned()), page).map(drop)
    })
    .await;
    served(&db, "event_concept_list", move |c| {
        event_plans::list(c, Listed::Concept("c".to_owned()), page).map(drop)
    })
    .await;
    for (wanted, index) in [
        (Wanted::default(), "event_plan_starts"),
        (
            Wanted {
                series: Some("s".to_owned()),
                concepts: vec![vec!["c".to_owned()], vec!["d".to_owned(), "e".to_owned()]],
                kind: Some("teachmeet".to_owned()),
                ..Wanted::default()
            },
            "event_plan_series",
        ),
    ] {
        served(&db, index, move |c| {
            event_plans::search(c, &wanted, page).map(drop)
        })
        .await;
    }
    served(&db, by_id(&db, "event_plan_pkey"), |c| {
        event_plans::of_statuses(c, &[StatusId::from(1)]).map(drop)
    })
    .await;
}

#[db_test]
async fn who_takes_part_is_served_by_an_index(db: TestDb) {
    let (event, account) = (StatusId::from(1), AccountId::from(1));
    served(&db, "participation_pair", move |c| {
        participations::find(c, event, account).map(drop)
    })
    .await;
    served(&db, "participation_order", move |c| {
        participations::line(c, event, "remote", "waiting", 0, 20).map(drop)
    })
    .await;
    served(&db, "participation_order", move |c| {
        participations::waiting_before(c, event, "remote", 7).map(drop)
    })
    .await;
    served(&db, "participation_order", move |c| {
        participations::first_waiting(c, event, "remote").map(drop)
    })
    .await;
    served(&db, "participation_pair", move |c| {
        participations::of_account_at(c, account, &[event]).map(drop)
    })
    .await;
    served(&db, "participation_pair", move |c| {
        participations::find_by_reply(c, account, event, StatusId::from(2)).map(drop)
    })
    .await;
    served(&db, "participation_account", move |c| {
        participations::of_account(c, account, 20).map(drop)
    })
    .await;
    served(&db, "talk_number", move |c| {
        talks::of_event(c, event, 20).map(drop)
    })
    .await;
    served(&db, "event_note_event", move |c| {
        talks::notes_of(c, event, StatusId::from(0), 20).map(drop)
    })
    .await;
}
