//! Both migrated databases against `schema`, and against one another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use staffroom_db::Conn;
use staffroom_testkit::{Backend, TestDb, db_test};

use crate::fixtures::{lines, run};

/// A column: name, type, whether it may be NULL.
pub(crate) type Column = (String, String, bool);
pub(crate) type Tables = BTreeMap<String, Vec<Column>>;

fn folder(of: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../migrations")
        .join(of)
}

/// The files of `schema`.
const DECLARED: [&str; 7] = [
    include_str!("../../src/schema/calendar.rs"),
    include_str!("../../src/schema/federation.rs"),
    include_str!("../../src/schema/instance.rs"),
    include_str!("../../src/schema/people.rs"),
    include_str!("../../src/schema/posts.rs"),
    include_str!("../../src/schema/practices.rs"),
    include_str!("../../src/schema/reading.rs"),
];

/// What the `table!` macros of `schema` say. Its text is read, since at run time diesel can name
/// a table's columns, but no program can list its tables.
pub(crate) fn declared() -> Tables {
    let mut tables = Tables::new();
    let mut open: Option<(String, Vec<Column>)> = None;
    let mut in_macro = false;
    for line in DECLARED.iter().flat_map(|file| file.lines()).map(str::trim) {
        if line == "diesel::table! {" {
            in_macro = true;
        } else if let (true, None, Some((name, _))) = (in_macro, &open, line.split_once(" (")) {
            open = Some((name.to_owned(), Vec::new()));
        } else if let Some((name, column_type)) = line
            .strip_suffix(',')
            .filter(|_| in_macro)
            .and_then(|line| line.split_once(" -> "))
        {
            let inner = column_type
                .strip_prefix("Nullable<")
                .and_then(|inner| inner.strip_suffix('>'));
            let column = (
                name.to_owned(),
                inner.unwrap_or(column_type).to_owned(),
                inner.is_some(),
            );
            open.as_mut().unwrap().1.push(column);
        } else if line == "}" {
            if let Some((name, columns)) = open.take() {
                tables.insert(name, columns);
            } else {
                in_macro = false;
            }
        }
    }
    assert!(tables.len() > 10, "the schema could not be read");
    tables
}

fn tables_sql(conn: &Conn) -> &'static str {
    if conn.is_sqlite() {
        "SELECT name AS line FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '__diesel_schema_migrations'"
    } else {
        "SELECT table_name::text AS line FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_name <> '__diesel_schema_migrations'"
    }
}

/// The columns of a table as the database has them, as `name|type|nullable`.
fn columns_sql(conn: &Conn, table: &str) -> String {
    if conn.is_sqlite() {
        format!(
            "SELECT name || '|' || type || '|' || (\"notnull\" = 0) AS line \
             FROM pragma_table_info('{table}') ORDER BY cid"
        )
    } else {
        format!(
            "SELECT column_name || '|' || data_type || '|' || \
             (CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END) AS line \
             FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name = '{table}' \
             ORDER BY ordinal_position"
        )
    }
}

/// The type that a database must have for one of `schema`.
fn expected_type(is_sqlite: bool, diesel: &str) -> &'static str {
    match (is_sqlite, diesel) {
        (true, "BigInt" | "Integer" | "Bool") => "INTEGER",
        (true, "Text") => "TEXT",
        (true, "Binary") => "BLOB",
        (true, "Double") => "REAL",
        (false, "BigInt") => "bigint",
        (false, "Integer") => "integer",
        (false, "Bool") => "boolean",
        (false, "Text") => "text",
        (false, "Binary") => "bytea",
        (false, "Double") => "double precision",
        _ => panic!("{diesel} is not among the types that both databases share"),
    }
}

