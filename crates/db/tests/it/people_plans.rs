//! What is read about people and how they stand to each other is served by indexes.

use staffroom_db::directory::{self, Order};
use staffroom_db::statuses::{self, OfAccount, Page};
use staffroom_db::{
    account_names, account_notes, account_posts, archives, blocks, domain_blocks, featured_tags,
    followed_tags, follows, mutes, notifications, tag_days, tags, uploads,
};
use staffroom_domain::{AccountId, ArchiveId, AttachmentId, MuteId, StatusId, TagId, Timestamp};
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
async fn archives_and_what_goes_into_them_are_served_by_an_index(db: TestDb) {
    served(&db, "account_archive_account", |c| {
        archives::latest(c, account()).map(drop)
    })
    .await;
    served(&db, "account_archive_account", |c| {
        archives::release_of_account(c, account(), NOW)?;
        archives::release_unready(c, account(), NOW)?;
        archives::release_before(c, account(), ArchiveId::from(1), NOW)
    })
    .await;
    served(&db, "account_archive_path", |c| {
        archives::paths_among(c, &["archives/a.zip".to_owned()]).map(drop)
    })
    .await;
    served(&db, "account_archive_end", |c| {
        archives::mark_expired(c, NOW, 10).map(drop)
    })
    .await;
    served(&db, "upload_of_account", |c| {
        uploads::shown_of(c, account(), AttachmentId::from(0), 20).map(drop)
    })
    .await;
    served(&db, "upload_of_account", |c| {
        uploads::totals_of(c, account()).map(drop)
    })
    .await;
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

#[db_test]
async fn what_an_account_posted_is_served_by_an_index(db: TestDb) {
    let tag = Some(TagId::from(1));
    let wanted = |change: fn(&mut OfAccount)| {
        let mut wanted = OfAccount::default();
        change(&mut wanted);
        wanted
    };
    for page in pages() {
        for (sqlite, postgres, wanted) in [
            ("status_of_account", "status_", wanted(|_| ())),
            (
                "status_own_of_account",
                "status_",
                wanted(|it| it.no_boosts = true),
            ),
            (
                "status_unanswering_of_account",
                "status_",
                wanted(|it| it.no_replies = true),
            ),
            (
                "account_media USING PRIMARY KEY",
                "account_media_pkey",
                wanted(|it| it.only_media = true),
            ),
        ] {
            served(&db, index(&db, sqlite, postgres), move |c| {
                statuses::of_account(c, account(), wanted, page).map(drop)
            })
            .await;
        }
        for only_media in [false, true] {
            let wanted = OfAccount {
                tagged: tag,
                only_media,
                ..OfAccount::default()
            };
            served(
                &db,
                index(&db, "account_tag USING PRIMARY KEY", "account_tag_"),
                move |c| statuses::of_account(c, account(), wanted, page).map(drop),
            )
            .await;
        }
    }
}

#[db_test]
async fn people_are_found_by_an_index(db: TestDb) {
    for page in pages() {
        served(&db, "follow_of_target", move |c| {
            follows::followers_page(c, account(), page).map(drop)
        })
        .await;
        served(&db, "follow_of_account", move |c| {
            follows::following_page(c, account(), page).map(drop)
        })
        .await;
    }
    served(&db, "account_name_prefix", |c| {
        account_names::beginning_with(c, "am", 9).map(drop)
    })
    .await;
    served(&db, index(&db, "follow_", "follow_"), |c| {
        account_names::followed_beginning_with(c, account(), "am", 9).map(drop)
    })
    .await;
    served(&db, index(&db, "follow_", "follow_"), |c| {
        follows::familiar(c, account(), &[account()]).map(drop)
    })
    .await;
    for (order, only_local, name) in [
        (Order::Active, true, "account_directory_local_active"),
        (Order::New, true, "account_directory_local_new"),
        (Order::Active, false, "account_directory_active"),
        (Order::New, false, "account_directory_new"),
    ] {
        for before in [None, Some((9, account()))] {
            served(&db, index(&db, name, "account_directory_"), move |c| {
                directory::page(c, order, only_local, before, 9).map(drop)
            })
            .await;
        }
    }
    served(
        &db,
        index(&db, "USING PRIMARY KEY", "suggestion_dismissal_"),
        |c| directory::dismissed_among(c, account(), &[account()]).map(drop),
    )
    .await;
}

#[db_test]
async fn hashtags_on_profiles_are_served_by_an_index(db: TestDb) {
    let tag = TagId::from(1);
    let id = StatusId::from(1);
    served(&db, "featured_tag_pair", |c| {
        featured_tags::of_account(c, account()).map(drop)
    })
    .await;
    served(&db, "account_tag_of_status", |c| {
        account_posts::latest_tags(c, account(), 9).map(drop)
    })
    .await;
    served(
        &db,
        index(&db, "account_tag USING PRIMARY KEY", "account_tag_"),
        move |c| account_posts::count_tagged(c, account(), tag).map(drop),
    )
    .await;
    served(
        &db,
        index(&db, "tag_day USING PRIMARY KEY", "tag_day_"),
        move |c| tag_days::since(c, &[tag], 9).map(drop),
    )
    .await;
    served(&db, "tag_day_age", |c| tag_days::prune(c, 9).map(drop)).await;
    served(&db, index(&db, "tag_name", "tag_"), |c| {
        tags::find(c, "a").map(drop)
    })
    .await;
    served(
        &db,
        index(&db, "featured_tag_pair", "featured_tag_"),
        move |c| tags::delete_of(c, id),
    )
    .await;
}
