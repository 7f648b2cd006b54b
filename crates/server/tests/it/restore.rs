//! `staffroom backup` and `staffroom restore`.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use staffroom_testkit::free_port;
use tar::EntryType;

use crate::archives::{self, Item, change_manifest, item};
use crate::machine::{Machine, assert_says};

/// A machine with an instance and a backup of it, `b.tar.gz`.
fn backed_up() -> Machine {
    let machine = Machine::with_instance();
    let said = machine.run(&["backup", "b.tar.gz"]).done();
    assert_says(&said, &["https://school.example", "SQLite", "secret key"]);
    machine
}

/// Removes what a backup brings back.
fn lose_everything(machine: &Machine) {
    fs::remove_dir_all(machine.path("staffroom-data")).unwrap();
    fs::remove_file(machine.path("staffroom.toml")).unwrap();
}

#[test]
fn everything_comes_back() {
    let machine = backed_up();
    let mode = machine
        .path("b.tar.gz")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let users = machine.run(&["user", "list", "--json"]).done();
    let key = fs::read(machine.data("secret.key")).unwrap();
    let config = fs::read(machine.path("staffroom.toml")).unwrap();
    lose_everything(&machine);

    let said = machine.run(&["restore", "b.tar.gz"]).done();
    assert_says(
        &said,
        &[
            "https://school.example",
            "The settings are in",
            "staffroom doctor",
        ],
    );
    assert_eq!(machine.run(&["user", "list", "--json"]).done(), users);
    assert_eq!(fs::read(machine.data("secret.key")).unwrap(), key);
    assert_eq!(fs::read(machine.path("staffroom.toml")).unwrap(), config);
    assert_eq!(
        fs::read(machine.data("media/ab/photo.webp")).unwrap(),
        b"a picture"
    );
    for private in ["secret.key", "staffroom.sqlite"] {
        let mode = machine
            .data(private)
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{private}");
    }
    let leftovers = fs::read_dir(machine.path("staffroom-data"))
        .unwrap()
        .flatten();
    assert!(
        leftovers
            .into_iter()
            .all(|f| !f.file_name().to_string_lossy().starts_with('.'))
    );
}

#[test]
fn a_backup_replaces_nothing_unasked_and_leaves_nothing_when_it_fails() {
    let machine = backed_up();
    let before = machine.files();
    assert_says(
        &machine.run(&["backup", "b.tar.gz"]).refused(),
        &["exists already", "--force"],
    );
    assert_says(
        &machine.run(&["backup", "no/b.tar.gz"]).refused(),
        &["folder does not exist"],
    );
    assert_says(
        &machine.run(&["backup", "staffroom.toml/b"]).refused(),
        &["cannot be written"],
    );
    assert_eq!(machine.files(), before);
    machine.run(&["backup", "b.tar.gz", "--force"]).done();

    std::os::unix::fs::symlink("/etc/passwd", machine.data("media/link")).unwrap();
    assert_says(
        &machine.run(&["backup", "c.tar.gz"]).refused(),
        &["media/link", "move it away"],
    );
    fs::remove_file(machine.data("media/link")).unwrap();
    fs::remove_file(machine.data("secret.key")).unwrap();
    assert_says(
        &machine.run(&["backup", "c.tar.gz"]).refused(),
        &["secret key", "--without-secrets"],
    );
    assert!(!machine.path("c.tar.gz").exists());
}

#[test]
fn a_backup_goes_through_a_pipe_while_the_server_runs() {
    let machine = Machine::with_instance();
    let server = machine.serve(free_port(), &[]);
    let output = machine.command(&["backup", "-"]).output().unwrap();
    assert!(output.status.success());
    drop(server);
    fs::write(machine.path("p.tar.gz"), output.stdout).unwrap();
    let names: Vec<String> = archives::read(&machine.path("p.tar.gz"))
        .into_iter()
        .map(|item| item.name)
        .collect();
    let expected = [
        "manifest.json",
        "staffroom.toml",
        "secret.key",
        "database.sqlite",
        "media/ab/photo.webp",
    ];
    assert_eq!(names, expected);
    lose_everything(&machine);
    machine.run(&["restore", "p.tar.gz"]).done();
    assert_says(&machine.run(&["user", "list"]).done(), &["@amira"]);
}

