//! What people read when they made a mistake.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use staffroom_config::{Overrides, Sources, all_settings, find_file, load, parse, variable_name};

use crate::{from_file, message};

#[test]
fn unknown_names() {
    insta::assert_snapshot!(message(
        "bind = \"127.0.0.1:1\"\n[server]\nbnd = \"127.0.0.1:1\"\nname = \"x\"\nquite_other = 1\n\
         [emial]\nsmtp_host = \"x\"\n[mail]\npasword_file = \"x\"\n"
    ));
}

#[test]
fn a_value_in_place_of_a_section() {
    insta::assert_snapshot!(message("server = 5\n[[mail]]\nfrom = \"x\"\n"));
}

#[test]
fn all_wrong_values_at_once() {
    insta::assert_snapshot!(message(
        r#"
[server]
url = "http://staffroom.school.example"
account_domain = "https://school.example"
bind = "8080"
metrics_bind = "localhost:9090"
trusted_proxies = ["10.0.0.0/8", "proxy"]
workers = -1
request_timeout = 30
keep_alive = "75 parsecs"
max_body = "4 B"
max_connections = 12.5
[instance]
name = 5
provider = "scool"
contact_email = "office"
language = "English"
[storage]
data_dir = "~/data"
[federation]
mode = true
[log]
level = "inof"
[backup]
before_migration = "yes"
keep = 0
"#
    ));
}

#[test]
fn not_toml() {
    insta::assert_snapshot!(message("[server]\nbind = \"127.0.0.1:1\nurl = x\n"));
    insta::assert_snapshot!(message("[server]\nworkers = 1\nworkers = 2\n"));
}

#[test]
fn brackets_without_end_do_not_exhaust_the_stack() {
    for opening in ["[", "{a=", "a."] {
        message(&format!("a = {}", opening.repeat(100_000)));
    }
}

#[test]
fn the_environment() {
    let sources = Sources::new()
        .with_variable("STAFFROOM_CONFIG", "ignored.toml")
        .with_variable("STAFFROOM_TEST_POSTGRES", "ignored")
        .with_variable("STAFFROOM_SERVER__BND", "x")
        .with_variable("STAFFROOM_SERVER__bind", "x")
        .with_variable("STAFFROOM_SERVER_URL", "https://a.example")
        .with_variable("STAFFROOM_MAIL__TIMEOUT", "1 fortnight");
    insta::assert_snapshot!(parse(&sources).expect_err("mistakes"));
}

#[test]
fn flags() {
    let mut overrides = Overrides::new();
    overrides.flag("--bind", "server.bind", "here");
    overrides.set("jobs.workers = 0").expect("well formed");
    overrides.set("job.workers=3").expect("well formed");
    insta::assert_snapshot!(overrides.set("hunter2").expect_err("no equals sign"));
    let sources = Sources::new().with_overrides(overrides);
    insta::assert_snapshot!(parse(&sources).expect_err("mistakes"));
}

#[test]
fn contradictions() {
    insta::assert_snapshot!(message(
        "[server]\nbind = \"0.0.0.0:9090\"\n[mail]\nsmtp_host = \"a.example:25\"\nusername = \"u\"\n[security]\nhsts = true\n"
    ));
    insta::assert_snapshot!(message(
        "[server]\nurl = \"https://a.example\"\naccount_domain = \"localhost\"\n\
         [mail]\npassword = \"p\"\n"
    ));
}

#[test]
fn remarks() {
    let loaded = from_file(
        "[server]\nurl = \"https://a.example\"\n[instance]\nprovider = \"school\"\n\
         [federation]\nmode = \"open\"\n[database]\nworker_connections = 3\n\
         [mail]\nfrom = \"a@b.example\"\n",
    )
    .expect("valid");
    let remarks: Vec<String> = loaded.warnings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(remarks.join("\n"));
}

#[test]
fn a_named_file_must_exist() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none.toml");
    let error = load(Some(&path), Overrides::new())
        .expect_err("missing")
        .to_string();
    assert!(
        error.contains("none.toml, which flag --config names"),
        "{error}"
    );
    std::fs::write(&path, "[instance]\nname = \"Hill\"\n").expect("written");
    let loaded = load(Some(&path), Overrides::new()).expect("valid");
    assert_eq!(loaded.config.instance.name, "Hill");
    assert_eq!(loaded.source_file, Some(path));
}

#[test]
fn the_search_for_the_file() {
    let found = |explicit: Option<&str>, variable: Option<&str>, there: &[&str]| {
        find_file(
            explicit.map(Path::new),
            variable.map(AsRef::as_ref),
            |path| there.iter().any(|file| Path::new(file) == path),
        )
        .map(|(path, _)| path)
    };
    let both = ["./staffroom.toml", "/etc/staffroom/staffroom.toml"];
    assert_eq!(found(Some("a"), Some("b"), &both), Some(PathBuf::from("a")));
    assert_eq!(found(None, Some("b"), &both), Some(PathBuf::from("b")));
    assert_eq!(found(None, Some(""), &both), Some(PathBuf::from(both[0])));
    assert_eq!(found(None, None, &both[1..]), Some(PathBuf::from(both[1])));
    assert_eq!(found(None, None, &[]), None);
}

proptest! {
    #[test]
    fn no_file_panics(text in any::<String>()) {
        let _ = from_file(&text).map_err(|error| error.to_string());
    }

    #[test]
    fn no_value_panics(text in "\\PC*|[0-9a-z:/@.%-]*|(sqlite|postgres|https?)://\\PC*") {
        for setting in all_settings() {
            let sources = Sources::new().with_variable(variable_name(setting.key), &text);
            let _ = parse(&sources).map(|loaded| loaded.show()).map_err(|error| error.to_string());
        }
    }

    #[test]
    fn what_is_shown_loads_again(text in "[0-9a-z:. ]{0,12}|[0-9]{1,6} ?(ms|s|m|h|d|w|B|kB|MiB)") {
        for setting in all_settings().filter(|setting| !setting.secret) {
            let sources = Sources::new().with_variable(variable_name(setting.key), &text);
            let Ok(loaded) = parse(&sources) else { continue };
            let shown = loaded.entries().into_iter().find(|entry| entry.key == setting.key).expect("listed");
            let file = format!("[{}]\n{} = {}\n", setting.section, setting.name, shown.value);
            let again = from_file(&file).expect("what is shown is valid");
            let reshown = again.entries().into_iter().find(|entry| entry.key == setting.key).expect("listed");
            prop_assert_eq!(shown.value, reshown.value);
        }
    }
}
