//! Finding practices by their words and facets, on both databases alike.

use staffroom_db::practice_search::{self, Facet, Findable, Listing, WantedPractice};
use staffroom_db::search::Term;
use staffroom_db::{Conn, DbResult};
use staffroom_domain::{AccountId, StatusId};
use staffroom_testkit::{TestDb, db_test};

use crate::fixtures::{run, run_on};
use crate::plans::{plan, statements};

fn term(words: &[&str], is_prefix: bool) -> Term {
    Term {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        is_prefix,
    }
}

fn facet(scheme: &str, concept: &str) -> Facet {
    (scheme.to_owned(), concept.to_owned())
}

fn practice(id: i64, facets: &[(&str, &str)], words: &str) -> Findable {
    Findable {
        status: StatusId::from(id),
        account: AccountId::from(1),
        listing: Listing::AsAuthor,
        facets: facets.iter().map(|(a, b)| facet(a, b)).collect(),
        words: words.to_owned(),
    }
}

async fn filled(db: &TestDb) {
    run_on(
        db,
        "INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
         VALUES (1, '', 'a', 'a', '', 0)",
    )
    .await;
    for id in 1..=4 {
        run_on(
            db,
            &format!(
                "INSERT INTO status VALUES ({id}, NULL, NULL, 1, 'article', 0, NULL, NULL, NULL, NULL, {id}, \
                 NULL, NULL, '', '', '', '', false, NULL, NULL, 'anyone', NULL, true, 1, 1, NULL, NULL, 0, 0, 0, NULL)"
            ),
        )
        .await;
    }
    db.write(|c| {
        let practices = vec![
            practice(
                1,
                &[("ph", "primary-ks1"), ("su", "maths")],
                "exit tickets in maths",
            ),
            practice(
                2,
                &[("ph", "primary-ks1"), ("su", "english")],
                "wy exit _ tickets",
            ),
            practice(
                3,
                &[("region", "GB-WLS"), ("ph", "primary-ks2")],
                "f_ph_primary_ks1",
            ),
            practice(4, &[("ph", "primary"), ("su", "maths")], "tickets exit"),
        ];
        practice_search::put(c, &[1, 2, 3, 4].map(StatusId::from), practices)
    })
    .await
    .unwrap();
}

async fn found(db: &TestDb, wanted: WantedPractice) -> Vec<i64> {
    found_of(db, wanted, 10).await
}

async fn found_of(db: &TestDb, wanted: WantedPractice, limit: i64) -> Vec<i64> {
    let rows = db
        .read(move |c| practice_search::find(c, &wanted, limit))
        .await;
    let rows = rows.unwrap();
    rows.iter().map(|row| row.status.get()).collect()
}

fn words(terms: &[Term]) -> WantedPractice {
    WantedPractice {
        terms: terms.to_vec(),
        ..WantedPractice::default()
    }
}

fn facets(groups: &[&[(&str, &str)]]) -> WantedPractice {
    let group = |group: &&[(&str, &str)]| group.iter().map(|(a, b)| facet(a, b)).collect();
    WantedPractice {
        facets: groups.iter().map(group).collect(),
        ..WantedPractice::default()
    }
}

#[db_test]
async fn practices_are_found_by_words_and_facets(db: TestDb) {
    filled(&db).await;
    for (terms, ids) in [
        (vec![], vec![4, 3, 2, 1]),
        (vec![term(&["tickets"], false)], vec![4, 2, 1]),
        (vec![term(&["ticket"], false)], vec![]),
        (vec![term(&["ticket"], true)], vec![4, 2, 1]),
        (vec![term(&["exit", "tickets"], false)], vec![1]),
        (vec![term(&["exit", "tick"], true)], vec![1]),
        (vec![term(&["exit", "tick"], false)], vec![]),
        (
            vec![term(&["maths"], false), term(&["exit"], false)],
            vec![1],
        ),
    ] {
        assert_eq!(found(&db, words(&terms)).await, ids, "{terms:?}");
    }
    let ks1: &[(&str, &str)] = &[("ph", "primary-ks1")];
    for (groups, ids) in [
        // A word of a text is no facet, and a facet no beginning of another one.
        (vec![ks1], vec![2, 1]),
        (vec![&[("ph", "primary")]], vec![4]),
        (vec![ks1, &[("su", "maths")]], vec![1]),
        (
            vec![&[("ph", "primary-ks1"), ("ph", "primary-ks2")]],
            vec![3, 2, 1],
        ),
        (vec![&[("region", "GB-WLS")]], vec![3]),
        (vec![&[("region", "GB")]], vec![]),
    ] {
        assert_eq!(found(&db, facets(&groups)).await, ids, "{groups:?}");
    }
    let both = WantedPractice {
        terms: vec![term(&["exit"], true)],
        without: vec![term(&["wy"], false)],
        ..facets(&[ks1])
    };
    assert_eq!(found(&db, both).await, [1]);
}

