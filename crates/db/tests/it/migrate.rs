//! Bringing a database to this version, and what is said where that cannot be.

use std::fs;
use std::path::{Path, PathBuf};

use staffroom_db::migrate::{self, BackupBefore};
use staffroom_db::{Db, DbError, DbOptions, Location};
use staffroom_testkit::{Backend, TestDb, TestLocation, db_test};

use crate::fixtures::{FORGET_LAST, down, nine_statuses, number_of, rows, run_on, undo_last, up};

fn file_error(path: &Path) -> String {
    let options = DbOptions::new(Location::Sqlite(path.to_owned()));
    match Db::migrate(&options, None) {
        Err(error @ DbError::File { .. }) => error.to_string(),
        other => panic!("{}: {other:?}", path.display()),
    }
}

#[test]
fn a_fresh_database_gets_all_migrations_and_a_current_one_none() {
    for backend in Backend::ALL {
        let place = TestLocation::empty(backend);
        let done = Db::migrate(place.options(), None).unwrap();
        assert_eq!(done.applied, migrate::known().unwrap());
        assert_eq!(done.backup, None);
        let again = Db::migrate(place.options(), None).unwrap();
        assert_eq!(again, migrate::Migrated::default());
    }
}

#[test]
fn processes_that_start_together_migrate_once() {
    for backend in Backend::ALL {
        let place = TestLocation::empty(backend);
        let applied: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| Db::migrate(place.options(), None).unwrap().applied.len()))
                .collect();
            threads.into_iter().map(|t| t.join().unwrap()).sum()
        });
        assert_eq!(applied, migrate::known().unwrap().len());
    }
}

#[db_test]
async fn a_database_of_a_newer_version_is_left_alone(db: TestDb) {
    run_on(
        &db,
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000001')",
    )
    .await;
    let refused = Db::migrate(db.options(), None).unwrap_err();
    assert!(matches!(refused, DbError::Newer(_)), "{refused:?}");
    let text = refused.to_string();
    assert!(text.contains("newer version of staffroom"), "{text}");
    assert!(text.contains("20990101000001"), "{text}");
}

#[tokio::test]
async fn a_copy_is_made_only_of_content_that_is_about_to_change() {
    let place = TestLocation::empty(Backend::Sqlite);
    let backup = BackupBefore {
        folder: place.folder().unwrap().join("copies"),
        keep: 2,
    };
    let fresh = Db::migrate(place.options(), Some(&backup)).unwrap();
    assert_eq!(fresh.backup, None, "nothing to copy");
    let current = Db::migrate(place.options(), Some(&backup)).unwrap();
    assert_eq!(current.backup, None, "nothing to change");
    assert!(!backup.folder.exists());

    let db = TestDb::open(place);
    run_on(&db, "INSERT INTO instance_fact VALUES ('k', 'v', 1)").await;
    undo_last(&db).await;
    let place = db.close();
    let done = Db::migrate(place.options(), Some(&backup)).unwrap();
    assert_eq!(done.applied.len(), 1);
    let copy = done.backup.unwrap();
    assert_eq!(copy, before(&backup.folder, ""));
    Db::check_sqlite(&copy).unwrap();
    let options = DbOptions::new(Location::Sqlite(copy));
    let copied = Db::open(&options).unwrap();
    let facts = copied
        .read(|c| crate::fixtures::number(c, "SELECT count(*) AS number FROM instance_fact"))
        .await;
    assert_eq!(facts.unwrap(), 1);
    assert_eq!(rows(&TestDb::open(place), "instance_fact").await, 1);
}