#[test]
fn a_backup_that_is_interrupted_leaves_nothing() {
    let machine = Machine::with_instance();
    // More than a pipe holds, and nothing that becomes smaller.
    let noise: Vec<u8> = (0..8_000_000_u64)
        .scan(1_u64, |state, _| {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            Some((*state >> 56) as u8)
        })
        .collect();
    fs::write(machine.data("media/noise.webp"), noise).unwrap();
    let before = machine.files();
    let mut child = machine
        .command(&["backup", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first byte shows that it is at work; now it waits for us to read on.
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_says(
        &String::from_utf8_lossy(&output.stderr),
        &["it was interrupted"],
    );
    assert!(machine.files() == before, "something was left");
}

#[test]
fn a_backup_of_nothing_is_refused() {
    let machine = Machine::configured();
    assert_says(
        &machine.run(&["backup", "b.tar.gz"]).refused(),
        &["no instance to back up"],
    );
    assert!(!machine.path("b.tar.gz").exists());
}

/// Refuses to restore a file, and leaves everything as it was.
#[track_caller]
fn refuses(machine: &Machine, bytes: Option<&[u8]>, words: &[&str]) {
    if let Some(bytes) = bytes {
        fs::write(machine.path("x.tar.gz"), bytes).unwrap();
    }
    let before = machine.files();
    assert_says(
        &machine.run(&["restore", "x.tar.gz", "--force"]).refused(),
        words,
    );
    assert!(machine.files() == before, "something has changed");
}

/// One bit changed, at `from` or soon after. Some bits mean nothing: in a run of zeros it is all the same how far back
/// the compressed form refers, and what comes out is whole.
fn damaged(good: &[u8], from: usize) -> Vec<u8> {
    let mut flipped = (from..good.len()).map(|at| {
        let mut bytes = good.to_vec();
        bytes[at] ^= 0x10;
        bytes
    });
    flipped.find(|bytes| !archives::is_whole(bytes)).unwrap()
}

#[test]
fn files_that_are_cut_changed_or_foreign_are_refused() {
    let machine = backed_up();
    let good = fs::read(machine.path("b.tar.gz")).unwrap();
    for cut in [good.len() / 4, good.len() / 2, good.len() - 4] {
        refuses(
            &machine,
            Some(&good[..cut]),
            &["incomplete", "copy it again"],
        );
    }
    for from in [good.len() / 3, good.len() / 2, good.len() - 6] {
        refuses(
            &machine,
            Some(&damaged(&good, from)),
            &["x.tar.gz is", "copy it again"],
        );
    }
    for foreign in [&b""[..], b"x", b"hello, this is no archive"] {
        refuses(&machine, Some(foreign), &["not a backup"]);
    }
    archives::gzip(&machine.path("x.tar.gz"), b"hello");
    refuses(&machine, None, &["x.tar.gz is"]);
    archives::write(
        &machine.path("x.tar.gz"),
        &[item("holiday.jpg", b"a picture")],
    );
    refuses(&machine, None, &["not a backup"]);
    archives::write(&machine.path("x.tar.gz"), &[item("manifest.json", b"{}")]);
    refuses(&machine, None, &["not a backup"]);
    fs::remove_file(machine.path("x.tar.gz")).unwrap();
    refuses(&machine, None, &["there is no such file"]);
    fs::create_dir(machine.path("x.tar.gz")).unwrap();
    refuses(&machine, None, &["it is a folder"]);
}

/// Changes the archive before it is restored.
#[track_caller]
fn refuses_changed(machine: &Machine, change: impl FnOnce(&mut Vec<Item>), words: &[&str]) {
    let mut items = archives::read(&machine.path("b.tar.gz"));
    change(&mut items);
    archives::write(&machine.path("x.tar.gz"), &items);
    refuses(machine, None, words);
}

#[test]
fn archives_that_lie_are_refused() {
    let machine = backed_up();
    refuses_changed(
        &machine,
        |items| items[3].bytes[200] ^= 1,
        &["checksum of database.sqlite"],
    );
    refuses_changed(
        &machine,
        |items| drop(items.remove(4)),
        &["photo.webp is missing"],
    );
    refuses_changed(
        &machine,
        |items| drop(items.remove(3)),
        &["damaged", "database.sqlite should be"],
    );
    refuses_changed(
        &machine,
        |items| items.push(item("media/more", b"x")),
        &["does not name"],
    );
    refuses_changed(
        &machine,
        |items| items.push(item("../evil", b"x")),
        &["does not name"],
    );
    for evil in [
        "../../evil",
        "/tmp/evil",
        "media/../../evil",
        "media/./evil",
        "evil",
    ] {
        refuses_changed(
            &machine,
            |items| {
                items[4].name = evil.to_owned();
                change_manifest(items, |manifest| {
                    manifest["entries"][3]["name"] = evil.into();
                });
            },
            &["damaged", evil],
        );
        refuses_changed(
            &machine,
            |items| items[4].name = evil.to_owned(),
            &["damaged"],
        );
    }
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Char,
    ] {
        refuses_changed(&machine, |items| items[4].kind = kind, &["damaged"]);
    }
    refuses_changed(
        &machine,
        |items| change_manifest(items, |m| m["entries"][2]["size"] = u64::MAX.into()),
        &["not enough room"],
    );
    refuses_changed(
        &machine,
        |items| change_manifest(items, |m| m["secret_key_fingerprint"] = "00".into()),
        &["database in the backup cannot be used"],
    );
}

#[test]
fn archives_of_newer_versions_are_refused() {
    let machine = backed_up();
    let newer = |manifest: &mut serde_json::Value| {
        *manifest = serde_json::json!({"format": 2, "staffroom": "9.1.0", "all": "different"});
    };
    refuses_changed(
        &machine,
        |items| change_manifest(items, newer),
        &["staffroom 9.1.0", "newer"],
    );
    refuses_changed(
        &machine,
        |items| {
            change_manifest(items, |manifest| {
                manifest["staffroom"] = "0.9.0".into();
                manifest["migrations"]
                    .as_array_mut()
                    .unwrap()
                    .push("20990101000001".into());
            });
        },
        &["staffroom 0.9.0", "newer"],
    );
}

#[test]
fn old_data_is_moved_aside_never_removed() {
    let machine = backed_up();
    machine.create_user("bela", &[]).done();
    let old = machine.files();
    assert_says(
        &machine.run(&["restore", "b.tar.gz"]).refused(),
        &["already", "--force"],
    );
    assert_eq!(machine.files(), old);

    let said = machine.run(&["restore", "b.tar.gz", "--force"]).done();
    assert_says(
        &said,
        &[
            "staffroom.sqlite-before-restore-",
            "media-before-restore-",
            "stayed as they are",
        ],
    );
    let users = machine.run(&["user", "list"]).done();
    assert!(
        users.contains("@amira") && !users.contains("@bela"),
        "{users}"
    );
    let aside = fs::read_dir(machine.path("staffroom-data"))
        .unwrap()
        .flatten()
        .map(|file| file.path())
        .find(|path| path.to_string_lossy().contains("sqlite-before-restore"))
        .unwrap();
    let url = format!("database.url=sqlite:{}", aside.display());
    assert_says(
        &machine.run(&["user", "list", "--set", &url]).done(),
        &["@bela"],
    );
}

#[test]
fn a_log_without_its_database_is_not_played_back_over_the_next() {
    for tail in ["-wal", "-shm", "-journal"] {
        let machine = backed_up();
        lose_everything(&machine);
        fs::create_dir(machine.path("staffroom-data")).unwrap();
        let left = machine.data(&format!("staffroom.sqlite{tail}"));
        fs::write(&left, "of another database").unwrap();
        let before = machine.files();
        assert_says(
            &machine.run(&["restore", "b.tar.gz"]).refused(),
            &[&format!("staffroom.sqlite{tail} exists"), "--force"],
        );
        assert_eq!(machine.files(), before);

        machine.run(&["restore", "b.tar.gz", "--force"]).done();
        let aside = fs::read_dir(machine.path("staffroom-data"))
            .unwrap()
            .flatten()
            .map(|file| file.path())
            .find(|path| path.to_string_lossy().contains("sqlite-before-restore"))
            .unwrap();
        assert!(aside.to_string_lossy().ends_with(tail), "{aside:?}");
        assert_eq!(fs::read(aside).unwrap(), b"of another database");
        assert!(!left.exists());
        assert_says(&machine.run(&["user", "list"]).done(), &["@amira"]);
    }
}

#[test]
fn without_secrets_the_key_must_come_from_elsewhere() {
    let machine = backed_up();
    let said = machine
        .run(&["backup", "n.tar.gz", "--without-secrets"])
        .done();
    assert_says(&said, &["useless without"]);
    let names: Vec<String> = archives::read(&machine.path("n.tar.gz"))
        .into_iter()
        .map(|item| item.name)
        .collect();
    assert_eq!(
        names,
        ["manifest.json", "database.sqlite", "media/ab/photo.webp"]
    );
    fs::rename(machine.data("secret.key"), machine.path("safe.key")).unwrap();
    fs::remove_dir_all(machine.path("staffroom-data")).unwrap();
    fs::write(machine.path("other.key"), format!("{}\n", "ab".repeat(32))).unwrap();
    for key in ["safe.key", "other.key"] {
        fs::set_permissions(machine.path(key), fs::Permissions::from_mode(0o600)).unwrap();
    }

    assert_says(
        &machine.run(&["restore", "n.tar.gz"]).refused(),
        &["--without-secrets", "--secret-key"],
    );
    let other = machine
        .run(&["restore", "n.tar.gz", "--secret-key", "other.key"])
        .refused();
    assert_says(&other, &["does not belong"]);
    let none = machine
        .run(&["restore", "n.tar.gz", "--secret-key", "none.key"])
        .refused();
    assert_says(&none, &["none.key"]);
    assert!(!machine.data("staffroom.sqlite").exists());
    machine
        .run(&["restore", "n.tar.gz", "--secret-key", "safe.key"])
        .done();
    assert_says(&machine.run(&["user", "list"]).done(), &["@amira"]);

    // The right key that is in place already is enough.
    fs::remove_file(machine.data("staffroom.sqlite")).unwrap();
    fs::remove_dir_all(machine.data("media")).unwrap();
    machine.run(&["restore", "n.tar.gz"]).done();
    assert_says(&machine.run(&["user", "list"]).done(), &["@amira"]);
}

#[test]
fn a_running_server_is_left_alone() {
    let machine = backed_up();
    let server = machine.serve(free_port(), &[]);
    let refused = machine.run(&["restore", "b.tar.gz", "--force"]).refused();
    assert_says(
        &refused,
        &["another staffroom server is running", "stop it first"],
    );
    drop(server);
    machine.run(&["restore", "b.tar.gz", "--force"]).done();
}

#[test]
fn a_place_that_does_not_fit_is_refused() {
    let machine = backed_up();
    let before = machine.files();
    let with = |setting: &str| {
        machine
            .run(&["restore", "b.tar.gz", "--force", "--set", setting])
            .refused()
    };
    assert_says(
        &with("storage.data_dir=staffroom.toml/x"),
        &["data folder", "staffroom.toml/x"],
    );
    assert_says(
        &with("storage.data_dir=b.tar.gz"),
        &["data folder", "file in its place"],
    );
    assert_says(
        &with("server.url=https://other.example"),
        &["backup of https://school.example", "init --url"],
    );
    let postgres = with("database.url=postgres://u@127.0.0.1:1/d");
    assert_says(&postgres, &["backup of SQLite", "staffroom db copy"]);
    assert_eq!(machine.files(), before);

    let trial = Machine::new();
    trial.create_user("amira", &[]).done();
    trial.run(&["backup", "t.tar.gz"]).done();
    fs::copy(trial.path("t.tar.gz"), machine.path("x.tar.gz")).unwrap();
    refuses(&machine, None, &["trial"]);
    fs::remove_dir_all(trial.path("staffroom-data")).unwrap();
    trial.run(&["restore", "t.tar.gz"]).done();
    assert_says(&trial.run(&["user", "list"]).done(), &["@amira"]);
}
