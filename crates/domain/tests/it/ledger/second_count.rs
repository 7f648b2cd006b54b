//! The counts once more, from nothing but the text behind the digest: as somebody else would make them, who follows
//! `docs/developers/ledger.md` and knows nothing of tallies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What can be compared with a summary.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SecondCount {
    pub(super) said: u64,
    pub(super) reported: u64,
    pub(super) overdue: u64,
    pub(super) gave_up: u64,
    pub(super) organisations: u64,
    pub(super) independent: u64,
    pub(super) instances: u64,
    pub(super) countries: u64,
    pub(super) reports: u64,
    pub(super) differing: u64,
    pub(super) own: u64,
    pub(super) vendor: u64,
    pub(super) unverified: u64,
    /// By result, version and level, of the headline.
    pub(super) outcomes: BTreeMap<(String, String, String), u64>,
    pub(super) harm: bool,
    pub(super) newest_month: String,
}

pub(super) fn count(text: &str, today: &str) -> SecondCount {
    let mut settings: BTreeMap<(String, String), Vec<Vec<String>>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<Value> = serde_json::from_str(line).unwrap();
        let plain = |field: &Value| field.as_str().map_or(field.to_string(), str::to_owned);
        let fields: Vec<String> = fields.iter().map(plain).collect();
        let at = if fields[0] == "outcome" { 6 } else { 5 };
        let key = (fields[at].clone(), fields[at + 1].clone());
        settings.entry(key).or_default().push(fields);
    }
    let mut sum = SecondCount::default();
    let (mut instances, mut countries) = (BTreeSet::new(), BTreeSet::new());
    for lines in settings.values() {
        let outcomes: Vec<_> = lines.iter().filter(|it| it[0] == "outcome").collect();
        let adoptions: Vec<_> = lines.iter().filter(|it| it[0] == "adoption").collect();
        let newest = outcomes.iter().find(|it| it[2] == "newest");
        let standing = newest.map_or_else(|| &adoptions[0][7], |it| &it[8]);
        if let (Some(newest), true) = (newest, standing != "unverified") {
            sum.harm |= outcomes.iter().any(|it| it[4] == "harmful");
            sum.newest_month = sum.newest_month.max(newest[11].clone());
        }
        match (standing.as_str(), newest.is_some()) {
            ("own", it) => sum.own += u64::from(it),
            ("vendor", it) => sum.vendor += u64::from(it),
            ("unverified", it) => sum.unverified += u64::from(it),
            _ => {
                let open = adoptions.iter().filter(|it| it[2] != "abandoned");
                let is_late = |it: &&&Vec<String>| !it[3].is_empty() && it[3].as_str() < today;
                if !adoptions.is_empty() {
                    sum.said += 1;
                    match newest {
                        Some(it) if it[4] == "abandoned" => sum.gave_up += 1,
                        Some(_) => sum.reported += 1,
                        None if open.clone().next().is_none() => sum.gave_up += 1,
                        None => sum.overdue += u64::from(open.clone().any(|it| is_late(&it))),
                    }
                }
                if let Some(newest) = newest {
                    sum.organisations += 1;
                    sum.independent += u64::from(standing == "independent");
                    sum.reports += outcomes.len() as u64;
                    sum.differing += u64::from(outcomes.iter().any(|it| it[4] != newest[4]));
                    instances.insert(newest[10].clone());
                    countries.insert(newest[9].clone());
                    let key = (newest[4].clone(), newest[3].clone(), newest[5].clone());
                    *sum.outcomes.entry(key).or_default() += 1;
                }
            }
        }
    }
    countries.remove("");
    sum.instances = instances.len() as u64;
    sum.countries = countries.len() as u64;
    sum
}
