//! Entries and facts for tests.

use std::collections::BTreeMap;

use staffroom_domain::ledger::{
    Circumstances, Country, Entry, Facts, LedgerSummary, Said, Sentence, SettingKey, Tally,
    sentences,
};
use staffroom_domain::practice::{AdoptionStatus, Version};
use staffroom_domain::{Day, Timestamp};
use staffroom_vocabulary::{EvidenceLevel, Independence, Outcome};

pub(super) const PRACTICE: &str = "https://oakfield.example/ap/objects/1";

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn at(text: &str) -> Timestamp {
    day(text).start_in_utc()
}

pub(super) fn version(number: u32) -> Version {
    Version::of(number).unwrap()
}

fn entry(id: &str, school: &str, said: Said) -> Entry {
    Entry {
        id: format!("https://{school}.example/ap/objects/{id}"),
        author: format!("https://{school}.example/ap/actors/{id}"),
        setting: SettingKey {
            iri: format!("https://{school}.example/ap/actors/1"),
            known: true,
        },
        own: false,
        version: version(1),
        at: at("2026-06-01"),
        independence: None,
        vendor_interest: false,
        circumstances: Circumstances::default(),
        country: Country::of_region("GB-ENG"),
        instance: format!("{school}.example"),
        said,
    }
}

/// An adoption in a known school, without a day.
pub(super) fn adoption(id: &str, school: &str, status: AdoptionStatus) -> Entry {
    let decide_by = None;
    entry(id, school, Said::Adoption { status, decide_by })
}

/// An independent outcome of a known school, at `tried`, that names no adoption.
pub(super) fn outcome(id: &str, school: &str, result: Outcome) -> Entry {
    let said = Said::Outcome {
        adoption: None,
        result: Some(result),
        evidence: Some(EvidenceLevel::Tried),
    };
    Entry {
        independence: Some(Independence::IndependentPractitioner),
        ..entry(id, school, said)
    }
}

/// Steps that change one thing of an entry.
pub(super) trait Change: Sized {
    fn by(self, day: &str) -> Self;
    fn on(self, day: &str) -> Self;
    fn ending(self, adoption: &Entry) -> Self;
    fn level(self, level: EvidenceLevel) -> Self;
    fn unverified(self) -> Self;
    fn own(self) -> Self;
    fn about(self, number: u32) -> Self;
}

impl Change for Entry {
    fn by(mut self, text: &str) -> Self {
        if let Said::Adoption { decide_by, .. } = &mut self.said {
            *decide_by = Some(day(text));
        }
        self
    }

    fn on(self, day: &str) -> Self {
        Self {
            at: at(day),
            ..self
        }
    }

    fn ending(mut self, ended: &Entry) -> Self {
        if let Said::Outcome { adoption, .. } = &mut self.said {
            *adoption = Some(ended.id.clone());
        }
        self
    }

    fn level(mut self, level: EvidenceLevel) -> Self {
        if let Said::Outcome { evidence, .. } = &mut self.said {
            *evidence = Some(level);
        }
        self
    }

    fn unverified(mut self) -> Self {
        self.setting = SettingKey {
            iri: self.author.clone(),
            known: false,
        };
        self
    }

    fn own(self) -> Self {
        Self { own: true, ..self }
    }

    fn about(self, number: u32) -> Self {
        Self {
            version: version(number),
            ..self
        }
    }
}

/// On 30 June 2026, of version 1.
pub(super) fn facts() -> Facts {
    Facts {
        practice: PRACTICE.to_owned(),
        now: at("2026-06-30"),
        version: version(1),
        withdrawn: false,
        withdrawn_outcomes: 0,
        rejected: BTreeMap::new(),
    }
}

pub(super) fn summary(entries: &[Entry]) -> LedgerSummary {
    LedgerSummary::of(&Tally::of(entries), &facts())
}

pub(super) fn words(summary: &LedgerSummary) -> Vec<String> {
    sentences(summary).iter().map(Sentence::english).collect()
}

/// As many independent schools with one result each, called after `name`.
pub(super) fn schools(name: &str, number: usize, result: Outcome) -> Vec<Entry> {
    let school = |n| outcome("5", &format!("{name}{n}"), result);
    (0..number).map(school).collect()
}
