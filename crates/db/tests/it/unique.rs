//! What a broken rule is called, on both databases.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::passkeys::{self, PasskeyRow};
use staffroom_db::users::{self, UserRow};
use staffroom_db::{DbError, DbResult, Unique};
use staffroom_domain::{AccountId, EmailAddress, UserId};
use staffroom_testkit::{TestDb, TestIds, db_test};

use crate::fixtures::{account, add_user, run};

fn rule<T: std::fmt::Debug>(result: DbResult<T>) -> Unique {
    match result {
        Err(DbError::Unique(rule)) => rule,
        other => panic!("a uniqueness rule should have been broken: {other:?}"),
    }
}

#[db_test]
async fn a_handle_is_unique_in_any_case_but_not_across_domains(db: TestDb) {
    let ids = TestIds::default();
    let (first, same) = (account(&ids, "Amira"), account(&ids, "aMIRA"));
    let elsewhere = AccountRow {
        domain: "school.example".into(),
        ..account(&ids, "amira")
    };
    db.write(move |c| accounts::insert(c, first)).await.unwrap();
    let refused = db.write(move |c| accounts::insert(c, same)).await;
    assert_eq!(rule(refused), Unique::AccountHandle);
    db.write(move |c| accounts::insert(c, elsewhere))
        .await
        .unwrap();
}

#[db_test]
async fn an_address_is_unique_in_any_case_and_may_be_missing_often(db: TestDb) {
    let ids = TestIds::default();
    let outcome: DbResult<()> = db
        .write(move |c| {
            add_user(c, &ids, "amira", Some("Amira@School.example"))?;
            add_user(c, &ids, "ben", None)?;
            add_user(c, &ids, "carys", None)?;
            add_user(c, &ids, "dan", Some("amira@school.EXAMPLE"))?;
            Ok(())
        })
        .await;
    assert_eq!(rule(outcome), Unique::UserEmail);
}

#[db_test]
async fn a_credential_id_is_of_one_passkey(db: TestDb) {
    let ids = TestIds::default();
    let outcome = db
        .write(move |c| {
            let account = account(&ids, "amira");
            let (user, of) = (ids.next(), account.id);
            accounts::insert(c, account)?;
            users::insert(c, UserRow::new(user, of, None, None, ids.now()))?;
            let row = PasskeyRow {
                id: ids.next(),
                user_id: user,
                credential_id: vec![0, 255],
                public_key: vec![1],
                sign_count: 0,
                may_be_copied: false,
                transports: String::new(),
                name: "Phone".to_owned(),
                created_at: ids.now(),
                last_used_at: None,
            };
            let same = PasskeyRow {
                id: ids.next(),
                ..row.clone()
            };
            passkeys::insert(c, row)?;
            passkeys::insert(c, same)
        })
        .await;
    assert_eq!(rule(outcome), Unique::Passkey);
}

#[db_test]
async fn an_account_has_one_user(db: TestDb) {
    let ids = TestIds::default();
    let outcome = db
        .write(move |c| {
            let account = account(&ids, "amira");
            let id = account.id;
            accounts::insert(c, account)?;
            users::insert(c, UserRow::new(ids.next(), id, None, None, ids.now()))?;
            users::insert(c, UserRow::new(ids.next(), id, None, None, ids.now()))
        })
        .await;
    assert_eq!(rule(outcome), Unique::UserAccount);
}

#[db_test]
async fn a_node_number_and_a_dedup_key_are_unique(db: TestDb) {
    let node = "INSERT INTO node (id, token, name, started_at, lease_until) \
                VALUES (3, 1, 'a', 0, 0)";
    db.write(move |c| run(c, node)).await.unwrap();
    let refused = db.write(move |c| run(c, node)).await;
    assert_eq!(rule(refused), Unique::NodeId);
    let job = |id: u8| {
        format!(
            "INSERT INTO job (id, kind, payload, queue, priority, run_at, attempts, max_attempts, \
             dedup_key, created_at) VALUES ({id}, 'k', '{{}}', 'q', 0, 0, 0, 1, 'same', 0)"
        )
    };
    let (one, two) = (job(1), job(2));
    db.write(move |c| run(c, &one)).await.unwrap();
    let refused = db.write(move |c| run(c, &two)).await;
    assert_eq!(rule(refused), Unique::JobDedupKey);
}

#[db_test]
async fn another_primary_key_is_some_other_rule(db: TestDb) {
    let ids = TestIds::default();
    let (first, second) = (account(&ids, "amira"), account(&ids, "ben"));
    let second = AccountRow {
        id: first.id,
        ..second
    };
    db.write(move |c| accounts::insert(c, first)).await.unwrap();
    let refused = db.write(move |c| accounts::insert(c, second)).await;
    assert_eq!(rule(refused), Unique::Other);
}

#[db_test]
async fn a_reference_to_nothing_is_refused(db: TestDb) {
    let ids = TestIds::default();
    let email = EmailAddress::parse("amira@school.example").unwrap();
    let row = UserRow::new(
        ids.next(),
        AccountId::from(99),
        Some(&email),
        None,
        ids.now(),
    );
    let refused = db.write(move |c| users::insert(c, row)).await;
    assert!(matches!(refused, Err(DbError::Reference(_))), "{refused:?}");
}

#[db_test]
async fn what_is_not_there_is_not_found(db: TestDb) {
    let missing = db.read(|c| users::find(c, UserId::from(5))).await.unwrap();
    assert_eq!(missing, None);
    let refused: DbResult<i64> = db
        .read(|c| crate::fixtures::number(c, "SELECT id AS number FROM account"))
        .await;
    assert!(matches!(refused, Err(DbError::NotFound)), "{refused:?}");
}
