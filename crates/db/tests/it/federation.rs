//! What is known and decided of other servers, and what client programs leave behind.

use staffroom_db::access_tokens::{self, AccessTokenRow};
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::domain_policies::{self, DomainPolicyRow};
use staffroom_db::emojis::{self, EmojiRow};
use staffroom_db::idempotency::{self, IdempotencyRow};
use staffroom_db::remote_actors::{self, RemoteActorRow, RemoteKeyRow};
use staffroom_db::reports::{self, ReportRow};
use staffroom_db::signing_keys::{self, SigningKeyRow};
use staffroom_db::{Conn, DbError, DbResult, Unique, tombstones};
use staffroom_domain::{AccountId, UserId};
use staffroom_testkit::{TestDb, TestIds, db_test};

use crate::fixtures::{account, at, run, user};

fn add_local(conn: &mut Conn, ids: &TestIds, name: &str) -> DbResult<AccountId> {
    let row = account(ids, name);
    let id = row.id;
    accounts::insert(conn, row)?;
    Ok(id)
}

fn actor(id: AccountId, host: &str, shared: bool) -> RemoteActorRow {
    RemoteActorRow {
        account_id: id,
        host: host.into(),
        inbox: format!("https://{host}/{id}/inbox"),
        shared_inbox: shared.then(|| format!("https://{host}/inbox")),
        outbox: None,
        followers: Some("f".into()),
        following: None,
        featured: None,
        fetched_at: at(0),
        document: "{}".into(),
    }
}

/// A remote actor, by its account.
fn add_remote(
    conn: &mut Conn,
    ids: &TestIds,
    name: &str,
    host: &str,
    shared: bool,
) -> DbResult<AccountId> {
    let row = AccountRow {
        domain: host.into(),
        uri: Some(format!("https://{host}/{name}")),
        ..account(ids, name)
    };
    let id = row.id;
    accounts::insert(conn, row)?;
    remote_actors::upsert(conn, actor(id, host, shared))?;
    Ok(id)
}

fn follow(conn: &mut Conn, id: i64, who: AccountId, target: AccountId, state: i32) -> DbResult<()> {
    run(
        conn,
        &format!(
            "INSERT INTO follow (id, account_id, target_id, state, local, reblogs, notify, languages, \
             created_at) VALUES ({id}, {who}, {target}, {state}, false, true, false, '[]', 0)"
        ),
    )
}

#[db_test]
async fn broken_rules_of_federation_have_names(db: TestDb) {
    let ids = TestIds::default();
    let status = |id: i64| {
        format!(
            "INSERT INTO status SELECT {id}, 'u', NULL, id, 'note', 0, NULL, NULL, NULL, NULL, {id}, NULL, \
             NULL, '', '', '', '', false, NULL, NULL, 'anyone', NULL, true, 1, 1, NULL, NULL, 0, 0, 0, NULL \
             FROM account WHERE username = 'amira'"
        )
    };
    let (first, second) = (status(1), status(2));
    let (a, b) = db
        .write(move |c| {
            let b = add_remote(c, &ids, "b", "a.example", true)?;
            let a = add_local(c, &ids, "amira")?;
            follow(c, 1, b, a, 1)?;
            run(c, &first)?;
            DbResult::Ok((a, b))
        })
        .await
        .unwrap();
    let same_uri = AccountRow {
        uri: Some("https://a.example/b".into()),
        ..account(&TestIds::default(), "other")
    };
    let same_uri = AccountRow {
        id: AccountId::from(7),
        ..same_uri
    };
    let refused = [
        db.write(move |c| accounts::insert(c, same_uri)).await,
        db.write(move |c| run(c, &second)).await,
        db.write(move |c| follow(c, 2, b, a, 1)).await,
    ];
    let rules = refused.map(|result| match result {
        Err(DbError::Unique(rule)) => rule,
        other => panic!("a uniqueness rule should have been broken: {other:?}"),
    });
    assert_eq!(
        rules,
        [Unique::AccountUri, Unique::StatusUri, Unique::FollowPair]
    );
}

