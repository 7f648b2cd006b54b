//! What is read about notifications is served by indexes, whatever their number.

use staffroom_db::notifications::{self, Slice};
use staffroom_db::{
    listeners, notification_policies as policies, push_subscriptions as subscriptions,
};
use staffroom_domain::{AccountId, NotificationId, StatusId, Timestamp};
use staffroom_testkit::{TestDb, db_test};

use crate::people_plans::pages;
use crate::plans::{by_id, served};

fn account() -> AccountId {
    AccountId::from(1)
}

/// On `PostgreSQL` all indexes of an empty table that begin with a given column cost the same.
fn index(db: &TestDb, sqlite: &'static str) -> &'static str {
    if db.is_sqlite() {
        sqlite
    } else {
        "notification_"
    }
}

#[db_test]
async fn every_part_of_a_list_is_read_in_the_order_of_an_index(db: TestDb) {
    for page in pages() {
        for (slice, name) in [
            (
                Slice::All {
                    filtered: false,
                    heads: true,
                },
                "notification_heads",
            ),
            (
                Slice::Kind {
                    kind: "mention",
                    filtered: false,
                    heads: true,
                },
                "notification_kinds",
            ),
            (
                Slice::From {
                    from: account(),
                    kind: "mention",
                },
                "notification_from",
            ),
            (Slice::Group("follow-1"), "notification_groups"),
        ] {
            served(&db, index(&db, name), move |c| {
                notifications::read(c, account(), &[slice], page).map(drop)
            })
            .await;
        }
        let name = "notification_request_of_account";
        let name = if db.is_sqlite() {
            name
        } else {
            "notification_request_"
        };
        served(&db, name, move |c| {
            policies::requests(c, account(), page).map(drop)
        })
        .await;
    }
}

#[db_test]
async fn what_is_looked_up_is_served_by_an_index(db: TestDb) {
    served(&db, index(&db, "notification_groups"), |c| {
        notifications::head(c, account(), "follow-1").map(drop)
    })
    .await;
    served(&db, by_id(&db, "notification_pkey"), |c| {
        notifications::find_many(c, &[NotificationId::from(1)]).map(drop)
    })
    .await;
    served(&db, index(&db, "notification_"), |c| {
        notifications::find_caused(c, "reblog", account(), Some(1), account(), 9).map(drop)
    })
    .await;
    served(&db, index(&db, "notification_from"), |c| {
        notifications::find_between(c, account(), account(), true, 9).map(drop)
    })
    .await;
    served(&db, "notification_request_pair", |c| {
        policies::forget_some(c, account(), account(), 1)
    })
    .await;
    served(&db, "push_subscription_of_account", |c| {
        subscriptions::of_account(c, account(), 9).map(drop)
    })
    .await;
}

#[db_test]
async fn those_who_listen_are_found_by_indexes(db: TestDb) {
    let home = if db.is_sqlite() {
        "home_entry"
    } else {
        "home_entry_"
    };
    served(&db, home, |c| {
        listeners::at_home(c, &[StatusId::from(1)], &[account()]).map(drop)
    })
    .await;
    served(&db, "follow_", |c| {
        listeners::followers(c, &[account()], &[account()]).map(drop)
    })
    .await;
    served(&db, "", |c| {
        listeners::involved(c, &[StatusId::from(1)], &[account()]).map(drop)
    })
    .await;
    served(&db, "", |c| {
        let now = Timestamp::from_secs(1);
        listeners::hiding(c, &[account()], &["a.example"], &[account()], now).map(drop)
    })
    .await;
}
