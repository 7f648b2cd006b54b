//! What makes a practice another one.

use std::collections::BTreeSet;

use super::record::PracticeRecord;

/// Whether an edit changes what is done, so that results of before are about another version: the steps, the
/// technology, or the size of the group. The order of technologies does not count, nor does white space in steps.
pub fn changes_core(old: &PracticeRecord, new: &PracticeRecord) -> bool {
    let steps = |record: &PracticeRecord| -> Vec<String> {
        record
            .steps
            .iter()
            .map(|step| crate::text::single_line(step))
            .filter(|step| !step.is_empty())
            .collect()
    };
    let technology = |record: &PracticeRecord| -> BTreeSet<String> {
        let iris = record.technology_type.iter().map(|it| it.iri().to_owned());
        iris.collect()
    };
    steps(old) != steps(new)
        || technology(old) != technology(new)
        || old.group_size != new.group_size
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{GroupSize, TechnologyType};

    use super::*;

    fn practice() -> PracticeRecord {
        PracticeRecord {
            steps: vec![
                "Record a voice note.".to_owned(),
                "Ask for one change.".to_owned(),
            ],
            technology_type: vec![
                TechnologyType::Tablets.into(),
                TechnologyType::DigitalFeedback.into(),
            ],
            group_size: Some(GroupSize::From10To35.into()),
            ..PracticeRecord::default()
        }
    }

    #[test]
    fn steps_technology_and_group_size_are_the_core() {
        let old = practice();
        let changed = |change: fn(&mut PracticeRecord)| {
            let mut new = practice();
            change(&mut new);
            changes_core(&old, &new)
        };
        assert!(changed(|new| new.steps.swap(0, 1)));
        assert!(changed(|new| new.steps.push("Wait a week.".to_owned())));
        assert!(changed(|new| {
            new.technology_type.pop();
        }));
        assert!(changed(|new| new.group_size = None));
    }

    #[test]
    fn nothing_else_is() {
        let mut new = practice();
        new.steps[0] = " Record a\n voice note. ".to_owned();
        new.steps.push(" ".to_owned());
        new.technology_type.reverse();
        new.rationale = Some("Because.".to_owned());
        new.would_warn_about = Some("Noise.".to_owned());
        assert!(!changes_core(&practice(), &new));
    }
}
