//! Mistakes that people make: each ends with one clear sentence, and nothing half-done.

use std::fs;
use std::net::TcpListener;
use std::process::Stdio;

use staffroom_server::app::lock_server;

use crate::machine::{Machine, PASSWORD, assert_says};

#[test]
fn a_typo_in_the_settings() {
    let machine = Machine::configured();
    let file = machine.path("staffroom.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\nname = ", "\nnmae = ")).unwrap();
    let before = machine.files();
    for args in [
        &["serve"][..],
        &["user", "list"],
        &["backup", "b.tar.gz"],
        &["migrate"],
    ] {
        let said = machine.run(args).refused();
        assert_says(&said, &["instance.nmae", "staffroom.toml", "did you mean"]);
    }
    assert_eq!(machine.files(), before);
}

#[test]
fn a_database_that_cannot_be_written() {
    let machine = Machine::configured();
    fs::write(machine.path("file"), "x").unwrap();
    fs::create_dir(machine.path("folder")).unwrap();
    fs::write(
        machine.path("text.sqlite"),
        "this is no database, it is a letter to a friend",
    )
    .unwrap();
    for (setting, words) in [
        (
            "database.url=sqlite:file/x.sqlite",
            &["file/x", "file in place of its folder"][..],
        ),
        ("database.url=sqlite:folder", &["folder"]),
        (
            "database.url=sqlite:no/such/x.sqlite",
            &["folder does not exist", "database.url"],
        ),
        (
            "database.url=sqlite:text.sqlite",
            &["text.sqlite", "not an SQLite database"],
        ),
        (
            "storage.data_dir=file",
            &["file in its place", "storage.data_dir"],
        ),
        ("storage.data_dir=file/x", &["storage.data_dir"]),
        (
            "database.url=postgres://u:s3cret@127.0.0.1:1/d",
            &["postgres://u@127.0.0.1:1/d", "cannot be reached"],
        ),
    ] {
        for command in [
            &["serve"][..],
            &["user", "create", "amira", "--link"],
            &["migrate"],
        ] {
            let said = machine
                .run(&[command, &["--set", setting]].concat())
                .refused();
            assert_says(&said, words);
            assert!(!said.contains("s3cret"));
        }
    }
    assert_eq!(fs::read(machine.path("file")).unwrap(), b"x");
}

#[test]
fn a_port_in_use() {
    let machine = Machine::configured();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = listener.local_addr().unwrap().to_string();
    let said = machine
        .run(&["serve", "--bind", &bind, "--set", "log.level=error"])
        .refused();
    assert_says(&said, &[&bind, "in use", "server.bind"]);
    let left = machine.files();
    assert!(
        left.keys().all(|path| path.ends_with("staffroom.toml")),
        "nothing half-done: {left:?}"
    );
}

#[test]
fn a_secret_key_that_is_gone() {
    let machine = Machine::with_instance();
    let key = machine.data("secret.key");
    fs::remove_file(&key).unwrap();
    for args in [
        &["user", "list"][..],
        &["serve", "--set", "log.level=error"],
    ] {
        let said = machine.run(args).refused();
        assert_says(&said, &["secret.key", "missing", "backup"]);
    }
    assert!(!key.exists(), "no other key is put in its place");
}

