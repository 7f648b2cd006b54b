//! Secrets: from files, and never shown.

use std::io;
use std::path::Path;

use proptest::prelude::*;
use staffroom_config::{DatabaseUrl, Secret, Sources, parse};

use crate::{from_file, message};

/// Sources for which `/run/secrets/…` holds some files.
fn with_secrets() -> Sources<'static> {
    let mut sources = Sources::new().with_file("staffroom.toml", "[mail]\nusername = \"u\"\n");
    sources.read_file = Box::new(|path: &Path| match path.to_str() {
        Some("/run/secrets/mail") => Ok(b"hunter2\r\n".to_vec()),
        Some("/run/secrets/empty") => Ok(b"\n".to_vec()),
        Some("/run/secrets/binary") => Ok(vec![0xff, 0xfe]),
        Some("/run/secrets/url") => Ok(b"postgres://a:hunter2@db/staffroom\n".to_vec()),
        _ => Err(io::ErrorKind::PermissionDenied.into()),
    });
    sources
}

#[test]
fn a_secret_comes_from_a_file() {
    let sources = with_secrets()
        .with_variable("STAFFROOM_MAIL__PASSWORD_FILE", "/run/secrets/mail")
        .with_variable("STAFFROOM_DATABASE__URL_FILE", "/run/secrets/url");
    let loaded = parse(&sources).expect("valid");
    assert_eq!(
        loaded.config.mail.password.as_ref().map(Secret::expose),
        Some("hunter2")
    );
    let listing = loaded.show();
    assert!(!listing.contains("hunter2"));
    let lines: Vec<&str> = listing
        .lines()
        .filter(|line| line.starts_with("mail.password") || line.starts_with("database.url"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_file_form_in_the_configuration_file() {
    let sources = with_secrets().with_file(
        "staffroom.toml",
        "[mail]\nusername = \"u\"\npassword_file = \"/run/secrets/mail\"\n",
    );
    let config = parse(&sources).expect("valid").config;
    assert_eq!(
        config.mail.password.as_ref().map(Secret::expose),
        Some("hunter2")
    );
}

#[test]
fn a_stronger_source_replaces_either_form() {
    let sources = with_secrets()
        .with_file(
            "staffroom.toml",
            "[mail]\nusername = \"u\"\npassword_file = \"/gone\"\n",
        )
        .with_variable("STAFFROOM_MAIL__PASSWORD", "open sesame");
    let config = parse(&sources).expect("valid").config;
    assert_eq!(
        config.mail.password.as_ref().map(Secret::expose),
        Some("open sesame")
    );
}

#[test]
fn secret_files_that_cannot_be_used() {
    for (name, file) in [
        ("empty", "empty"),
        ("binary", "binary"),
        ("missing", "missing"),
    ] {
        let sources = with_secrets().with_variable(
            "STAFFROOM_MAIL__PASSWORD_FILE",
            format!("/run/secrets/{file}"),
        );
        insta::assert_snapshot!(name, parse(&sources).expect_err("unusable"));
    }
}

#[test]
fn value_and_file_together() {
    let sources = with_secrets()
        .with_variable("STAFFROOM_MAIL__PASSWORD", "hunter2")
        .with_variable("STAFFROOM_MAIL__PASSWORD_FILE", "/run/secrets/mail");
    insta::assert_snapshot!(parse(&sources).expect_err("twice"));
}

#[test]
fn a_setting_that_is_no_secret_has_no_file_form() {
    insta::assert_snapshot!(message("[instance]\nname_file = \"x\"\n"));
}

#[test]
fn messages_do_not_repeat_secrets() {
    for url in [
        "mysql://a:hunter2@db/x",
        "postgres://a:hunter2",
        "postgres://a:hunter2/b@db/x",
        "postgres://a:1/hunter2@db/x",
        "postgres://a:hunter2@hunter2@db/x",
        "postgres:a:hunter2",
        "hunter2",
    ] {
        let text = message(&format!("[database]\nurl = \"{url}\"\n"));
        assert!(!text.contains("hunter2"), "{text}");
    }
    let text = message("[mail]\npassword = [\"hunter2\"]\n");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn only_the_password_of_the_database_is_masked() {
    let shown = |text: &str| DatabaseUrl::parse(text).expect("valid").to_string();
    assert_eq!(
        shown("postgres://a:p@db:1/x?sslmode=require"),
        "postgres://a:********@db:1/x?sslmode=require"
    );
    assert_eq!(
        shown("postgresql://a@db,db2:2/x"),
        "postgresql://a@db,db2:2/x"
    );
    assert_eq!(
        shown("postgres:///x?host=/run&password=p"),
        "postgres:///x?host=/run&password=********"
    );
    assert_eq!(shown("postgres://[::1]:5432/x"), "postgres://[::1]:5432/x");
    assert_eq!(shown("sqlite://a/b.sqlite"), "sqlite:a/b.sqlite");
}

proptest! {
    #[test]
    fn no_password_is_ever_shown(noise in "[\\PC&&[^\"\\\\]]{0,12}", after in "[\\PC&&[^\"\\\\]]{0,12}") {
        // The mark cannot be part of any name, value or message.
        let password = format!("{noise}zQ7xW{after}");
        let file = format!(
            "[mail]\nusername = \"u\"\npassword = \"{password}\"\n\
             [database]\nurl = \"postgres://u:{password}@db.example/staffroom\"\n"
        );
        match from_file(&file) {
            Ok(loaded) => {
                prop_assert!(!loaded.show().contains("zQ7xW"), "{}", loaded.show());
                let debug = format!("{loaded:?}");
                prop_assert!(!debug.contains("zQ7xW"), "{}", debug);
            }
            Err(error) => {
                prop_assert!(!error.to_string().contains("zQ7xW"), "{}", error);
                let debug = format!("{error:?}");
                prop_assert!(!debug.contains("zQ7xW"), "{}", debug);
            }
        }
    }
}
