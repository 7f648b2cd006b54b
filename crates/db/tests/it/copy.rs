//! Copying a database into another one.

use std::collections::BTreeMap;

use staffroom_db::copy::{self, CopyProgress, CopyReport};
use staffroom_db::{Db, DbError, DbOptions, DbResult, Location};
use staffroom_testkit::{Backend, TestDb, TestLocation, db_test};

use crate::fixtures::{lines, number, rows, run_on, undo_last};
use crate::schema::declared;

/// Rows in every table: each column that may be NULL once with and once without a value, text
/// beyond ASCII, bytes that are not text, numbers at the ends of their range. More accounts than
/// fit into two batches.
fn content(is_sqlite: bool) -> String {
    let bytes = |hex: &str| {
        if is_sqlite {
            format!("x'{hex}'")
        } else {
            format!("'\\x{hex}'::bytea")
        }
    };
    let (one, two, all) = (bytes("00ff27"), bytes("fe"), bytes("0001020380ff"));
    let numbers = "WITH RECURSIVE numbers (n) AS \
                   (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1203)";
    let (federation, practices) = (federation(&one, &two), practices());
    format!(
        "INSERT INTO instance_fact VALUES ('server_url', 'https://ysgol.example', 1), \
           ('Łódź ''quoted''', '', -9223372036854775808);
         INSERT INTO node VALUES (3, 1, 'a', 0, 9);
         {numbers} INSERT INTO account (id, domain, username, username_folded, display_name, created_at) \
           SELECT n, '', 'Ŵyn' || n, 'ŵyn' || n, '👩‍🏫 \"' || n, n FROM numbers;
         INSERT INTO account VALUES (9223372036854775807, 'a.example', 'x', 'x', '', -1, 'group', \
           'https://a.example/x', 'https://a.example/@x', '<p>ß</p>', '[[\"a\",\"b\"]]', 'https://a.example/1', \
           'https://a.example/2', true, true, true, true, true, '[\"u\"]', 'https://b.example/x', 1, 2, 3, 4, 5, 6, 7, 8, 'ß', 'limit', 9);
         INSERT INTO \"user\" VALUES (1, 1, 'Ŵyn@ysgol.example', 'ŵyn@ysgol.example', '$argon2', 1, 2, 3, 'cy'), \
           (2, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL);
         INSERT INTO user_role VALUES (1, 'teacher', 1), (1, 'admin', 2), (2, 'teacher', 3);
         INSERT INTO second_factor VALUES (1, {all}, 1, 2, 3), (2, {one}, NULL, 0, 1);
         INSERT INTO recovery_code VALUES (1, 1, {one}, NULL), (2, 1, {two}, 2);
         INSERT INTO passkey_handle VALUES (1, {all}), (2, {one});
         INSERT INTO passkey VALUES (1, 1, {one}, {all}, 4294967295, true, 'hybrid internal', 'Ŵyn''s phone', 1, NULL), \
           (2, 1, {two}, {one}, 0, false, '', 'ß', 2, 3);
         INSERT INTO passkey_challenge VALUES (1, {one}, {two}, 1), (2, {all}, {one}, 9223372036854775807);
         INSERT INTO data_import VALUES (1, 1, 'follows', false, '[]', 9223372036854775807, 1, 0, '[]', 1, NULL), \
           (2, 1, 'lists', true, '', 2, 2, 1, '[\"ß\"]', 3, 4);
         INSERT INTO account_archive VALUES (1, 1, 'waiting', 'cy', 'archives/a.zip', 0, 0, 0, 0, NULL, 1, 2, NULL, 3), \
           (2, 1, 'failed', 'en', 'archives/ß.zip', 1, 9223372036854775807, 2, 3, 'room', 4, 5, 6, 7);
         INSERT INTO session VALUES (1, 1, {one}, 1, 2, 3, 'Browser', '::1');
         INSERT INTO invitation VALUES (1, {one}, 1, '[]', 'für Zoë', 'z@b.example', 2147483647, 0, 1, 2, 3), \
           (2, {two}, NULL, '[]', '', NULL, 1, 1, 1, 2, NULL);
         INSERT INTO invitation_use VALUES (1, 2, 2, 5);
         INSERT INTO password_reset VALUES (1, 1, {all}, 1, 2);
         {federation}
         {practices}
         {CALENDAR}
         {STAFF}
         INSERT INTO outbox VALUES (1, 'k', '{{\"a\":\"ß\"}}', 1);
         INSERT INTO job VALUES (1, 'k', '{{}}', 'q', 1, 77, 1, 9, 77, -5, NULL, NULL, 7, NULL), \
           (2, 'k', '{{}}', 'q', -1, 8, 0, 9, NULL, NULL, 'key', 'no', 7, 9);
         INSERT INTO schedule VALUES ('a', 1, 2, NULL), ('b', 1, 2, 3);"
    )
}