/// The copy that is made before the last migration.
fn before(folder: &Path, suffix: &str) -> PathBuf {
    let last = migrate::known().unwrap().pop().unwrap();
    folder.join(format!("before-{last}{suffix}.sqlite"))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A database whose last migration is pending and fails, whatever it does: that it was made cannot be noted.
async fn stuck() -> TestLocation {
    let db = TestDb::open(TestLocation::migrated(Backend::Sqlite));
    run_on(&db, &format!("{FORGET_LAST} {STUCK}")).await;
    db.close()
}

const STUCK: &str = "CREATE TRIGGER stuck BEFORE INSERT ON __diesel_schema_migrations \
                     BEGIN SELECT RAISE(ABORT, 'it is stuck'); END;";

#[tokio::test]
async fn a_copy_is_never_replaced() {
    let place = stuck().await;
    let folder = place.folder().unwrap().join("copies");
    fs::create_dir(&folder).unwrap();
    let last = migrate::known().unwrap().pop().unwrap();
    fs::write(
        folder.join(format!("before-{last}.sqlite.draft")),
        "of a start that was killed",
    )
    .unwrap();
    fs::write(folder.join("before-older.sqlite"), "of another upgrade").unwrap();
    let backup = BackupBefore {
        folder: folder.clone(),
        keep: 1,
    };
    let fail = |place: &TestLocation| match Db::migrate(place.options(), Some(&backup)) {
        Err(DbError::Migration { name, .. }) => assert_eq!(name, last),
        other => panic!("{other:?}"),
    };
    fail(&place);
    let first = fs::read(before(&folder, "")).unwrap();
    fail(&place);
    let expected = [
        format!("before-{last}.sqlite"),
        "before-older.sqlite".into(),
    ];
    assert_eq!(names(&folder), expected, "one copy, and nothing removed");

    let db = TestDb::open(place);
    run_on(&db, "INSERT INTO instance_fact VALUES ('k', 'v', 1)").await;
    let place = db.close();
    fail(&place);
    assert_eq!(fs::read(before(&folder, "")).unwrap(), first);
    Db::check_sqlite(&before(&folder, "-2")).unwrap();

    let db = TestDb::open(place);
    run_on(&db, &format!("DROP TRIGGER stuck; {}", down(&db))).await;
    let place = db.close();
    let done = Db::migrate(place.options(), Some(&backup)).unwrap();
    assert_eq!(done.backup, Some(before(&folder, "-3")));
    assert_eq!(names(&folder), [format!("before-{last}-3.sqlite")]);
}

#[tokio::test]
async fn only_the_newest_copies_are_kept() {
    let mut place = TestLocation::migrated(Backend::Sqlite);
    let folder = place.folder().unwrap().join("copies");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine.sqlite"), "not one of them").unwrap();
    for round in ["a", "b", "c", "d"] {
        let db = TestDb::open(place);
        let fact = format!("INSERT INTO instance_fact VALUES ('{round}', 'v', 1)");
        run_on(&db, &fact).await;
        undo_last(&db).await;
        place = db.close();
        let backup = BackupBefore {
            folder: folder.clone(),
            keep: 2,
        };
        let made = Db::migrate(place.options(), Some(&backup)).unwrap().backup;
        fs::rename(made.unwrap(), folder.join(format!("before-{round}.sqlite"))).unwrap();
    }
    assert_eq!(
        names(&folder),
        ["before-c.sqlite", "before-d.sqlite", "mine.sqlite"]
    );
}

#[test]
fn a_path_that_cannot_be_a_database_is_explained() {
    let place = TestLocation::empty(Backend::Sqlite);
    let folder = place.folder().unwrap();
    let text = file_error(folder);
    assert!(text.contains("this is a folder"), "{text}");
    let text = file_error(&folder.join("missing/db.sqlite"));
    assert!(text.contains("does not exist"), "{text}");

    let other = folder.join("letter.txt");
    fs::write(&other, "Dear parents, ".repeat(500)).unwrap();
    let text = file_error(&other);
    assert!(text.contains("not an SQLite database"), "{text}");
    assert!(fs::read_to_string(&other).unwrap().starts_with("Dear"));
    let text = file_error(&other.join("db.sqlite"));
    assert!(text.contains("letter.txt"), "{text}");
}

/// A folder that even the superuser cannot write to, where the test runs as such.
#[test]
fn a_folder_that_cannot_be_written_is_explained() {
    let place = TestLocation::empty(Backend::Sqlite);
    let folder = place.folder().unwrap().join("closed");
    fs::create_dir(&folder).unwrap();
    let mut permissions = fs::metadata(&folder).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&folder, permissions).unwrap();
    let is_open = fs::write(folder.join("probe"), "").is_ok();
    let folder = if is_open { Path::new("/sys") } else { &folder };
    let text = file_error(&folder.join("db.sqlite"));
    assert!(text.contains("cannot be written"), "{text}");
    assert!(text.contains("own it"), "{text}");
}

#[test]
fn a_server_that_does_not_answer_is_named_without_its_password() {
    let url = "postgres://amira:s3cret@127.0.0.1:1/staff";
    let options = DbOptions::new(Location::Postgres(url.into()));
    let text = Db::migrate(&options, None).unwrap_err().to_string();
    assert!(text.contains("amira@127.0.0.1:1/staff"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
}

/// Earlier versions counted every answer.
#[db_test]
async fn answers_that_not_everybody_may_read_leave_the_counts(db: TestDb) {
    nine_statuses(&db).await;
    run_on(
        &db,
        "UPDATE status SET in_reply_to_id = 1 WHERE id > 1; \
         UPDATE status SET visibility = 1 WHERE id = 2; \
         UPDATE status SET visibility = 2 WHERE id IN (3, 4); \
         UPDATE status SET visibility = 3 WHERE id = 5; \
         UPDATE status SET deleted_at = 1 WHERE id = 6; \
         UPDATE status SET replies_count = 8 WHERE id = 1",
    )
    .await;
    run_on(&db, &up(&db, "2026-11-29-000201_open_answers")).await;
    let counted = "SELECT replies_count AS number FROM status WHERE id = 1";
    assert_eq!(number_of(&db, counted).await, 4, "2, 7, 8 and 9");
}
