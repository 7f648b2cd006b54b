//! The commented file: complete, at its place in the repository, and readable by ourselves.

use proptest::prelude::*;
use staffroom_config::{
    Answers, Config, Provider, all_settings, example_toml, render_init, variable_name,
};

use crate::from_file;

#[test]
fn the_file_in_the_repository_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/staffroom.toml");
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == example_toml(),
        "config/staffroom.toml is not what the settings say; run: cargo xtask generate"
    );
}

#[test]
fn it_loads_as_the_defaults() {
    let loaded = from_file(&example_toml()).expect("valid");
    assert_eq!(loaded.config, Config::default());
    assert_eq!(loaded.warnings, []);
}

#[test]
fn every_commented_default_is_the_default() {
    let uncommented: String = example_toml()
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if setting.starts_with(|c: char| c.is_ascii_lowercase()) => setting,
            _ => line,
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    let loaded = from_file(&uncommented).expect("valid");
    assert_eq!(loaded.config, Config::default());
    assert!(
        loaded
            .entries()
            .iter()
            .all(|entry| entry.origin.to_string().contains(" line "))
    );
}

#[test]
fn every_setting_is_described() {
    let text = example_toml();
    for setting in all_settings() {
        assert!(!setting.docs.is_empty(), "{}", setting.key);
        assert!(
            text.contains(&variable_name(setting.key)),
            "{}",
            setting.key
        );
    }
}

#[test]
fn the_answers_of_init_are_uncommented() {
    let mut answers = Answers::new();
    answers
        .set("server.url", "https://staffroom.school.example")
        .set("server.trusted_proxies", "loopback, 192.0.2.0/24")
        .set("server.workers", "2")
        .set("instance.name", "Hill \"Top\" School")
        .set("instance.provider", "school")
        .set("mail.smtp_port", "2525")
        .set("backup.before_migration", "false");
    let text = render_init(&answers).expect("valid");
    let set: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    insta::assert_snapshot!(set.join("\n"));
    let config = from_file(&text).expect("valid").config;
    assert_eq!(config.instance.name, "Hill \"Top\" School");
    assert_eq!(config.instance.provider, Provider::School);
    assert_eq!(config.smtp_port(), 2525);
    assert!(!config.backup.before_migration);
}

#[test]
fn wrong_answers_are_refused() {
    let mut answers = Answers::new();
    answers.set("instance.nmae", "x").set("server.bind", "8080");
    insta::assert_snapshot!(render_init(&answers).expect_err("mistakes"));
}

proptest! {
    #[test]
    fn any_name_and_password_survive_init(name in any::<String>(), password in "\\PC*[^\\s]\\PC*") {
        let mut answers = Answers::new();
        answers.set("instance.name", &name).set("mail.username", "u").set("mail.password", &password);
        let config = from_file(&render_init(&answers).expect("valid")).expect("valid").config;
        prop_assert_eq!(config.instance.name, name);
        let stored = config.mail.password.expect("set");
        prop_assert_eq!(stored.expose(), password.as_str());
    }
}
