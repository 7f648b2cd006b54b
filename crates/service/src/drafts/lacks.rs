//! What a draft still lacks before it can be published.

use serde_json::Value;
use staffroom_db::drafts::DraftRow;
use staffroom_domain::practice::{
    AdoptionRecord, OutcomeRecord, PracticeBasis, Problem, Reporter, Version, check_adoption,
    check_outcome, check_practice,
};

use super::content::{DraftContent, DraftKind};
use crate::practices::{own_result, result_of, result_problems, text_problems};

/// Everything that is wrong or missing, in the order of the form, as far as the draft itself says so. Publishing it looks
/// at more: whether somebody belongs to the organisation that they name, for one.
pub(super) fn of(row: &DraftRow, content: &DraftContent) -> Vec<Problem> {
    match DraftKind::of(row) {
        DraftKind::Practice => practice(row, content),
        DraftKind::Adoption => {
            match AdoptionRecord::parse(&Value::Object(content.record.clone())) {
                Ok(record) => check_adoption(&record, None).err().unwrap_or_default(),
                Err(problems) => problems,
            }
        }
        DraftKind::Outcome => match OutcomeRecord::parse(&Value::Object(content.record.clone())) {
            Ok(record) => check_outcome(&record, Reporter::Other)
                .err()
                .unwrap_or_default(),
            Err(problems) => problems,
        },
    }
}

fn practice(row: &DraftRow, content: &DraftContent) -> Vec<Problem> {
    let mut problems = text_problems(&content.title, &content.text);
    let (record, result) = match content.practice() {
        Ok(read) => read,
        Err(more) => {
            problems.extend(more);
            return problems;
        }
    };
    let result = result.or_else(|| result_of(&record));
    let result = result.map(|result| {
        let practice = "https://practice.invalid/".to_owned();
        own_result(practice, Version::FIRST, &record, result)
    });
    let basis = PracticeBasis {
        // What was reported of a practice that is changed stays reported.
        own_outcomes: usize::from(result.is_some() || row.edits_id.is_some()),
        ..PracticeBasis::default()
    };
    problems.extend(check_practice(&record, &basis).err().unwrap_or_default());
    problems.extend(result.iter().flat_map(result_problems));
    problems
}
