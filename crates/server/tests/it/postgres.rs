//! The same with PostgreSQL: backup, restore, copies. Needs `STAFFROOM_TEST_POSTGRES`.

use std::fs;

use staffroom_db::Location;
use staffroom_testkit::{Backend, TestLocation};

use crate::machine::{Machine, assert_says, text};

/// An empty database, and the setting that names it.
fn database() -> (TestLocation, String) {
    let place = TestLocation::empty(Backend::Postgres);
    let Location::Postgres(url) = place.options().location.clone() else {
        panic!("asked for PostgreSQL");
    };
    (place, url)
}

fn configured(machine: &Machine, url: &str) {
    let mut args = crate::machine::INIT.to_vec();
    args.extend(["--database-url", url, "--force"]);
    machine.run(&args).done();
}

#[test]
fn everything_comes_back_into_an_empty_database_only() {
    let (machine, (_first, url)) = (Machine::new(), database());
    configured(&machine, &url);
    machine.create_user("amira", &[]).done();
    fs::create_dir_all(machine.data("media")).unwrap();
    fs::write(machine.data("media/photo.webp"), b"a picture").unwrap();
    let said = machine.run(&["backup", "b.tar.gz"]).done();
    assert_says(&said, &["PostgreSQL"]);
    let key = fs::read(machine.data("secret.key")).unwrap();

    let refused = machine.run(&["restore", "b.tar.gz", "--force"]).refused();
    assert_says(&refused, &["is not empty", "database.url"]);

    let (_second, fresh) = database();
    fs::remove_dir_all(machine.path("staffroom-data")).unwrap();
    let setting = format!("database.url={fresh}");
    machine
        .run(&["restore", "b.tar.gz", "--set", &setting])
        .done();
    let users = machine.run(&["user", "list", "--set", &setting]).done();
    assert_says(&users, &["@amira"]);
    assert_eq!(fs::read(machine.data("secret.key")).unwrap(), key);
    assert_eq!(
        fs::read(machine.data("media/photo.webp")).unwrap(),
        b"a picture"
    );
}

#[test]
fn a_dump_that_is_none_changes_nothing() {
    let (machine, (_first, url)) = (Machine::new(), database());
    configured(&machine, &url);
    machine.create_user("amira", &[]).done();
    machine.run(&["backup", "b.tar.gz"]).done();
    let mut items = crate::archives::read(&machine.path("b.tar.gz"));
    let dump = items.last_mut().unwrap();
    assert_eq!(dump.name, "database.pgdump");
    dump.bytes = b"no dump".to_vec();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"no dump");
    let sha256 = data_encoding::HEXLOWER.encode(digest.as_ref());
    crate::archives::change_manifest(&mut items, |manifest| {
        manifest["entries"][2]["size"] = 7.into();
        manifest["entries"][2]["sha256"] = sha256.into();
    });
    crate::archives::write(&machine.path("x.tar.gz"), &items);
    fs::create_dir(machine.data("media")).unwrap();
    fs::write(machine.data("media/later.webp"), b"of today").unwrap();
    let (_second, fresh) = database();
    let setting = format!("database.url={fresh}");
    let before = machine.files();
    let refused = machine
        .run(&["restore", "x.tar.gz", "--force", "--set", &setting])
        .refused();
    assert_says(&refused, &["pg_restore failed"]);
    assert_eq!(machine.files(), before);
}

#[test]
fn a_backup_of_the_other_kind_is_refused() {
    let (machine, (_place, url)) = (Machine::with_instance(), database());
    machine.run(&["backup", "b.tar.gz"]).done();
    let setting = format!("database.url={url}");
    let refused = machine
        .run(&["restore", "b.tar.gz", "--force", "--set", &setting])
        .refused();
    assert_says(
        &refused,
        &["backup of SQLite", "says PostgreSQL", "staffroom db copy"],
    );
}

#[test]
fn an_instance_moves_to_postgres_and_back() {
    let (machine, (_place, url)) = (Machine::with_instance(), database());
    let sqlite = format!("sqlite:{}", text(&machine.data("staffroom.sqlite")));
    let there = machine
        .run(&["db", "copy", "--from", &sqlite, "--to", &url])
        .done();
    assert_says(&there, &["Copied", "PostgreSQL", "database.url"]);
    let setting = format!("database.url={url}");
    assert_says(
        &machine.run(&["user", "list", "--set", &setting]).done(),
        &["@amira"],
    );
    assert_says(
        &machine
            .run(&["db", "copy", "--from", &sqlite, "--to", &url])
            .refused(),
        &["not empty"],
    );
    machine
        .run(&["db", "copy", "--from", &url, "--to", "sqlite:back.sqlite"])
        .done();
    let back = ["user", "list", "--set", "database.url=sqlite:back.sqlite"];
    assert_says(&machine.run(&back).done(), &["@amira"]);
}

#[test]
fn the_doctor_looks_at_it() {
    let (machine, (_place, url)) = (Machine::new(), database());
    configured(&machine, &url);
    machine.create_user("amira", &[]).done();
    let ran = machine.run(&["doctor"]);
    assert_says(
        &ran.stdout,
        &[
            "PostgreSQL, postgres",
            "it belongs to the database",
            "schema of this version",
        ],
    );
}