/// The part of the content that has to do with practices.
fn practices() -> String {
    "INSERT INTO practice VALUES (1, 1, '{}', 1, NULL, NULL, 'published', NULL, NULL, NULL, NULL, 1), \
           (2, 2, '{\"a\":\"ß\"}', 2, 'tried', 'worked', 'withdrawn', 'GB', 'cy', 'CC0-1.0', 'o', 2);
         INSERT INTO practice_version VALUES (1, 1, NULL, 'a', '{}', 1), (2, 2, 'Ŵ', 'ß', '{}', 2);
         INSERT INTO facet VALUES ('ph', 'primary-ks1', 1), ('ph', 'https://a.example/ß', 2);
         INSERT INTO lineage VALUES (1, 'u'), (2, 'https://a.example/ß');
         INSERT INTO adoption VALUES (1, 1, 's', 'p', NULL, 1, 'planned', NULL, true, NULL, NULL, 'k', false, true, 1, 'counted', NULL, NULL, '{}'), \
           (2, 2, 's', 'ß', 1, 2, 'running', 3, false, 4, 'o', 'k', true, false, 2, 'rejected', 'spam', 'rejected', '{}');
         INSERT INTO outcome VALUES (1, 1, 's', 'p', NULL, 1, NULL, 'worked', NULL, 'k', false, true, 'counted', NULL, NULL, 1, '{}'), \
           (2, 2, 's', 'ß', 1, 2, 'a', 'https://a.example/ß', 'o', 'k', true, false, 'rejected', 'spam', 'rejected', 2, '{}');
         INSERT INTO ledger VALUES (1, '{}', NULL, 0, '{}', NULL, NULL, 1, '[]'), (2, '{\"a\":\"ß\"}', 'e', 2, '{}', '{}', 3, 2, '[\"x\"]');
         INSERT INTO ledger_changed VALUES (1), (2);
         INSERT INTO ledger_snapshot VALUES (1, 86400000000, '{}'), (9223372036854775807, 0, '{\"a\":\"ß\"}');
         INSERT INTO ledger_setting VALUES (1, 'k', '{}', '[]'), (1, 'ß', '{}', '[]');
         INSERT INTO practice_search VALUES (1, 1, 0, 'ph a'), (2, 2, 2, '');
         INSERT INTO practice_search_text VALUES (1, '=f_ph_a', 'ŵ a'), (2, '', 'b');
         INSERT INTO draft VALUES (1, 1, 'practice', '', '', '{}', NULL, NULL, NULL, NULL, '', NULL, NULL, 1, 1, 1, NULL, NULL, 0), \
           (2, 1, 'outcome', 'Ŵ', 'ß', '{\"a\":1}', '{\"b\":2}', 1, 2, 3, 'ŵ', 1, 'cy', 2, 3, 4, 5, 'ß', 6);
         INSERT INTO announced_record VALUES (1, 1, NULL, 1, NULL, NULL, NULL), (2, 2, 'hub.example', 2, 3, '', 2);
         INSERT INTO hub_member VALUES ('a.example', 1, 'asked', 1, NULL, 'none', NULL, NULL, 0, NULL, 0, 0, 0, 0), \
           ('b.example:8443', 2, 'member', 2, 3, 'running', 'ß', 'Ŵ', 1, 4, 5, 6, 7, 8);
         INSERT INTO hub_item VALUES (1, 'a.example', 'practice', 'reported', NULL, NULL), (2, 'b.example:8443', 'outcome', 'verified', 3, 4);
         INSERT INTO hub_topic VALUES (1, '', '', true, 'auto', 1, 0, 0, 0), (2, 'tech', 'ß', false, 'daily', 2, 3, 4, 5);
         INSERT INTO hub_announcement VALUES (1, 1, 'announced', 1, 1, NULL, false), (2, 2, 'told', 2, 3, 1, true);
         INSERT INTO question VALUES (1, 1, 'tech/ai'), (2, 2, 'tech/ai ß');
         INSERT INTO library_entry VALUES (1, 'pr ß', 0, 0), (9223372036854775807, '', 3, 2);
         INSERT INTO library_count VALUES ('all', '', '', 2, 3, 2), ('map', 'ß', 'Ŵ', 1, -1, 9223372036854775807), ('map', 'ß', 'x', 0, 0, 0);
         INSERT INTO organisation_member VALUES ('https://a.example/ß', 1, 1, false), ('https://a.example/ß', 2, 2, true);"
        .to_owned()
}