#[db_test]
async fn they_are_read_from_either_end(db: TestDb) {
    filled(&db).await;
    let tickets = words(&[term(&["tickets"], false)]);
    for wanted in [tickets, WantedPractice::default()] {
        let below = WantedPractice {
            below: Some(StatusId::from(4)),
            above: Some(StatusId::from(1)),
            ..wanted.clone()
        };
        assert_eq!(found(&db, below).await.last(), Some(&2));
        assert_eq!(found_of(&db, wanted.clone(), 1).await, [4]);
        let upwards = WantedPractice {
            is_upwards: true,
            ..wanted
        };
        assert_eq!(found_of(&db, upwards, 2).await.last(), Some(&1));
    }
}

#[db_test]
async fn what_is_written_again_or_removed_is_found_no_more(db: TestDb) {
    filled(&db).await;
    db.write(|c| {
        let (three, four) = (StatusId::from(3), StatusId::from(4));
        practice_search::put(c, &[three, four], vec![practice(4, &[], "other")])?;
        practice_search::remove(c, StatusId::from(2))
    })
    .await
    .unwrap();
    let one = |word: &str| words(&[term(&[word], false)]);
    assert_eq!(found(&db, one("tickets")).await, [1]);
    assert_eq!(found(&db, one("other")).await, [4]);
    assert_eq!(found(&db, facets(&[&[("region", "GB-WLS")]])).await, [0; 0]);
    run_on(&db, "DELETE FROM status WHERE id = 1").await;
    assert_eq!(found(&db, one("tickets")).await, [0; 0]);
    assert_eq!(found(&db, WantedPractice::default()).await, [4]);
}

/// Nothing of a deleted text stays in the index, not even in parts that are merged later.
#[db_test]
async fn nothing_is_left_of_a_deleted_text(db: TestDb) {
    if !db.is_sqlite() {
        // The index of PostgreSQL goes with its rows.
        return;
    }
    filled(&db).await;
    run_on(&db, "DELETE FROM status").await;
    let left = db.read(|c| {
        crate::fixtures::lines(
            c,
            "SELECT hex(block) AS line FROM practice_search_index_data WHERE instr(block, CAST('ickets' AS BLOB)) > 0",
        )
    });
    assert!(left.await.unwrap().is_empty());
}

/// The plans of what is looked for.
async fn plans(db: &TestDb, wanted: WantedPractice) -> String {
    db.write(move |conn| {
        let heard = statements(conn, |c: &mut Conn| {
            practice_search::find(c, &wanted, 20).map(drop)
        });
        let mut plans = String::new();
        for sql in heard {
            let text = if conn.is_sqlite() {
                plan(conn, &sql)?
            } else {
                by_bitmap(conn, &sql)?
            };
            plans.push_str(&text);
        }
        DbResult::Ok(plans)
    })
    .await
    .unwrap()
}

/// An index of words gives its rows in no order.
fn by_bitmap(conn: &mut Conn, sql: &str) -> DbResult<String> {
    run(
        conn,
        "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off",
    )?;
    // On the empty table of a test the bounds alone would be the cheapest.
    let bounds = format!("t.status_id < {} AND t.status_id > 0", i64::MAX);
    assert!(sql.contains(&bounds), "{sql}");
    let sql = sql.replace(&bounds, "true");
    let sql = sql.replace("$1", "'''a'''").replace("$2", "' a b '");
    run(
        conn,
        &format!(
            "CREATE TEMP TABLE seen (line TEXT) ON COMMIT DROP; \
        DO $$ DECLARE l TEXT; BEGIN FOR l IN EXECUTE $q$EXPLAIN (COSTS off) {sql}$q$ LOOP \
        INSERT INTO seen VALUES (l); END LOOP; END $$"
        ),
    )?;
    let lines = crate::fixtures::lines(conn, "SELECT line FROM seen")?;
    run(conn, "DROP TABLE seen")?;
    Ok(lines.join("\n"))
}

#[db_test]
async fn words_and_facets_are_looked_up_in_one_index(db: TestDb) {
    let both = WantedPractice {
        terms: vec![term(&["a", "b"], false)],
        ..facets(&[&[("ph", "x")], &[("su", "y")]])
    };
    for wanted in [both, facets(&[&[("ph", "x")]])] {
        let plans = plans(&db, wanted).await;
        if db.is_sqlite() {
            // The index itself gives the rows in order (`=>`), and each is looked up by its id.
            assert!(plans.contains("VIRTUAL TABLE INDEX"), "{plans}");
            assert!(
                plans.contains("SEARCH p USING INTEGER PRIMARY KEY"),
                "{plans}"
            );
            assert!(!plans.contains("TEMP B-TREE"), "{plans}");
        } else {
            assert!(plans.contains("practice_search_text_words"), "{plans}");
            assert!(plans.contains("practice_search_pkey"), "{plans}");
            assert!(!plans.contains("Seq Scan"), "{plans}");
        }
    }
    let id = crate::plans::by_id(&db, "practice_search_pkey");
    crate::plans::served(&db, id, |c| {
        practice_search::find(c, &WantedPractice::default(), 20).map(drop)
    })
    .await;
}
