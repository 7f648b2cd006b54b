//! Finding posts by their words, on both databases alike.

use staffroom_db::Conn;
use staffroom_db::search::{self, SearchTextRow, Term, Wanted};
use staffroom_domain::{AccountId, StatusId};
use staffroom_testkit::{Backend, TestDb, db_test};

use crate::fixtures::{at_once, rows, run_on};
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
        let rows = vec![
            row(1, 1, "exit tickets in maths"),
            row(2, 2, "ŵy exit _ tickets"),
            row(3, 1, "数 学"),
            row(4, 2, "tickets"),
        ];
        search::put(c, &[1, 2, 3, 4].map(StatusId::from), rows)
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
        let (three, four) = (StatusId::from(3), StatusId::from(4));
        search::put(c, &[three, four], vec![row(4, 2, "other")])?;
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
    assert_eq!(
        found(&db, wanted("数")).await,
        [0; 0],
        "it was read, and is gone"
    );
}

#[db_test]
async fn what_waits_is_taken_once(db: TestDb) {
    filled(&db).await;
    run_on(&db, "DELETE FROM search_pending").await;
    let taken = async |limit| {
        let mut taken = db
            .write(move |c| search::take_pending(c, limit))
            .await
            .unwrap();
        taken.sort_unstable();
        taken
    };
    db.write(|c| (1..=3).try_for_each(|n| search::await_indexing(c, StatusId::from(n))))
        .await
        .unwrap();
    db.write(|c| search::wait_no_more(c, StatusId::from(2)))
        .await
        .unwrap();
    assert_eq!(taken(1).await, [StatusId::from(3)]);
    assert_eq!(taken(9).await, [StatusId::from(1)]);
    assert_eq!(taken(9).await, []);
}

/// On `PostgreSQL` many write at once: whoever makes findable reads what is there.
#[tokio::test]
async fn what_changes_while_it_is_made_findable_waits_again() {
    let db = TestDb::with(Backend::Postgres, |options| options.connections = 4);
    filled(&db).await;
    run_on(&db, "DELETE FROM search_pending").await;
    run_on(&db, "INSERT INTO search_pending (status_id) VALUES (1)").await;
    let one = StatusId::from(1);
    let index = move |c: &mut Conn| {
        let ids = search::take_pending(c, 10)?;
        let rows = ids.iter().map(|id| row(id.get(), 1, "before")).collect();
        search::put(c, &ids, rows)
    };
    // Changed, and not yet committed, when the index looks: it is left alone.
    let change = move |c: &mut Conn| search::await_indexing(c, one);
    at_once(&db, change, index).await;
    assert_eq!(rows(&db, "search_pending").await, 1);
    // Changed while the index is at work: it waits once more.
    at_once(&db, index, change).await;
    assert_eq!(rows(&db, "search_pending").await, 1);
    // Deleted while the index is at work: it is not found afterwards.
    let delete = move |c: &mut Conn| {
        search::wait_no_more(c, one)?;
        search::remove(c, one)
    };
    at_once(&db, index, delete).await;
    assert_eq!(rows(&db, "search_pending").await, 0);
    let wanted = Wanted {
        terms: vec![term(&["before"], false)],
        ..Wanted::default()
    };
    assert_eq!(found(&db, wanted).await, [0; 0]);
}

#[db_test]
async fn what_waits_is_served_by_an_index(db: TestDb) {
    let index = if db.is_sqlite() {
        "INTEGER PRIMARY KEY"
    } else {
        "search_pending_pkey"
    };
    served(&db, index, |c| search::take_pending(c, 10).map(drop)).await;
    served(&db, "search_text_of_account", |c| {
        let wanted = Wanted {
            account: Some(AccountId::from(1)),
            ..Wanted::default()
        };
        search::find(c, &wanted, 10).map(drop)
    })
    .await;
    for (index, wanted) in [
        (
            "search_text_with_media",
            Wanted {
                has_media: true,
                ..Wanted::default()
            },
        ),
        (
            "search_text_with_poll",
            Wanted {
                has_poll: true,
                ..Wanted::default()
            },
        ),
        (
            "search_text_with_link",
            Wanted {
                has_link: true,
                ..Wanted::default()
            },
        ),
    ] {
        served(&db, index, move |c| search::find(c, &wanted, 10).map(drop)).await;
    }
}
