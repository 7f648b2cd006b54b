//! Finding posts by their words, on both databases alike.

use staffroom_db::DbResult;
use staffroom_db::search::{self, SearchTextRow, Term, Wanted};
use staffroom_domain::{AccountId, StatusId};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::run_on;
use crate::plans::served;

fn row(id: i64, account: i64, words: &str) -> SearchTextRow {
    SearchTextRow {
        status_id: StatusId::from(id),
        account_id: AccountId::from(account),
        words: words.to_owned(),
        language: None,
        visibility: 0,
        media: if id % 2 == 0 { "image" } else { "" }.to_owned(),
        poll: id == 1,
        link: id == 3,
        reply: false,
        sensitive: false,
    }
}

fn term(words: &[&str], is_prefix: bool) -> Term {
    Term {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        is_prefix,
    }
}

async fn filled(db: &TestDb) {
    run_on(
        db,
        "INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
         VALUES (1, '', 'a', 'a', '', 0), (2, '', 'b', 'b', '', 0)",
    )
    .await;
    for id in 1..=4 {
        run_on(
            db,
            &format!(
                "INSERT INTO status VALUES ({id}, NULL, NULL, 1, 'note', 0, NULL, NULL, NULL, NULL, {id}, \
                 NULL, NULL, '', '', '', '', false, NULL, NULL, 'anyone', NULL, true, 1, 1, NULL, NULL, 0, 0, 0, NULL)"
            ),
        )
        .await;
    }
    db.write(|c| {
        for row in [
            row(1, 1, "exit tickets in maths"),
            row(2, 2, "ŵy exit _ tickets"),
            row(3, 1, "数 学"),
            row(4, 2, "tickets"),
        ] {
            search::put(c, row)?;
        }
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

async fn found(db: &TestDb, wanted: Wanted) -> Vec<i64> {
    let rows = db.read(move |c| search::find(c, &wanted, 10)).await;
    let rows = rows.unwrap();
    rows.iter().map(|row| row.status_id.get()).collect()
}

#[db_test]
async fn posts_are_found_by_their_words(db: TestDb) {
    filled(&db).await;
    let of = |terms: &[Term]| Wanted {
        terms: terms.to_vec(),
        ..Wanted::default()
    };
    for (terms, ids) in [
        (vec![term(&["tickets"], false)], vec![4, 2, 1]),
        (vec![term(&["ticket"], false)], vec![]),
        (vec![term(&["ticket"], true)], vec![4, 2, 1]),
        (
            vec![term(&["exit"], false), term(&["maths"], false)],
            vec![1],
        ),
        (vec![term(&["ŵy"], false)], vec![2]),
        (vec![term(&["wy"], false)], vec![]),
        (vec![term(&["数", "学"], false)], vec![3]),
    ] {
        assert_eq!(found(&db, of(&terms)).await, ids, "{terms:?}");
    }
    let tickets = of(&[term(&["tickets"], false)]);
    for (wanted, ids) in [
        (
            Wanted {
                account: Some(AccountId::from(2)),
                ..tickets.clone()
            },
            vec![4, 2],
        ),
        (
            Wanted {
                below: Some(StatusId::from(4)),
                above: Some(StatusId::from(1)),
                ..tickets.clone()
            },
            vec![2],
        ),
        (
            Wanted {
                has_media: true,
                ..tickets
            },
            vec![4, 2],
        ),
        (
            Wanted {
                has_poll: true,
                ..Wanted::default()
            },
            vec![1],
        ),
        (
            Wanted {
                has_link: true,
                ..Wanted::default()
            },
            vec![3],
        ),
    ] {
        assert_eq!(found(&db, wanted.clone()).await, ids, "{wanted:?}");
    }
}

#[db_test]
async fn what_is_written_again_or_removed_is_found_no_more(db: TestDb) {
    filled(&db).await;
    db.write(|c| {
        search::put(c, row(4, 2, "other"))?;
        search::remove(c, StatusId::from(2))
    })
    .await
    .unwrap();
    let wanted = |word: &str| Wanted {
        terms: vec![term(&[word], false)],
        ..Wanted::default()
    };
    assert_eq!(found(&db, wanted("tickets")).await, [1]);
    assert_eq!(found(&db, wanted("other")).await, [4]);
}

#[db_test]
async fn what_waits_is_served_by_an_index(db: TestDb) {
    let index = if db.is_sqlite() {
        "INTEGER PRIMARY KEY"
    } else {
        "search_pending_pkey"
    };
    served(&db, index, |c| search::pending(c, 10).map(drop)).await;
    served(&db, "search_text_of_account", |c| {
        let wanted = Wanted {
            account: Some(AccountId::from(1)),
            ..Wanted::default()
        };
        search::find(c, &wanted, 10).map(drop)
    })
    .await;
}