/// The part of the content that has to do with events that people go to.
const CALENDAR: &str = "INSERT INTO event_plan VALUES (1, '{}', 'teachmeet', 'hybrid', NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, true, 0, 1, 2, 3), \
           (2, '{\"a\":\"ß\"}', 'other', 'online', 'Ŵ', 'ŵ', 1, 0, 3, true, 'u', 1, false, 9223372036854775807, 1, 2, 3);
         INSERT INTO event_concept VALUES (1, 'ß', 1), (1, 'Ŵ', 1), (2, 'ß', 1);
         INSERT INTO participation VALUES (1, 1, 1, 'speaker', 'going', 1, NULL, NULL, NULL, 1, 2), \
           (2, 1, 2, 'remote', 'left', 2, 3, 'u', 2, 1, 2);
         INSERT INTO talk VALUES (1, 1, 1, 'nano', 2, 'Ŵ', 1, NULL, NULL, NULL, 'accepted', 1), \
           (2, 1, 2, 'custom', 10, 'ß', NULL, 'u', 'n', 'p', 'offered', 2);
         INSERT INTO event_note VALUES (1, '{}', 'u', NULL, NULL, NULL), (2, '{}', 'ß', 1, 3, 'CC0-1.0');";

/// The part of the content that has to do with those who look after the instance.
const STAFF: &str = "INSERT INTO rule VALUES (1, 'Byddwch yn garedig', '', 1);
         INSERT INTO staff_action VALUES (1, NULL, '', 'account-limited', 1, 'Ŵyn', '', 1), \
           (2, 1, 'Ŵyn', 'server-decided', NULL, 'ß.example', 'suspend', 2);
         INSERT INTO announcement VALUES (1, 'Ŵ', NULL, NULL, false, 1, 1), (2, '', 1, 2, true, 3, 4);
         INSERT INTO announcement_dismissal VALUES (1, 2, 1), (2, 1, 1);
         INSERT INTO announcement_reaction VALUES (1, '🦉', 1, 1), (1, '🦉', 2, 1), (1, 'owl', 2, 1), (2, '🦉', 1, 1);";

