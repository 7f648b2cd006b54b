//! What goes over the wire and into the database.

use serde_json::json;
use staffroom_domain::Timestamp;
use staffroom_domain::ledger::{
    Facts, Flag, LedgerSummary, Reason, SettingEntries, Tally, canonical_lines, canonical_text,
    canonical_text_of_lines,
};
use staffroom_domain::practice::AdoptionStatus::{Planned, Running};
use staffroom_vocabulary::{EvidenceLevel, Outcome};

use super::made::{Change, PRACTICE, adoption, facts, outcome, schools, version};

#[test]
fn a_summary_has_the_members_of_the_design() {
    let adopted = adoption("3", "a0", Running);
    let mut entries = vec![
        adopted,
        adoption("3", "late", Planned).by("2026-06-01"),
        adoption("3", "new", Running),
        outcome("5", "oakfield", Outcome::Partly).own(),
        outcome("5", "nobody", Outcome::Worked).unverified(),
        outcome("5", "b", Outcome::NoEffect).level(EvidenceLevel::Measured),
    ];
    entries.extend(schools("a", 3, Outcome::Worked));
    let now = Timestamp::from_secs(1_782_806_400);
    let facts = Facts {
        now,
        version: version(2),
        ..facts()
    };
    let summary = LedgerSummary::of(&Tally::of(&entries), &facts).with_digest("sha-256:00");
    let zero = |name: &str, n: u64| {
        let mut counts = json!({
            "worked": 0, "partly": 0, "no-effect": 0, "harmful": 0, "inconclusive": 0, "abandoned": 0
        });
        counts[name] = json!(n);
        counts
    };
    let mut outcomes = zero("worked", 3);
    outcomes["no-effect"] = json!(1);
    let expected = json!({
        "practice": PRACTICE,
        "asOf": "2026-06-30T08:00:00Z",
        "practiceVersion": 2,
        "denominator": {"said": 3, "reported": 1, "overdue": 1, "gaveUp": 0, "waiting": 1},
        "adoptions": {"planned": 1, "running": 1, "completed": 1, "abandoned": 0},
        "outcomes": outcomes,
        "organisations": 4, "instances": 4, "countries": 1,
        "independent": 4,
        "independentOutcomes": outcomes,
        "unannounced": 3,
        "byEvidence": {"tried": 3, "measured": 1},
        "byVersion": {"1": outcomes},
        "aboutOlderVersions": 4,
        "reports": 4,
        "overdueReports": 1,
        "own": 1, "ownOutcomes": zero("partly", 1),
        "vendorInterest": 0,
        "unverifiedSettings": 1, "unverifiedOutcomes": zero("worked", 1),
        "flags": [],
        "digest": "sha-256:00"
    });
    assert_eq!(serde_json::to_value(&summary).unwrap(), expected);
    let read: LedgerSummary = serde_json::from_value(expected).unwrap();
    assert_eq!(read, summary);
}

#[test]
fn a_summary_of_another_server_may_have_more_and_less() {
    let read: LedgerSummary = serde_json::from_value(json!({
        "practice": PRACTICE, "asOf": "2026-06-30T08:00:00.123Z",
        "outcomes": {"worked": 3, "miraculous": 1},
        "flags": ["harm-reported", "smells-odd"],
        "byVersion": {"1": {"worked": 3}},
        "rejected": {"spam": 1, "displeasing": 2, "ugly": 3},
        "moon": "full"
    }))
    .unwrap();
    assert_eq!(read.flags, [Flag::HarmReported]);
    assert_eq!((read.outcomes.worked, read.outcomes.total()), (3, 3));
    let rejected: Vec<_> = read.rejected.into_iter().collect();
    assert_eq!(rejected, [(Reason::Spam, 1), (Reason::Other, 5)]);
    for lie in [
        json!({"organisations": -1}),
        json!({"organisations": 1.5}),
        json!({"organisations": "many"}),
        json!({"asOf": "yesterday"}),
    ] {
        assert!(
            serde_json::from_value::<LedgerSummary>(lie.clone()).is_err(),
            "{lie}"
        );
    }
}

#[test]
fn sums_of_a_lying_summary_do_not_overflow() {
    let most = u64::MAX;
    let counts = json!({
        "worked": most, "partly": most, "no-effect": most, "harmful": most,
        "inconclusive": most, "abandoned": most, "unknown": most
    });
    let read: LedgerSummary = serde_json::from_value(json!({
        "asOf": "2026-06-30T08:00:00Z",
        "outcomes": counts, "ownOutcomes": counts, "byVersion": {"1": counts},
        "practiceVersion": 2,
        "rejected": {"spam": most, "abuse": most},
        "denominator": {"said": most, "reported": most, "overdue": most},
        "noticedNoDifference": {"headline": most}
    }))
    .unwrap();
    for sentence in staffroom_domain::ledger::sentences(&read) {
        assert!(!sentence.english().is_empty());
        let _ = sentence.numbers();
    }
}

