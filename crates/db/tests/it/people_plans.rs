//! What is read about people and how they stand to each other is served by indexes.

use staffroom_db::statuses::Page;
use staffroom_db::{
    account_notes, blocks, domain_blocks, followed_tags, follows, mutes, notifications,
};
use staffroom_domain::{AccountId, MuteId, TagId, Timestamp};
use staffroom_testkit::{TestDb, db_test};

use crate::plans::{by_id, served};

const NOW: Timestamp = Timestamp::from_secs(1);

/// On `PostgreSQL` all indexes of an empty table that begin with a given column cost the same.
fn index(db: &TestDb, sqlite: &'static str, postgres: &'static str) -> &'static str {
    if db.is_sqlite() { sqlite } else { postgres }
}

fn account() -> AccountId {
    AccountId::from(1)
}

/// The parts of a list that can be asked for.
pub(crate) fn pages() -> [Page; 3] {
    let page = Page {
        limit: 40,
        ..Page::default()
    };
    [
        page,
        Page {
            max_id: Some(9),
            since_id: Some(2),
            ..page
        },
        Page {
            min_id: Some(2),
            ..page
        },
    ]
}

#[db_test]
async fn mutes_are_served_by_an_index(db: TestDb) {
    for page in pages() {
        served(&db, "mute_of_account", move |c| {
            mutes::page(c, account(), page).map(drop)
        })
        .await;
    }
    served(&db, index(&db, "mute_pair", "mute_"), |c| {
        mutes::find(c, account(), account()).map(drop)
    })
    .await;
    served(&db, index(&db, "mute_pair", "mute_"), |c| {
        mutes::among(c, account(), &[account()]).map(drop)
    })
    .await;
    served(&db, "mute_of_account", |c| {
        mutes::of_account(c, account(), 9).map(drop)
    })
    .await;
    served(&db, "mute_expiry", |c| mutes::expired(c, NOW, 9).map(drop)).await;
    served(&db, by_id(&db, "mute_pkey"), |c| {
        mutes::delete(c, MuteId::from(1)).map(drop)
    })
    .await;
}

#[db_test]
async fn blocks_and_notes_are_served_by_an_index(db: TestDb) {
    for page in pages() {
        served(&db, "block_of_account", move |c| {
            blocks::page(c, account(), page).map(drop)
        })
        .await;
        served(&db, "account_domain_block_of_account", move |c| {
            domain_blocks::page(c, account(), page).map(drop)
        })
        .await;
    }
    served(&db, index(&db, "block_pair", "block_"), |c| {
        blocks::blocked_among(c, account(), &[account()]).map(drop)
    })
    .await;
    served(
        &db,
        index(&db, "account_domain_block_pair", "account_domain_block_"),
        |c| domain_blocks::among(c, account(), &["a.example"]).map(drop),
    )
    .await;
    served(
        &db,
        index(&db, "account_domain_block_pair", "account_domain_block_"),
        |c| domain_blocks::delete(c, account(), "a.example").map(drop),
    )
    .await;
    served(&db, index(&db, "follow_pair", "follow_"), |c| {
        follows::by_among(c, account(), &[account()]).map(drop)
    })
    .await;
    served(&db, index(&db, "follow_pair", "follow_"), |c| {
        follows::of_among(c, account(), &[account()]).map(drop)
    })
    .await;
    let notes = index(&db, "USING PRIMARY KEY", "account_note_");
    served(&db, notes, |c| {
        account_notes::among(c, account(), &[account()]).map(drop)
    })
    .await;
    served(&db, index(&db, "notification_from", "notification_"), |c| {
        notifications::delete_between(c, account(), account())
    })
    .await;
}

#[db_test]
async fn followed_hashtags_are_served_by_an_index(db: TestDb) {
    for page in pages() {
        served(&db, "followed_tag_of_account", move |c| {
            followed_tags::page(c, account(), page).map(drop)
        })
        .await;
    }
    served(&db, index(&db, "followed_tag_pair", "followed_tag_"), |c| {
        followed_tags::among(c, account(), &[TagId::from(1)]).map(drop)
    })
    .await;
    served(&db, index(&db, "followed_tag_pair", "followed_tag_"), |c| {
        followed_tags::delete(c, account(), TagId::from(1)).map(drop)
    })
    .await;
}