#[test]
fn a_reader_that_has_seen_enough() {
    let machine = Machine::configured();
    let mut child = machine
        .command(&["config", "example"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
}

#[test]
fn files_are_nobody_elses_business() {
    use std::os::unix::fs::PermissionsExt as _;
    let machine = Machine::with_instance();
    for name in ["secret.key", "staffroom.sqlite"] {
        let mode = fs::metadata(machine.data(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}

#[test]
fn a_database_of_a_newer_version() {
    let machine = Machine::with_instance();
    rename_last_migration(&machine, b"20991123000003");
    for args in [
        &["user", "list"][..],
        &["migrate"],
        &["backup", "b.tar.gz"],
        &["serve"],
    ] {
        let said = machine
            .run(&[args, &["--set", "log.level=error"]].concat())
            .refused();
        assert_says(
            &said,
            &["newer version", "20991123000003", "install that version"],
        );
    }
    assert!(!machine.path("b.tar.gz").exists());
}

#[test]
fn commands_without_an_instance() {
    let real = Machine::configured();
    // `init` makes the key; the trial has nothing at all.
    for machine in [Machine::new(), real] {
        let before = machine.files();
        for args in [
            &["user", "list"][..],
            &["user", "reset-password", "amira"],
            &["jobs", "list"],
            &["invitation", "list"],
        ] {
            assert_says(
                &machine.run(args).refused(),
                &[
                    "no instance here yet",
                    "staffroom-data/staffroom.sqlite",
                    "staffroom serve",
                    "staffroom init",
                ],
            );
        }
        assert_eq!(machine.files(), before);
        machine.create_user("amira", &[]).done();
        assert_says(&machine.run(&["user", "list"]).done(), &["@amira"]);
    }
}

#[test]
fn an_upgrade_beneath_a_running_server() {
    let machine = Machine::with_instance();
    // The last migration is pending; it would fail, as its tables are there.
    rename_last_migration(&machine, b"20261123000002");
    let server = lock_server(&machine.data("staffroom.sqlite")).unwrap();
    for args in [&["user", "list"][..], &["user", "create", "bela", "--link"]] {
        let said = machine.run(args).refused();
        assert_says(
            &said,
            &[
                "staffroom.sqlite needs an upgrade",
                "server of the older version is running",
                "restart it first",
            ],
        );
    }
    drop(server);
    let tried = machine.run(&["user", "list"]).refused();
    assert_says(&tried, &["migration", "already exists"]);
}

/// Renames the last migration in the file, in the table and in its index.
fn rename_last_migration(machine: &Machine, new: &[u8; 14]) {
    let file = machine.data("staffroom.sqlite");
    let old = b"20261123000003";
    let mut bytes = fs::read(&file).unwrap();
    let places: Vec<usize> = bytes
        .windows(old.len())
        .enumerate()
        .filter_map(|(at, window)| (window == old).then_some(at))
        .collect();
    assert!(
        !places.is_empty(),
        "the list of migrations is not where it was"
    );
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    fs::write(file, bytes).unwrap();
}

#[test]
fn people_that_cannot_be_made() {
    let machine = Machine::with_instance();
    assert_says(&machine.create_user("amira", &[]).refused(), &["amira"]);
    assert_says(&machine.create_user("AMIRA", &[]).refused(), &["is taken"]);
    assert_says(&machine.create_user("admin", &[]).refused(), &["admin"]);
    assert_says(&machine.create_user("a b", &[]).refused(), &["username"]);
    let role = machine.create_user("bela", &["--role", "headteacher"]);
    assert_eq!(role.code, 2);
    assert_says(&role.stderr, &["headteacher", "--role"]);
    let short = machine.run_with(&["user", "create", "bela", "--password-stdin"], "short");
    assert_says(&short.refused(), &["10"]);
    let email = machine.create_user("bela", &["--email", "nowhere"]);
    assert_says(&email.refused(), &["nowhere"]);
    let nobody = machine.run_with(
        &["user", "reset-password", "nobody", "--password-stdin"],
        PASSWORD,
    );
    assert_says(&nobody.refused(), &["nobody"]);
    let users = machine.run(&["user", "list", "--json"]).done();
    assert_eq!(users.lines().count(), 1);
}

#[test]
fn wrong_usage_of_the_copy() {
    let machine = Machine::with_instance();
    let copy = |from: &str, to: &str| machine.run(&["db", "copy", "--from", from, "--to", to]);
    let source = "sqlite:staffroom-data/staffroom.sqlite";
    let configured = ["db", "copy", "--to", source];
    assert_says(&machine.run(&configured).refused(), &["onto itself"]);
    let help = machine.run(&["db", "copy", "--help"]).done();
    assert_says(&help, &["PGPASSWORD", ".pgpass", "database.url"]);
    assert!(!help.contains("PASSWORD@"), "{help}");
    assert_says(
        &copy("mysql://x", "sqlite:x").misused(),
        &["--from", "sqlite:PATH"],
    );
    assert_says(&copy(source, source).refused(), &["onto itself"]);
    assert_says(
        &copy("sqlite:none.sqlite", "sqlite:new/x.sqlite").refused(),
        &["none.sqlite"],
    );
    let server = machine.serve(staffroom_testkit::free_port(), &[]);
    assert_says(
        &copy(source, "sqlite:copy.sqlite").refused(),
        &["server is running", "stop it first"],
    );
    drop(server);
    assert!(!machine.path("copy.sqlite").exists());
    let said = copy(source, "sqlite:copy.sqlite").done();
    assert_says(
        &said,
        &["database.url", "sqlite:copy.sqlite", "storage.data_dir"],
    );
    assert_says(
        &copy(source, "sqlite:copy.sqlite").refused(),
        &["not empty"],
    );
    let users = ["user", "list", "--set", "database.url=sqlite:copy.sqlite"];
    assert_says(&machine.run(&users).done(), &["@amira"]);
}
