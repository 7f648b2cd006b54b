//! `staffroom federation …`.

use std::fs;

use crate::machine::{Machine, assert_says};

#[test]
fn decisions_are_made_listed_and_taken_back() {
    let machine = Machine::with_instance();
    let federation = |args: &[&str]| {
        let mut all = vec!["federation"];
        all.extend(args);
        machine.run(&all)
    };
    let said = federation(&["allow", "École.example"]).done();
    assert_says(&said, &["xn--cole-9oa.example: allow."]);
    let said = federation(&[
        "limit",
        "Loud.example",
        "--reason",
        "spam, mostly",
        "--reject-media",
        "--expires",
        "30d",
    ])
    .done();
    assert_says(&said, &["loud.example: limit, without media, until "]);
    federation(&[
        "suspend",
        "bad.example",
        "--reject-reports",
        "--expires",
        "2999-12-31",
    ])
    .done();
    let list = federation(&["list"]).done();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 3, "{list}");
    assert!(lines[0].starts_with("bad.example "));
    assert!(lines[0].ends_with("  suspend, without reports, until 31 December 2999, 00:00 UTC"));
    assert!(
        lines[1].contains("limit, without media, until ") && lines[1].ends_with(": spam, mostly")
    );
    assert!(lines[2].starts_with("xn--cole-9oa.example ") && lines[2].ends_with("  allow"));
    // A later decision takes the place of an earlier one.
    federation(&["limit", "bad.example"]).done();
    let list = federation(&["list"]).done();
    assert!(list.lines().next().unwrap().ends_with("  limit"), "{list}");
    federation(&["remove", "bad.example"]).done();
    assert_says(
        &federation(&["remove", "bad.example"]).refused(),
        &["nothing was decided about bad.example"],
    );
    assert_eq!(federation(&["list"]).done().lines().count(), 2);
}

#[test]
fn what_makes_no_sense_is_not_decided() {
    let machine = Machine::with_instance();
    for (args, words) in [
        (
            ["federation", "suspend", "a b", "--expires", "1d"],
            "is not a domain",
        ),
        (
            ["federation", "suspend", "a.example", "--expires", "soon"],
            "neither a day",
        ),
        (
            ["federation", "suspend", "a.example", "--expires", "d"],
            "neither a day",
        ),
        (
            ["federation", "suspend", "a.example", "--expires", "3m"],
            "neither a day",
        ),
        (
            ["federation", "suspend", "a.example", "--expires", "0d"],
            "is over already",
        ),
        (
            [
                "federation",
                "suspend",
                "a.example",
                "--expires",
                "2020-01-01",
            ],
            "is over already",
        ),
    ] {
        assert_says(&machine.run(&args).refused(), &[words]);
    }
    assert_eq!(machine.run(&["federation", "list"]).done(), "");
}

#[test]
fn a_list_goes_out_and_comes_in_again() {
    let machine = Machine::with_instance();
    machine
        .run(&[
            "federation",
            "suspend",
            "bad.example",
            "--reason",
            "a, \"b\"",
            "--reject-media",
        ])
        .done();
    machine.run(&["federation", "limit", "loud.example"]).done();
    let file = machine.path("blocks.csv");
    let name = file.to_str().unwrap();
    machine.run(&["federation", "export", name]).done();
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(machine.run(&["federation", "export", "-"]).done(), written);
    assert!(written.starts_with(
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
    ));
    let other = Machine::with_instance();
    let said = other.run(&["federation", "import", name]).done();
    assert_says(&said, &["2 decisions were taken over"]);
    assert_eq!(other.run(&["federation", "export", "-"]).done(), written);
    fs::write(&file, "#domain,#severity\na.example,annoy\n").unwrap();
    let refused = other.run(&["federation", "import", name]).refused();
    assert_says(&refused, &["line 2", "annoy"]);
    let missing = machine.path("none.csv");
    let refused = other
        .run(&["federation", "import", missing.to_str().unwrap()])
        .refused();
    assert_says(&refused, &["cannot be read"]);
}

#[test]
fn what_waits_is_shown_and_tried_again() {
    let machine = Machine::with_instance();
    let said = machine.run(&["federation", "status"]).done();
    assert_says(
        &said,
        &[
            "mode: ",
            "received and not yet applied: 0",
            "Nothing waits to be delivered.",
        ],
    );
    assert_says(
        &machine.run(&["federation", "retry"]).done(),
        &["0 servers"],
    );
    let one = machine.run(&["federation", "retry", "peer.example"]).done();
    assert_says(&one, &["0 servers"]);
}

/// Nothing is called: not what is no address of the public internet, nor the instance itself.
#[test]
fn what_cannot_be_fetched_is_told() {
    let machine = Machine::with_instance();
    for url in [
        "https://127.0.0.1/users/a",
        "https://school.example/ap/actors/99",
        "not an address",
    ] {
        machine.run(&["federation", "fetch", url]).refused();
    }
}

#[test]
fn a_trial_says_that_it_exchanges_nothing() {
    let machine = Machine::new();
    machine.create_user("amira", &[]).done();
    let said = machine.run(&["federation", "status"]).done();
    assert_says(&said, &["This is a trial"]);
    assert!(!said.contains("mode:"), "{said}");
}