#[test]
fn a_tally_is_kept_short() {
    let tally = Tally::of(&schools("a", 1, Outcome::Worked));
    let kept = serde_json::to_string(&tally).unwrap();
    assert_eq!(
        kept,
        r#"{"reports":{"independent/1/worked/tried":1},"settings":{"independent/unsaid/reported":1},"instances":{"a0.example":1},"countries":{"GB":1},"months":{"2026-06":1},"posts":1}"#
    );
    assert_eq!(serde_json::from_str::<Tally>(&kept).unwrap(), tally);
    assert_eq!(serde_json::to_string(&Tally::default()).unwrap(), "{}");

    let entry = adoption("3", "a", Planned).by("2026-07-01");
    let contribution = SettingEntries::of([&entry]).contribution();
    assert_eq!(
        serde_json::to_string(&contribution).unwrap(),
        r#"{"s":"undeclared","g":"planned","a":true,"by":"2026-07-01","c":"GB","i":"a.example"}"#
    );
}

#[test]
fn throw_away_accounts_do_not_swell_a_tally() {
    let mut entries = Vec::new();
    for n in 0..1000 {
        let id = n.to_string();
        let adopted = adoption(&id, &format!("fake{n}"), Planned).unverified();
        let day = format!("{}-01-01", 2000 + n);
        entries.push(adopted.by(&day).on(&day));
        let reported = outcome(&id, &format!("liar{n}"), Outcome::Worked).unverified();
        entries.push(reported.on(&day));
    }
    let kept = serde_json::to_string(&Tally::of(&entries)).unwrap();
    assert!(kept.len() < 200, "{kept}");
}

#[test]
fn tallies_of_broken_text_are_refused() {
    for broken in [
        r#"{"reports":{"independent/0/worked/tried":1}}"#,
        r#"{"settings":{"friend/said/reported":1}}"#,
        r#"{"due":{"tomorrow":1}}"#,
        r#"{"countries":{"Wales":1}}"#,
    ] {
        assert!(serde_json::from_str::<Tally>(broken).is_err(), "{broken}");
    }
}

/// The SHA-256 of this text, by Python: `8709d36db5edd38859a495da0d0e66dfd5c2a877fdec7e0337da19d580192d60`.
#[test]
fn the_text_behind_the_digest_is_written_down() {
    let adopted = adoption("3", "a", Running).by("2026-07-01");
    let superseded = outcome("4", "a", Outcome::Worked).ending(&adopted);
    let newest = outcome("5", "a", Outcome::NoEffect).ending(&adopted);
    let colleague = outcome("6", "a", Outcome::Worked).on("2026-05-31").about(2);
    let elsewhere = outcome("7", "b", Outcome::Partly).unverified();
    let mut nowhere = outcome("8", "ü\"\n", Outcome::Partly).own();
    nowhere.country = None;
    let entries = [nowhere, elsewhere, adopted, superseded, newest, colleague];
    let expected = r#"["staffroom-ledger",1,"https://oakfield.example/ap/objects/1"]
["adoption","https://a.example/ap/objects/3","running","2026-07-01",1,"https://a.example/ap/actors/1","known","independent"]
["outcome","https://a.example/ap/objects/5","newest",1,"no-effect","tried","https://a.example/ap/actors/1","known","independent","GB","a.example","2026-06"]
["outcome","https://a.example/ap/objects/6","also",2,"worked","tried","https://a.example/ap/actors/1","known","independent","GB","a.example","2026-05"]
["outcome","https://b.example/ap/objects/7","newest",1,"partly","tried","https://b.example/ap/actors/7","unverified","unverified","GB","b.example","2026-06"]
["outcome","https://ü\"\n.example/ap/objects/8","newest",1,"partly","tried","https://ü\"\n.example/ap/actors/1","known","own","","ü\"\n.example","2026-06"]
"#;
    assert_eq!(canonical_text(PRACTICE, &entries), expected);
    // The same from the lines that are kept with each setting.
    let kept = entries.chunk_by(|a, b| a.setting == b.setting);
    let lines = kept.flat_map(|entries| canonical_lines(&SettingEntries::of(entries)));
    assert_eq!(canonical_text_of_lines(PRACTICE, lines), expected);
}
