//! Which source wins, and how the listing tells.

use staffroom_config::{Origin, Overrides, Sources, parse};

use crate::from_file;

#[test]
fn flags_beat_the_environment_which_beats_the_file_which_beats_the_defaults() {
    let file = "[jobs]\nworkers = 5\nmax_attempts = 5\npoll_interval = \"5s\"\n";
    let mut overrides = Overrides::new();
    overrides.set("jobs.workers=6").expect("well formed");
    overrides.flag("--job-workers", "jobs.workers", "7");
    let sources = Sources::new()
        .with_file("staffroom.toml", file)
        .with_variable("STAFFROOM_JOBS__WORKERS", "6")
        .with_variable("STAFFROOM_JOBS__MAX_ATTEMPTS", "6")
        .with_overrides(overrides);
    let loaded = parse(&sources).expect("valid");
    let jobs = &loaded.config.jobs;
    assert_eq!(
        (
            jobs.workers,
            jobs.max_attempts,
            jobs.poll_interval.as_secs()
        ),
        (7, 6, 5)
    );
    assert_eq!(loaded.origins["jobs.lease"], Origin::Default);
    let listing = loaded.show();
    let lines: Vec<&str> = listing
        .lines()
        .filter(|line| line.starts_with("jobs."))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_value_that_loses_is_not_judged() {
    let sources = Sources::new()
        .with_file("staffroom.toml", "[jobs]\nworkers = \"many\"\n")
        .with_variable("STAFFROOM_JOBS__WORKERS", "6");
    assert_eq!(parse(&sources).expect("valid").config.jobs.workers, 6);
}

#[test]
fn an_instance_that_nobody_configured_is_a_trial() {
    assert!(parse(&Sources::new()).expect("valid").is_trial());
    assert!(!from_file("").expect("valid").is_trial());
    let sources = Sources::new().with_variable("STAFFROOM_SERVER__URL", "https://a.example");
    assert!(!parse(&sources).expect("valid").is_trial());
}

#[test]
fn the_listing_of_the_defaults() {
    insta::assert_snapshot!(parse(&Sources::new()).expect("valid").show());
}
