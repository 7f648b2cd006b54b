//! What others will see of a draft.

use super::content::DraftContent;
use staffroom_domain::practice::{FoundElsewhere, PracticeRecord, summary_line};

/// How a practice will stand in other programs, with a link to its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The line that stands above it.
    pub line: String,
    /// Its hashtags, with `#`.
    pub hashtags: Vec<&'static str>,
}

impl DraftContent {
    /// How the practice will stand in other programs, as far as it can be read by now. What others have found is not in
    /// it.
    pub fn preview(&self) -> Preview {
        let (record, result, _) = self.practice_as_far_as_it_goes();
        let outcome = result
            .map(|it| it.outcome)
            .or_else(|| record.outcome.clone());
        let record = PracticeRecord { outcome, ..record };
        Preview {
            line: summary_line(&record, &FoundElsewhere::default()),
            hashtags: record.hashtags().iter().map(|it| it.hashtag()).collect(),
        }
    }
}
