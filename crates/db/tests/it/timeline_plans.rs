//! Timelines are served by indexes, whatever of them is asked for.

use staffroom_db::public_entries::{self, Kinds};
use staffroom_db::statuses::Page;
use staffroom_db::{
    blocks, conversations, domain_blocks, follows, home, lists, mutes, tag_entries,
};
use staffroom_domain::{AccountId, ConversationId, ListId, StatusId, TagId};
use staffroom_testkit::{TestDb, db_test};

use crate::plans::{by_id, served};

/// One part downwards, one upwards.
fn pages() -> [Page; 2] {
    let limit = 20;
    let down = Page {
        max_id: Some(9),
        limit,
        ..Page::default()
    };
    let up = Page {
        min_id: Some(1),
        limit,
        ..Page::default()
    };
    [down, up]
}

const ALL: Kinds = Kinds {
    local: None,
    only_media: false,
};
const HERE: Kinds = Kinds {
    local: Some(true),
    only_media: false,
};
const MEDIA: Kinds = Kinds {
    local: None,
    only_media: true,
};
const MEDIA_ELSEWHERE: Kinds = Kinds {
    local: Some(false),
    only_media: true,
};

#[db_test]
async fn public_timelines_are_served_by_an_index(db: TestDb) {
    for (kinds, index) in [
        (ALL, by_id(&db, "public_entry_pkey")),
        (HERE, "public_entry_local"),
        (MEDIA, "public_entry_media"),
        (MEDIA_ELSEWHERE, "public_entry_local_media"),
    ] {
        for page in pages() {
            served(&db, index, move |c| {
                public_entries::page(c, kinds, page).map(drop)
            })
            .await;
        }
    }
}

#[db_test]
async fn timelines_of_hashtags_are_served_by_an_index(db: TestDb) {
    let (tag, status) = (TagId::from(1), StatusId::from(1));
    let by_key = if db.is_sqlite() {
        "PRIMARY KEY"
    } else {
        "tag_entry_pkey"
    };
    for (kinds, index) in [
        (ALL, by_key),
        (HERE, "tag_entry_local"),
        (MEDIA, "tag_entry_media"),
        (MEDIA_ELSEWHERE, "tag_entry_local_media"),
    ] {
        for page in pages() {
            served(&db, index, move |c| {
                tag_entries::page(c, tag, kinds, page).map(drop)
            })
            .await;
        }
    }
    served(&db, by_key, move |c| tag_entries::remove(c, status)).await;
}

#[db_test]
async fn home_timelines_are_served_by_an_index(db: TestDb) {
    let (account, status) = (AccountId::from(1), StatusId::from(1));
    let by_key = if db.is_sqlite() {
        "PRIMARY KEY"
    } else {
        "home_entry_pkey"
    };
    for page in pages() {
        served(&db, by_key, move |c| home::page(c, account, page).map(drop)).await;
    }
    served(&db, "home_entry_of_original", move |c| {
        home::remove_status(c, status)
    })
    .await;
    served(&db, "home_entry_of_original", move |c| {
        home::remove_entry(c, status, status)
    })
    .await;
}

#[db_test]
async fn lists_are_served_by_an_index(db: TestDb) {
    let (account, status, list) = (AccountId::from(1), StatusId::from(1), ListId::from(1));
    let by_key = |postgres: &'static str| {
        if db.is_sqlite() {
            "PRIMARY KEY"
        } else {
            postgres
        }
    };
    for page in pages() {
        served(&db, by_key("list_entry_pkey"), move |c| {
            lists::page(c, list, page).map(drop)
        })
        .await;
        served(&db, by_key("list_member_pkey"), move |c| {
            lists::members(c, list, page).map(drop)
        })
        .await;
    }
    served(&db, "list_of_account", move |c| {
        lists::of_account(c, account, 50).map(drop)
    })
    .await;
    served(&db, "list_member_of_account", move |c| {
        lists::with_member(c, account).map(drop)
    })
    .await;
    served(&db, "list_entry_of_original", move |c| {
        lists::remove_status(c, status)
    })
    .await;
    served(&db, "list_entry_of_original", move |c| {
        lists::recently_with(c, status).map(drop)
    })
    .await;
    served(&db, "home_entry_of_original", move |c| {
        home::recently_with(c, status).map(drop)
    })
    .await;
    served(&db, "status", move |c| {
        home::by_author(c, account, account).map(drop)
    })
    .await;
}

#[db_test]
async fn conversations_are_served_by_an_index(db: TestDb) {
    let (account, status, id) = (
        AccountId::from(1),
        StatusId::from(1),
        ConversationId::from(1),
    );
    for page in pages() {
        served(&db, "conversation_of_account", move |c| {
            conversations::page(c, account, page).map(drop)
        })
        .await;
    }
    served(&db, "conversation_of_thread", move |c| {
        conversations::carry_over(c, status, StatusId::from(2))
    })
    .await;
    served(&db, "conversation_status_of_status", move |c| {
        conversations::with_status(c, status).map(drop)
    })
    .await;
    served(&db, "conversation_status", move |c| {
        conversations::newest(c, id).map(drop)
    })
    .await;
}

#[db_test]
async fn whom_a_post_comes_to_is_served_by_an_index(db: TestDb) {
    let account = AccountId::from(1);
    served(&db, "follow_local", move |c| {
        follows::local_wishes(c, account).map(drop)
    })
    .await;
    served(&db, "block_of_target", move |c| {
        blocks::blockers_of(c, &[account]).map(drop)
    })
    .await;
    served(&db, "mute_of_target", move |c| {
        mutes::of_targets(c, &[account]).map(drop)
    })
    .await;
    served(&db, "account_domain_block_of_domain", |c| {
        domain_blocks::of_domain(c, "a.example").map(drop)
    })
    .await;
}