/// The part of the content that has to do with other servers and with what is posted.
fn federation(one: &str, two: &str) -> String {
    format!(
        "INSERT INTO remote_actor VALUES (9223372036854775807, 'a.example', 'https://a.example/x/inbox', \
           'https://a.example/inbox', 'o', 'f', 'g', 'p', 1, '{{}}'), \
           (2, 'b.example:8443', 'https://b.example:8443/inbox', NULL, NULL, NULL, NULL, NULL, 1, '{{}}');
         INSERT INTO signing_key VALUES (1, 1, 'rsa', {one}, {two}, 1, NULL), (2, 1, 'ed25519', {two}, {one}, 1, 2);
         INSERT INTO remote_key VALUES ('https://a.example/x#ß', 9223372036854775807, 'rsa', {one}, 1, 2), \
           ('https://b.example/y#k', 2, 'ed25519', {two}, 1, NULL);
         INSERT INTO follow VALUES (1, 1, 2, 1, true, NULL, true, false, '[]', 1), \
           (2, 9223372036854775807, 1, 0, false, 'https://a.example/f', false, true, '[\"cy\"]', 1);
         INSERT INTO block VALUES (1, 1, 2, NULL, 1), (2, 2, 1, 'https://b.example/b', 1);
         INSERT INTO mute VALUES (1, 1, 2, true, NULL, 1), (2, 2, 1, false, 9, 1);
         INSERT INTO account_domain_block VALUES (1, 1, 'a.example', 1);
         INSERT INTO account_note VALUES (1, 2, 'Ŵ', 1), (2, 1, 'ß', 2);
         INSERT INTO account_name VALUES (1, 'ŵyn'), (1, 'ß');
         INSERT INTO suggestion_dismissal VALUES (1, 2, 1);
         INSERT INTO account_preference VALUES (1, NULL, false, NULL, 'public', '[]', true, false, true, '', ''), \
           (2, 2, true, 'cy', 'nobody', '[\"a.example\"]', false, true, false, 'Ŵ', 'ß');
         INSERT INTO status VALUES (1, NULL, NULL, 1, 'note', 0, NULL, NULL, NULL, NULL, 1, NULL, NULL, '', '', '', '', \
           false, NULL, NULL, 'anyone', NULL, true, 1, 1, NULL, NULL, 0, 0, 0, NULL), \
           (2, 'u', 'l', 2, 'article', 3, 1, 1, 1, 'r', 1, 'c', 'ß', '<p>Ŵ</p>', 's', 'markdown', 'cw', \
           true, 'cy', 'q', 'nobody', 'ru', false, 1, 2, 3, 4, 5, 6, 7, 8);
         INSERT INTO status_document VALUES (2, '{{\"a\":\"ß\"}}');
         INSERT INTO status_edit VALUES (1, 2, NULL, 'a', 'b', 'c', false, 1, '[]', NULL), \
           (2, 2, 't', 'a', 'b', 'c', true, 2, '[1]', '[\"ß\"]');
         INSERT INTO bookmark VALUES (1, 1, 2, 3);
         INSERT INTO thread_mute VALUES (1, 1, 4);
         INSERT INTO mention VALUES (2, 1, false), (2, 2, true);
         INSERT INTO tag VALUES (1, 'ysgol', 'Ysgol', 1);
         INSERT INTO followed_tag VALUES (1, 2, 1, 1);
         INSERT INTO featured_tag VALUES (1, 1, 1, 2, NULL, 1), (2, 2, 1, 0, 9, 1);
         INSERT INTO tag_day VALUES (1, 20000, 3, 2), (1, 20001, 1, 1);
         INSERT INTO account_media VALUES (2, 2);
         INSERT INTO account_tag VALUES (1, 1, 1), (1, 1, 2), (2, 1, 2);
         INSERT INTO status_tag VALUES (2, 1);
         INSERT INTO attachment VALUES (1, 2, 0, 'image', 'image/png', 'u', 'p', 'Ŵ', 'b', 0.5, -1.0, 3, 4, 1, 2, 5), \
           (2, 2, 1, 'file', NULL, 'u', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
         INSERT INTO upload VALUES (1, 1, 'post', 'ready', 'image', 'image/png', 'p', 's', 'ß', 'b', 0.5, -1.0, 3, 4, 1, 2, 5, 6, 'no', 1, 1, 2), \
           (2, NULL, 'emoji', 'failed', 'image', 'image/png', 'q', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, 1, NULL);
         INSERT INTO remote_file VALUES ('a', 'ready', 'p', 's', 1, 0, NULL, 1, 2), ('b', 'failed', NULL, NULL, 0, 3, 4, 1, 2);
         INSERT INTO preview_card VALUES (1, 'u', 'd', 'ready', 'Ŵ', 'ß', 'link', 'a', 'b', 'c', 'd', 'i', 'j', 1, 2, 'cy', 3, 4, 5), \
           (2, 'v', 'e', 'waiting', '', '', 'link', '', '', '', '', NULL, '', 0, 0, NULL, NULL, 4, 5);
         INSERT INTO status_card VALUES (1, 1), (2, 2);
         INSERT INTO emoji VALUES (1, '', 'owl', NULL, 'u', 1, 'Ŵ'), (2, 'a.example', 'owl', 'e', 'u', 1, NULL);
         INSERT INTO poll VALUES (1, true, NULL, NULL, 2, false), (2, false, 1, 2, 0, true);
         INSERT INTO poll_option VALUES (1, 0, 'Ŵ', 1), (1, 1, 'b', 0);
         INSERT INTO poll_vote VALUES (1, 1, 1, 0, NULL, 1), (2, 1, 2, 0, 'v', 1);
         INSERT INTO event VALUES (1, 'Europe/London', '2026-09-01T18:00:00', 1, NULL, NULL, 'scheduled', NULL, NULL, NULL, NULL, NULL), \
           (2, '+02:00', '2026-09-01T18:00:00', 1, '2026-09-01T20:00:00', 2, 'cancelled', 'Ŵ', 'a', 'u', 'external', 'j');
         INSERT INTO status_policy VALUES (2, 'followers', 'nobody');
         INSERT INTO favourite VALUES (1, 1, 2, NULL, 1), (2, 2, 1, 'f', 1);
         INSERT INTO reaction VALUES (1, 1, 2, '🦉', NULL, NULL, 1), (2, 2, 1, ':owl:', 'i', 'r', 1);
         INSERT INTO pin VALUES (1, 1, 1);
         INSERT INTO group_moderator VALUES (1, 2, 1), (2, 1, 1);
         INSERT INTO group_post VALUES (1, 2, false, 1), (2, 1, true, 1);
         INSERT INTO home_entry VALUES (1, 1, 1), (1, 2, 1);
         INSERT INTO list VALUES (1, 1, 'Ŵ', 'followed', false, 1), (2, 1, 'b', 'none', true, 1);
         INSERT INTO list_member VALUES (1, 2), (2, 2);
         INSERT INTO list_entry VALUES (1, 1, 1), (1, 2, 1);
         INSERT INTO conversation VALUES (1, 1, 1, '2', 2, true), (2, 2, 1, '1', 2, false);
         INSERT INTO conversation_status VALUES (1, 1), (1, 2);
         INSERT INTO search_text VALUES (1, 1, 'ŵ a', NULL, 0, '', false, true, false, false), (2, 2, 'b', 'cy', 3, 'image', true, false, true, true);
         INSERT INTO search_pending VALUES (1), (2);
         INSERT INTO public_entry VALUES (1, 1, true, false, NULL), (2, 2, false, true, false);
         INSERT INTO tag_entry VALUES (1, 1, 1, true, false, NULL, 1), (1, 2, 2, false, true, false, 1);
         INSERT INTO report VALUES (1, 1, 2, 'ß', '[]', NULL, 1, NULL, 'other', false, '[9]', 1, 'limit', 'Ŵ'), \
           (2, 2, 1, '', '[\"1\"]', 'u', 1, 2, 'spam', true, '[]', NULL, NULL, '');
         INSERT INTO notification VALUES (1, 1, 'follow', 2, NULL, 1, 'follow-1', false, false, 1, 1, '[2]', NULL), \
           (2, 1, 'admin.report', 2, 2, 1, 'ungrouped-2', true, true, 3, 1, '', 1);
         INSERT INTO notification_policy VALUES (1, 'accept', 'drop', 'accept', 'filter', 'filter', 1, 2, 3);
         INSERT INTO notification_request VALUES (1, 1, 2, 2, 2, 1, 2), (2, 2, 1, NULL, 1, 1, 2);
         INSERT INTO notification_permission VALUES (1, 2, 1);
         INSERT INTO peer VALUES ('a.example', 1, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL), \
           ('b.example:8443', 1, 2, 3, 4, 'no', 'cavage', 5, 6, 7, 8, 'rfc9421');
         INSERT INTO activity VALUES (1, NULL, 1, 'Follow', '{{}}', false, NULL, 1), (2, 9, 1, 'Create', '{{}}', true, 1, 1);
         INSERT INTO delivery VALUES (1, 2, 'a.example', 'i', 't', true, 0, 1, 1, NULL), \
           (2, 2, 'a.example', 'j', 't', false, 3, 1, 1, 'no');
         INSERT INTO inbox_item VALUES (1, 'u1', 'Like', 'a.example', NULL, 'x', 't', '{{}}', 1, 1, 0, NULL, NULL), \
           (2, 'u2', 'Like', 'a.example', 2, 'x', 't', '', 1, 1, 2, 'no', 3);
         INSERT INTO tombstone VALUES ('https://a.example/gone', 1, 3);
         INSERT INTO domain_policy VALUES ('a.example', 'limit', true, false, true, 'ß', '', 1, NULL), \
           ('b.example', 'suspend', false, true, false, '', 'ŵ', 1, 2);
         INSERT INTO marker VALUES (1, 'home', '7', 2, 3), (1, 'notifications', 'x', 1, 3);
         INSERT INTO application VALUES (1, 'a', {one}, 'Ŵ', NULL, 'x://', 'read', 1, 2), \
           (2, 'b', {two}, '', 'https://b.example', 'urn:x', 'write', 1, 2);
         INSERT INTO application_token VALUES (1, 1, {one}, 'read', 1);
         INSERT INTO authorization_code VALUES (1, {one}, 1, 1, 'x://', 'read', NULL, 1, 2, NULL), \
           (2, {two}, 2, 1, 'urn:x', 'write', 'c', 1, 2, 3);
         INSERT INTO access_token VALUES (1, 1, {one}, 'App', 'read write', 1, NULL, NULL), \
           (2, 1, {two}, '', 'read', 1, 2, 2);
         INSERT INTO push_subscription VALUES (1, 1, 1, 'https://push.example/1', {one}, {two}, false, 'all', '[]', {one}, 1, 2);
         INSERT INTO idempotency VALUES (1, 'ß', 1, true, 1);
         INSERT INTO scheduled_status VALUES (1, 1, 2, '{{\"text\":\"ß\"}}', 1);
         INSERT INTO filter VALUES (1, 1, 'Ŵ', 3, 'warn', NULL, 1), (2, 1, 'b', 31, 'hide', 9, 1);
         INSERT INTO filter_keyword VALUES (1, 1, 'ß', true), (2, 2, 'a b', false);
         INSERT INTO filter_status VALUES (1, 2, 2);"
    )
}

async fn filled(backend: Backend) -> TestDb {
    let db = TestDb::new(backend);
    run_on(&db, &content(db.is_sqlite())).await;
    db
}

/// Everything that is in a database, as text.
async fn dump(db: &TestDb) -> BTreeMap<String, Vec<String>> {
    db.read(|conn| {
        let mut dump = BTreeMap::new();
        for (table, columns) in declared() {
            let row = if conn.is_sqlite() {
                let quoted: Vec<String> = columns
                    .iter()
                    .map(|(name, ..)| format!("quote(\"{name}\")"))
                    .collect();
                quoted.join(" || ',' || ")
            } else {
                format!("CAST(\"{table}\" AS text)")
            };
            let mut found = lines(conn, &format!("SELECT {row} AS line FROM \"{table}\""))?;
            found.sort();
            dump.insert(table, found);
        }
        DbResult::Ok(dump)
    })
    .await
    .unwrap()
}

fn copy(from: &DbOptions, to: &DbOptions) -> DbResult<CopyReport> {
    copy::copy_all(from, to, &mut |_| ())
}

/// Takes away what is not meant to arrive.
async fn settle(db: &TestDb) {
    run_on(
        db,
        "DELETE FROM node; UPDATE job SET lease_until = NULL, lease_token = NULL, \
         run_at = created_at WHERE lease_token IS NOT NULL; \
         UPDATE peer SET lease_until = NULL, lease_token = NULL",
    )
    .await;
}

#[test]
fn every_table_is_copied_or_named_as_left_behind() {
    let mut listed: Vec<String> = copy::COPIED
        .iter()
        .chain(copy::NOT_COPIED.iter().map(|(table, _)| table))
        .map(ToString::to_string)
        .collect();
    listed.sort();
    assert_eq!(listed, declared().into_keys().collect::<Vec<_>>());
}

#[db_test]
async fn the_content_of_these_tests_fills_every_table_and_every_column(db: TestDb) {
    run_on(&db, &content(db.is_sqlite())).await;
    for (table, columns) in declared() {
        assert!(rows(&db, &table).await > 0, "{table} is empty");
        for (column, _, nullable) in columns {
            if nullable {
                let sql = format!(
                    "SELECT count(DISTINCT \"{column}\" IS NULL) AS number FROM \"{table}\""
                );
                let kinds = db.read(move |c| number(c, &sql)).await.unwrap();
                assert_eq!(kinds, 2, "{table}.{column} with and without a value");
            }
        }
    }
}

#[db_test]
async fn there_and_back_again_changes_nothing(db: TestDb) {
    let (first, middle) = if db.is_sqlite() {
        (Backend::Sqlite, Backend::Postgres)
    } else {
        (Backend::Postgres, Backend::Sqlite)
    };
    let source = filled(first).await;
    let (middle, last) = (TestLocation::empty(middle), TestLocation::migrated(first));
    let report = copy(source.options(), middle.options()).unwrap();
    copy(middle.options(), last.options()).unwrap();
    let last = TestDb::open(last);
    settle(&source).await;
    assert_eq!(dump(&last).await, dump(&source).await);
    assert_eq!(report.tables.len(), copy::COPIED.len());
    assert_eq!(report.tables[1], ("account", 1_204));
    // The given database is a copy of the same kind.
    drop(last);
    let place = db.close();
    copy(source.options(), place.options()).unwrap();
    assert_eq!(dump(&TestDb::open(place)).await, dump(&source).await);
}

#[tokio::test]
async fn progress_is_told_for_each_table_and_batch() {
    let (source, target) = (
        filled(Backend::Sqlite).await,
        TestLocation::empty(Backend::Sqlite),
    );
    let mut told = Vec::new();
    copy::copy_all(source.options(), target.options(), &mut |p| told.push(p)).unwrap();
    let of_accounts: Vec<u64> = told
        .iter()
        .filter(|p| p.table == "account")
        .inspect(|p| assert_eq!(p.total, 1_204))
        .map(|p: &CopyProgress| p.done)
        .collect();
    assert_eq!(of_accounts, [0, 500, 1_000, 1_204]);
    let last = told.last().unwrap();
    assert_eq!((last.table, last.done, last.total), ("schedule", 2, 2));
}

#[db_test]
async fn a_target_with_rows_is_refused_and_left_alone(db: TestDb) {
    let source = filled(Backend::Sqlite).await;
    run_on(&db, "INSERT INTO schedule VALUES ('mine', 1, 2, NULL)").await;
    let before = dump(&db).await;
    let refused = copy(source.options(), db.options()).unwrap_err();
    assert!(matches!(refused, DbError::Refused(_)), "{refused:?}");
    assert!(refused.to_string().contains("schedule"), "{refused}");
    assert_eq!(dump(&db).await, before);
    let same = copy(db.options(), db.options()).unwrap_err();
    assert!(matches!(same, DbError::Refused(_)), "{same:?}");
}

const FROM_THE_FUTURE: &str =
    "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000001')";

#[db_test]
async fn an_older_target_is_migrated_and_a_newer_one_refused(db: TestDb) {
    let source = filled(Backend::Sqlite).await;
    undo_last(&db).await;
    copy(source.options(), db.options()).unwrap();
    assert_eq!(rows(&db, "account").await, 1_204);
    let newer = TestDb::new(db.backend());
    run_on(&newer, FROM_THE_FUTURE).await;
    let refused = copy(source.options(), newer.options()).unwrap_err();
    assert!(matches!(refused, DbError::Newer(_)), "{refused:?}");
    assert_eq!(rows(&newer, "account").await, 0);
}

#[db_test]
async fn a_source_of_another_version_is_refused(db: TestDb) {
    let target = TestLocation::empty(Backend::Sqlite);
    run_on(&db, FROM_THE_FUTURE).await;
    let refused = copy(db.options(), target.options()).unwrap_err();
    assert!(matches!(refused, DbError::Newer(_)), "{refused:?}");
    let older = TestDb::new(db.backend());
    undo_last(&older).await;
    let refused = copy(older.options(), target.options()).unwrap_err();
    assert!(matches!(refused, DbError::Refused(_)), "{refused:?}");
    let empty = TestLocation::empty(db.backend());
    if empty.backend() == Backend::Postgres {
        let refused = copy(empty.options(), target.options()).unwrap_err();
        assert!(matches!(refused, DbError::Refused(_)), "{refused:?}");
    }
    assert!(
        !target.file().unwrap().exists(),
        "the target was not touched"
    );
}

#[test]
fn a_missing_source_is_told_and_not_made() {
    let (source, target) = (
        TestLocation::empty(Backend::Sqlite),
        TestLocation::empty(Backend::Sqlite),
    );
    let refused = copy(source.options(), target.options()).unwrap_err();
    assert!(matches!(refused, DbError::File { .. }), "{refused:?}");
    assert!(!source.file().unwrap().exists() && !target.file().unwrap().exists());
    let nowhere = DbOptions::new(Location::Postgres("postgres://x@127.0.0.1:1/x".into()));
    let refused = copy(&nowhere, target.options()).unwrap_err();
    assert!(matches!(refused, DbError::Unavailable(_)), "{refused:?}");
}

/// `PostgreSQL` cannot hold the character U+0000 in text. It is in a table late in the list, so much
/// has been written when that shows.
#[tokio::test]
async fn a_failure_in_the_middle_leaves_nothing() {
    let source = filled(Backend::Sqlite).await;
    run_on(&source, "UPDATE job SET last_error = char(97, 0, 98)").await;
    let target = TestLocation::empty(Backend::Postgres);
    copy(source.options(), target.options()).unwrap_err();
    let target = TestDb::open(target);
    for (table, rows) in dump(&target).await {
        assert_eq!(rows, Vec::<String>::new(), "{table}");
    }
    run_on(&source, "UPDATE job SET last_error = NULL").await;
    copy(source.options(), target.options()).unwrap();
}

/// The server goes on writing while it is copied: what arrives is one moment's state.
#[db_test]
async fn the_source_may_change_meanwhile(db: TestDb) {
    run_on(&db, &content(db.is_sqlite())).await;
    let target = TestLocation::empty(Backend::Sqlite);
    let other = Db::open(db.options()).unwrap();
    let runtime = tokio::runtime::Handle::current();
    let from = db.options().clone();
    let to = target.options().clone();
    let report = tokio::task::spawn_blocking(move || {
        copy::copy_all(&from, &to, &mut |progress| {
            if progress.table == "account" && progress.done == 500 {
                runtime
                    .block_on(other.write(|c| {
                        crate::fixtures::run(c, "INSERT INTO schedule VALUES ('late', 1, 2, 3)")
                    }))
                    .unwrap();
            }
        })
    })
    .await
    .unwrap()
    .unwrap();
    assert_eq!(rows(&db, "schedule").await, 3);
    assert_eq!(report.tables.last(), Some(&("schedule", 2)));
}