#[db_test]
async fn tables_and_columns_are_those_of_the_schema(db: TestDb) {
    let declared = declared();
    db.read(move |conn| {
        let is_sqlite = conn.is_sqlite();
        let sql = tables_sql(conn);
        let mut found = lines(conn, sql)?;
        found.sort();
        let names: Vec<String> = declared.keys().cloned().collect();
        assert_eq!(found, names, "tables");
        for (table, columns) in declared {
            let sql = columns_sql(conn, &table);
            let expected: Vec<String> = columns
                .iter()
                .map(|(name, kind, nullable)| {
                    let kind = expected_type(is_sqlite, kind);
                    format!("{name}|{kind}|{}", i32::from(*nullable))
                })
                .collect();
            assert_eq!(lines(conn, &sql)?, expected, "columns of {table}");
        }
        staffroom_db::DbResult::Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn every_sqlite_table_is_strict() {
    let db = TestDb::new(Backend::Sqlite);
    let lax = db
        .read(|conn| {
            lines(
                conn,
                "SELECT name AS line FROM pragma_table_list WHERE type = 'table' AND strict = 0 \
                 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                 AND name <> '__diesel_schema_migrations'",
            )
        })
        .await
        .unwrap();
    assert_eq!(lax, Vec::<String>::new());
}

/// What `PostgreSQL` is searched by: `SQLite` has a table of its own for the one, and its indexes are in
/// the order of bytes for the other.
const ONLY_POSTGRES: [&str; 3] = [
    "search_text.search_text_words|",
    "practice_search_text.practice_search_text_words|",
    "tag.tag_beginning|",
];

#[tokio::test]
async fn both_databases_have_the_same_indexes() {
    let names = |db: TestDb| async move {
        db.read(|conn| {
            let sql = if conn.is_sqlite() {
                "SELECT tbl_name || '.' || name || '|' || \
                 CASE WHEN sql LIKE 'CREATE UNIQUE%' THEN 1 ELSE 0 END || '|' || \
                 (SELECT group_concat(name, ',') FROM pragma_index_info(i.name)) AS line \
                 FROM sqlite_schema AS i WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"
            } else {
                "SELECT t.relname || '.' || i.relname || '|' || \
                 (CASE WHEN x.indisunique THEN 1 ELSE 0 END) || '|' || \
                 (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) \
                    FROM pg_attribute AS a WHERE a.attrelid = i.oid) AS line \
                 FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid \
                 JOIN pg_class AS t ON t.oid = x.indrelid \
                 JOIN pg_namespace AS n ON n.oid = t.relnamespace \
                 WHERE n.nspname = current_schema() AND NOT x.indisprimary ORDER BY 1"
            };
            lines(conn, sql)
        })
        .await
        .map(|mut names| {
            names.retain(|name: &String| !ONLY_POSTGRES.iter().any(|own| name.starts_with(own)));
            names.sort();
            names
        })
        .unwrap()
    };
    let sqlite = names(TestDb::new(Backend::Sqlite)).await;
    let postgres = names(TestDb::new(Backend::Postgres)).await;
    assert!(sqlite.len() > 10);
    assert_eq!(sqlite, postgres);
}

#[test]
fn both_migration_folders_have_the_same_names() {
    let names = |of: &str| {
        let mut names: Vec<String> = fs::read_dir(folder(of))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    assert_eq!(sqlite, staffroom_db::migrate::known().unwrap());
}

#[db_test]
async fn every_migration_can_be_undone_and_done_again(db: TestDb) {
    let of = if db.is_sqlite() { "sqlite" } else { "postgres" };
    let mut steps: Vec<_> = staffroom_db::migrate::known().unwrap();
    let sql =
        |step: &str, which: &str| fs::read_to_string(folder(of).join(step).join(which)).unwrap();
    let up: Vec<String> = steps.iter().map(|step| sql(step, "up.sql")).collect();
    steps.reverse();
    let down: Vec<String> = steps.iter().map(|step| sql(step, "down.sql")).collect();
    db.write(move |conn| {
        let tables = tables_sql(conn);
        let before = lines(conn, tables)?;
        for sql in down {
            run(conn, &sql)?;
        }
        assert_eq!(lines(conn, tables)?, Vec::<String>::new(), "all undone");
        for sql in up {
            run(conn, &sql)?;
        }
        assert_eq!(lines(conn, tables)?.len(), before.len());
        staffroom_db::DbResult::Ok(())
    })
    .await
    .unwrap();
}
