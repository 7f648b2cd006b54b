//! `staffroom init`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::machine::{INIT, Machine, assert_says, text};

#[test]
fn flags_alone_make_a_private_file_that_is_valid() {
    let machine = Machine::new();
    let said = machine.run(&INIT).done();
    assert_says(
        &said,
        &[
            "allow-list",
            "reverse_proxy 127.0.0.1:8080",
            "staffroom doctor",
            "can never change",
        ],
    );
    let mode = machine
        .path("staffroom.toml")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_says(&machine.run(&["config", "check"]).done(), &["in order"]);
    let shown = machine.run(&["config", "show"]).done();
    assert_says(
        &shown,
        &[
            "https://school.example",
            "office@school.example",
            "\"school\"",
        ],
    );
    assert!(!machine.path("staffroom-data").exists());
}

#[test]
fn every_flag_arrives() {
    let machine = Machine::new();
    let args = [
        "init",
        "--url",
        "https://staff.school.example:8443",
        "--account-domain",
        "school.example",
        "--name",
        "Our \"staff\" room",
        "--provider",
        "charity",
        "--contact-name",
        "The office",
        "--contact-email",
        "a@b.example",
        "--federation",
        "off",
        "--data-dir",
        "/srv/data",
        "--database-url",
        "postgres://u:s3cret@h/d",
        "--output",
        "other.toml",
    ];
    let said = machine.run(&args).done();
    assert_says(&said, &["--config other.toml", "/.well-known/webfinger"]);
    assert!(!said.contains("s3cret"));
    let file = fs::read_to_string(machine.path("other.toml")).unwrap();
    for line in [
        "url = \"https://staff.school.example:8443\"",
        "account_domain = \"school.example\"",
        "provider = \"charity\"",
        "contact_name = \"The office\"",
        "mode = \"off\"",
        "data_dir = \"/srv/data\"",
        "url = \"postgres://u:s3cret@h/d\"",
    ] {
        assert!(file.lines().any(|l| l == line), "{line}");
    }
    assert_says(
        &machine
            .run(&["config", "show", "--config", "other.toml"])
            .done(),
        &["staff"],
    );
}

#[test]
fn nothing_is_replaced_without_force() {
    let machine = Machine::configured();
    let before = machine.files();
    assert_says(
        &machine.run(&INIT).refused(),
        &["staffroom.toml exists already", "--force"],
    );
    assert_eq!(machine.files(), before);
    machine
        .run(&[&INIT[..], &["--name", "New", "--force"]].concat())
        .done();
    assert_says(&machine.run(&["config", "show"]).done(), &["\"New\""]);
}

#[test]
fn what_is_missing_or_wrong_is_named_and_nothing_is_written() {
    let machine = Machine::new();
    let missing = machine.run(&["init", "--provider", "school"]).misused();
    assert_says(&missing, &["--domain, --contact-email"]);
    assert!(!missing.contains("--provider,"));
    let wrong = |flag: &str, value: &str| {
        let mut args = INIT.to_vec();
        if let Some(at) = args.iter().position(|a| *a == flag) {
            args.drain(at..at + 2);
        }
        machine.run(&[&args[..], &[flag, value]].concat())
    };
    assert_says(&wrong("--domain", "school").refused(), &["no dot"]);
    assert_says(
        &wrong("--domain", "https://x.example").refused(),
        &["--url"],
    );
    assert_says(
        &wrong("--contact-email", "office").refused(),
        &["instance.contact_email"],
    );
    assert_says(
        &wrong("--database-url", "mysql://x").refused(),
        &["sqlite:"],
    );
    assert_says(
        &wrong("--output", "no/such/folder.toml").refused(),
        &["folder does not exist"],
    );
    let provider = wrong("--provider", "shcool");
    assert_eq!(provider.code, 2);
    assert!(machine.files().is_empty());
}

#[test]
fn a_trial_stays_a_trial() {
    let machine = Machine::new();
    machine.create_user("amira", &[]).done();
    let before = machine.files();

    // Somebody who names the trial's folder is refused.
    let named = [&INIT[..], &["--data-dir", "./staffroom-data"]].concat();
    assert_says(
        &machine.run(&named).refused(),
        &["holds a trial", "--data-dir"],
    );
    assert_eq!(machine.files(), before);

    // Who names none gets a fresh one.
    let said = machine.run(&INIT).done();
    assert_says(&said, &["holds a trial", "staffroom-data-real"]);
    let real = ["staffroom-data-real/staffroom.sqlite"];
    assert_says(&machine.run(&["user", "list"]).refused(), &real);
    machine.create_user("bela", &[]).done();
    let users = machine.run(&["user", "list"]).done();
    assert!(
        users.contains("@bela") && !users.contains("@amira"),
        "{users}"
    );
    assert!(machine.path(real[0]).exists());
    assert!(machine.data("staffroom.sqlite").exists());
}

#[test]
fn the_folder_of_another_instance_is_refused() {
    let machine = Machine::with_instance();
    let data = machine.path("staffroom-data");
    let args = [
        "init",
        "--domain",
        "other.example",
        "--provider",
        "school",
        "--contact-email",
        "a@other.example",
        "--output",
        "other.toml",
        "--data-dir",
        text(&data),
    ];
    assert_says(
        &machine.run(&args).refused(),
        &["https://school.example", "cannot change its address"],
    );
    assert!(!machine.path("other.toml").exists());
}