#[db_test]
async fn a_remote_actor_is_written_again_in_whole(db: TestDb) {
    let ids = TestIds::default();
    db.write(move |c| {
        let id = add_remote(c, &ids, "a", "a.example", true)?;
        let local = add_local(c, &ids, "amira")?;
        let without = actor(id, "a.example", false);
        remote_actors::upsert(c, without.clone())?;
        assert_eq!(
            remote_actors::find(c, id)?,
            Some(without.clone()),
            "also what is gone"
        );
        assert_eq!(
            remote_actors::find_many(c, &[local, id])?,
            std::slice::from_ref(&without)
        );
        assert_eq!(
            remote_actors::inboxes_of(c, &[id])?,
            [("a.example".to_owned(), without.inbox, None)]
        );
        assert!(remote_actors::delete(c, id)?);
        assert!(!remote_actors::delete(c, id)?);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_post_for_followers_goes_to_each_inbox_once(db: TestDb) {
    let ids = TestIds::default();
    db.write(move |c| {
        let amira = add_local(c, &ids, "amira")?;
        for (n, name) in (1..).zip(["a", "b"]) {
            let id = add_remote(c, &ids, name, "shared.example", true)?;
            follow(c, n, id, amira, 1)?;
        }
        let alone = add_remote(c, &ids, "c", "alone.example", false)?;
        follow(c, 3, alone, amira, 1)?;
        let asking = add_remote(c, &ids, "d", "asking.example", true)?;
        follow(c, 4, asking, amira, 0)?;
        let mut inboxes = remote_actors::follower_inboxes(c, amira)?;
        inboxes.sort();
        let expected = [
            (
                "alone.example".to_owned(),
                format!("https://alone.example/{alone}/inbox"),
            ),
            (
                "shared.example".to_owned(),
                "https://shared.example/inbox".to_owned(),
            ),
        ];
        assert_eq!(inboxes, expected);
        let mut uris = remote_actors::followers_on_host(c, amira, "shared.example")?;
        uris.sort();
        assert_eq!(
            uris,
            ["https://shared.example/a", "https://shared.example/b"]
        );
        let all = remote_actors::known_shared_inboxes(c, None, 10)?;
        let first = remote_actors::known_shared_inboxes(c, None, 1)?;
        let rest = remote_actors::known_shared_inboxes(c, Some(&first[0].1), 10)?;
        assert_eq!(all, [first, rest].concat());
        assert_eq!(all.len(), 2, "each once");
        let lone = remote_actors::lone_inboxes(c, AccountId::from(0), 10)?;
        let inbox = format!("https://alone.example/{alone}/inbox");
        assert_eq!(lone, [(alone, "alone.example".to_owned(), inbox)]);
        assert!(remote_actors::lone_inboxes(c, alone, 10)?.is_empty());
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

fn remote_key(uri: &str, account: AccountId, key: u8) -> RemoteKeyRow {
    RemoteKeyRow {
        key_uri: uri.into(),
        account_id: account,
        algorithm: "rsa".into(),
        public_key: vec![key],
        fetched_at: at(0),
        expires_at: None,
    }
}

#[db_test]
async fn a_key_cannot_be_taken_over_by_another_account(db: TestDb) {
    let ids = TestIds::default();
    db.write(move |c| {
        let a = add_remote(c, &ids, "a", "a.example", true)?;
        let b = add_remote(c, &ids, "b", "a.example", true)?;
        let first = remote_key("https://a.example/a#main", a, 1);
        assert!(remote_actors::upsert_key(c, first.clone())?);
        let thief = remote_key(&first.key_uri, b, 2);
        assert!(!remote_actors::upsert_key(c, thief.clone())?);
        let own = remote_key("https://a.example/b#main", b, 3);
        let foreign = remote_key("https://a.example/a#other", a, 4);
        let written = remote_actors::replace_keys(c, b, vec![thief, own.clone(), foreign])?;
        assert_eq!(written, 1);
        assert_eq!(
            remote_actors::find_key(c, &first.key_uri)?,
            Some(first.clone())
        );
        assert_eq!(remote_actors::keys_of(c, b)?, std::slice::from_ref(&own));
        let mut newer = remote_key(&first.key_uri, a, 9);
        newer.expires_at = Some(7);
        assert!(remote_actors::upsert_key(c, newer.clone())?);
        assert_eq!(remote_actors::keys_of(c, a)?, [newer]);
        assert_eq!(remote_actors::replace_keys(c, b, Vec::new())?, 0);
        assert_eq!(remote_actors::keys_of(c, b)?, []);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_retired_key_is_kept_and_not_used(db: TestDb) {
    let ids = TestIds::default();
    db.write(move |c| {
        let account = add_local(c, &ids, "amira")?;
        let key = |algorithm: &str| SigningKeyRow {
            id: ids.next(),
            account_id: account,
            algorithm: algorithm.into(),
            public_key: vec![1],
            private_key: vec![0, 255],
            created_at: at(0),
            retired_at: None,
        };
        let (old, new) = (key("rsa"), key("ed25519"));
        signing_keys::insert(c, old.clone())?;
        signing_keys::insert(c, new.clone())?;
        assert_eq!(
            signing_keys::current(c, account)?,
            [old.clone(), new.clone()]
        );
        assert!(signing_keys::retire(c, old.id, at(1))?);
        assert!(!signing_keys::retire(c, old.id, at(2))?);
        assert_eq!(signing_keys::current(c, account)?, [new]);
        let all = signing_keys::all_of(c, account)?;
        assert_eq!((all.len(), all[0].retired_at), (2, Some(at(1).as_micros())));
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

fn policy(domain: &str, level: &str) -> DomainPolicyRow {
    DomainPolicyRow {
        domain: domain.into(),
        level: level.into(),
        reject_media: false,
        reject_reports: false,
        obfuscate: false,
        public_comment: String::new(),
        private_comment: String::new(),
        created_at: at(0),
        expires_at: None,
    }
}

#[db_test]
async fn the_nearest_decision_that_has_not_expired_holds(db: TestDb) {
    db.write(|c| {
        domain_policies::upsert(c, policy("example", "suspend"))?;
        domain_policies::upsert(c, policy("school.example", "limit"))?;
        let passing = DomainPolicyRow {
            expires_at: Some(at(5).as_micros()),
            ..policy("a.school.example", "allow")
        };
        domain_policies::upsert(c, passing.clone())?;
        let mut level = |domain: &str, seconds| {
            domain_policies::find_covering(c, domain, at(seconds))
                .unwrap()
                .map(|row| row.level)
        };
        assert_eq!(level("a.school.example:8443", 1).as_deref(), Some("allow"));
        assert_eq!(level("x.a.school.example", 5).as_deref(), Some("limit"));
        assert_eq!(level("other.example", 1).as_deref(), Some("suspend"));
        assert_eq!(level("myschool.example.org", 1), None);
        let later = DomainPolicyRow {
            created_at: at(9),
            ..policy("school.example", "suspend")
        };
        domain_policies::upsert(c, later)?;
        let listed = domain_policies::list(c, Some("a.school.example"), 10)?;
        assert_eq!(
            listed,
            [
                policy("example", "suspend"),
                policy("school.example", "suspend")
            ]
        );
        assert_eq!(
            domain_policies::list(c, None, 1)?,
            std::slice::from_ref(&passing)
        );
        assert_eq!(domain_policies::find(c, "a.school.example")?, Some(passing));
        assert_eq!(domain_policies::expire(c, at(4))?, [""; 0]);
        assert_eq!(domain_policies::expire(c, at(5))?, ["a.school.example"]);
        assert!(domain_policies::remove(c, "example")?);
        assert!(!domain_policies::remove(c, "example")?);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn what_was_deleted_elsewhere_is_remembered_for_a_time(db: TestDb) {
    db.write(|c| {
        let [author, neighbour, nobody] = [1, 2, 0].map(AccountId::from);
        tombstones::bury(c, "https://a.example/1", author, at(0))?;
        tombstones::bury(c, "https://a.example/1", author, at(9))?;
        assert!(tombstones::is_buried(c, "https://a.example/1", author)?);
        assert!(!tombstones::is_buried(c, "https://a.example/2", author)?);
        assert!(!tombstones::is_buried(c, "https://a.example/1", neighbour)?);
        tombstones::bury(c, "https://a.example/3", nobody, at(9))?;
        assert!(
            tombstones::is_buried(c, "https://a.example/3", neighbour)?,
            "as older versions noted it"
        );
        assert_eq!(tombstones::prune(c, at(0))?, 0);
        assert_eq!(tombstones::prune(c, at(1))?, 1, "the first time counts");
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_token_is_found_by_its_digest_until_it_is_revoked(db: TestDb) {
    let ids = TestIds::default();
    let (amira, ben) = (user(&db, &ids, "amira").await, user(&db, &ids, "ben").await);
    db.write(move |c| {
        let token = |hash: u8, user: UserId| AccessTokenRow {
            id: ids.next(),
            user_id: user,
            token_hash: vec![hash],
            name: "App".into(),
            scopes: "read".into(),
            created_at: at(0),
            last_used_at: None,
            application_id: None,
        };
        let (one, two) = (token(1, amira), token(2, amira));
        access_tokens::insert(c, one.clone())?;
        access_tokens::insert(c, two.clone())?;
        access_tokens::touch(c, one.id, at(3))?;
        let found = access_tokens::find(c, &[1])?.unwrap();
        assert_eq!(
            (found.id, found.last_used_at),
            (one.id, Some(at(3).as_micros()))
        );
        assert_eq!(access_tokens::list(c, amira)?, [two, found]);
        assert!(!access_tokens::revoke(c, ben, one.id)?);
        assert!(access_tokens::revoke(c, amira, one.id)?);
        assert_eq!(access_tokens::find(c, &[1])?, None);
        assert_eq!(access_tokens::revoke_all(c, amira)?, 1);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_key_of_a_client_makes_one_status(db: TestDb) {
    let ids = TestIds::default();
    let amira = user(&db, &ids, "amira").await;
    db.write(move |c| {
        let account = add_local(c, &ids, "ben")?;
        for id in [1, 2] {
            run(
                c,
                &format!(
                    "INSERT INTO status VALUES ({id}, NULL, NULL, {account}, 'note', 0, NULL, NULL, NULL, \
                     NULL, {id}, NULL, NULL, '', '', '', '', false, NULL, NULL, 'anyone', NULL, true, 1, 1, \
                     NULL, NULL, 0, 0, 0, NULL)"
                ),
            )?;
        }
        let row = |status: i64| IdempotencyRow {
            user_id: amira,
            key: "k".into(),
            made_id: status,
            is_scheduled: false,
            created_at: at(0),
        };
        assert_eq!(idempotency::claim(c, row(1), at(-5))?, None);
        assert_eq!(idempotency::claim(c, row(2), at(-5))?, Some(row(1)));
        assert_eq!(idempotency::find(c, amira, "k", at(0))?, Some(row(1)));
        assert_eq!(idempotency::find(c, amira, "other", at(0))?, None);
        // Too long ago: the key makes something new.
        assert_eq!(idempotency::find(c, amira, "k", at(1))?, None);
        assert_eq!(idempotency::claim(c, row(2), at(1))?, None);
        assert_eq!(idempotency::find(c, amira, "k", at(0))?, Some(row(2)));
        assert_eq!(idempotency::prune(c, at(0))?, 0);
        assert_eq!(idempotency::prune(c, at(1))?, 1);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn a_remote_report_is_stored_once(db: TestDb) {
    let ids = TestIds::default();
    db.write(move |c| {
        let (a, b) = (add_local(c, &ids, "a")?, add_local(c, &ids, "b")?);
        let report = |uri: Option<&str>| ReportRow {
            id: ids.next(),
            account_id: a,
            target_id: b,
            comment: "why".into(),
            status_ids: "[]".into(),
            uri: uri.map(str::to_owned),
            created_at: at(0),
            resolved_at: None,
            category: "other".into(),
            forwarded: false,
            rule_ids: "[]".into(),
            assigned_to: None,
            decision: None,
            decision_note: String::new(),
        };
        let first = report(Some("https://a.example/flag"));
        assert!(reports::insert(c, first.clone())?);
        assert!(!reports::insert(c, report(Some("https://a.example/flag")))?);
        let (ours, other) = (report(None), report(None));
        assert!(reports::insert(c, ours.clone())?);
        assert!(reports::insert(c, other.clone())?);
        assert_eq!(reports::list(c, None, 2)?, [other, ours.clone()]);
        assert_eq!(
            reports::list(c, Some(ours.id), 2)?,
            std::slice::from_ref(&first)
        );
        assert!(reports::resolve(c, first.id, ("nothing", "fair"), at(1))?);
        assert!(!reports::resolve(c, first.id, ("limit", ""), at(2))?);
        let found = reports::find(c, first.id)?.unwrap();
        assert_eq!(found.resolved_at, Some(at(1).as_micros()));
        DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[db_test]
async fn only_a_newer_emoji_takes_the_place_of_another(db: TestDb) {
    let ids = TestIds::default();
    db.write(move |c| {
        let emoji = |domain: &str, shortcode: &str, seconds| EmojiRow {
            id: ids.next(),
            domain: domain.into(),
            shortcode: shortcode.into(),
            uri: None,
            image_url: format!("https://a.example/{seconds}"),
            updated_at: at(seconds),
            category: None,
        };
        let first = emoji("a.example", "owl", 5);
        assert!(emojis::upsert(c, first.clone())?);
        assert!(emojis::upsert(c, emoji("", "owl", 1))?);
        assert!(!emojis::upsert(c, emoji("a.example", "owl", 5))?);
        assert!(!emojis::upsert(c, emoji("a.example", "owl", 4))?);
        let newer = emoji("a.example", "owl", 6);
        assert!(emojis::upsert(c, newer.clone())?);
        let asked = ["owl".to_owned(), "cat".to_owned()];
        let expected = EmojiRow {
            id: first.id,
            ..newer
        };
        assert_eq!(emojis::find_many(c, "a.example", &asked)?, [expected]);
        DbResult::Ok(())
    })
    .await
    .unwrap();
}
