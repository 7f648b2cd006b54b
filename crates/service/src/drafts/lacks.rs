//! What a draft still lacks before it can be published.

use serde_json::Value;
use staffroom_db::drafts::DraftRow;
use staffroom_domain::practice::{
    AdoptionRecord, OutcomeRecord, PracticeBasis, Problem, Reporter, Version, check_adoption,
    check_outcome, check_practice,
};

use super::content::{DraftContent, DraftKind, NO_PRACTICE};
use crate::practices::{own_result, result_of, result_problems, text_problems};

/// Everything that is wrong or missing, in the order of the form, as far as the draft itself says so. Publishing it looks
/// at more: whether somebody belongs to the organisation that they name, for one.
pub(super) fn of(row: &DraftRow, content: &DraftContent) -> Vec<Problem> {
    match DraftKind::of(row) {
        DraftKind::Practice => practice(row, content),
        DraftKind::Adoption => {
            let value = Value::Object(content.record.clone());
            let (read, unread) = AdoptionRecord::parse_as_far_as_it_goes(&value);
            both(
                unread,
                read.and_then(|record| check_adoption(&record, None).err()),
            )
        }
        DraftKind::Outcome => {
            let value = Value::Object(content.record.clone());
            let (read, unread) = OutcomeRecord::parse_as_far_as_it_goes(&value);
            both(
                unread,
                read.and_then(|record| check_outcome(&record, Reporter::Other).err()),
            )
        }
    }
}

/// What cannot be read, and what is missing in the rest: everything is told at once.
fn both(unread: Vec<Problem>, checked: Option<Vec<Problem>>) -> Vec<Problem> {
    let is_told = |field: &str| {
        let mut rest = unread.iter().filter_map(|it| it.field.strip_prefix(field));
        rest.any(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
    };
    let checked = checked.unwrap_or_default();
    let new = checked.into_iter().filter(|it| !is_told(&it.field));
    let new: Vec<Problem> = new.collect();
    unread.into_iter().chain(new).collect()
}

fn practice(row: &DraftRow, content: &DraftContent) -> Vec<Problem> {
    let mut problems = text_problems(&content.title, &content.text);
    let (record, result, unread) = content.practice_as_far_as_it_goes();
    let result = result.or_else(|| result_of(&record));
    let result =
        result.map(|result| own_result(NO_PRACTICE.to_owned(), Version::FIRST, &record, result));
    let basis = PracticeBasis {
        // What was reported of a practice that is changed stays reported.
        own_outcomes: usize::from(result.is_some() || row.edits_id.is_some()),
        ..PracticeBasis::default()
    };
    let mut checked = check_practice(&record, &basis).err().unwrap_or_default();
    if row.edits_id.is_some() {
        // Publishing it knows whether a curator gave the level, and whether it stays.
        checked.retain(|it| it.code != "curator-assurance");
    }
    checked.extend(result.iter().flat_map(result_problems));
    problems.extend(both(unread, Some(checked)));
    problems
}
