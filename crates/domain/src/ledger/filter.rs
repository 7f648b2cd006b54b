//! "Settings like mine": the same counts over those that match.

use staffroom_vocabulary::ConceptRef;

use super::entry::{Circumstances, Country, Entry};
use super::setting::by_setting;
use super::summary::{Facts, LedgerSummary};
use super::tally::Tally;

/// The fewest settings whose counts are shown; below, only what they wrote.
pub const LIKE_MINE_MINIMUM: u64 = 3;

/// Which settings are like mine. One of each list must fit; an empty list takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Phases (`ph/`).
    pub phase: Vec<ConceptRef>,
    /// Subjects (`su/`).
    pub subject: Vec<ConceptRef>,
    /// Kinds of setting (`se/`).
    pub setting: Vec<ConceptRef>,
    /// Numbers of learners (`gs/`).
    pub group_size: Vec<ConceptRef>,
    /// Countries.
    pub country: Vec<Country>,
}

/// What can be shown of the settings like mine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LikeMine {
    /// Fewer than three: the outcomes to be read, without any count. By id, sorted.
    Texts(Vec<String>),
    /// Three or more: their summary. The flags are those of the whole: no filter takes a warning away.
    Counts(Box<LedgerSummary>),
}

impl Filter {
    /// Whether it takes everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether these circumstances fit. What an outcome does not say, its adoption says for it.
    pub(super) fn takes(&self, stated: &Circumstances, adoption: Option<&Circumstances>) -> bool {
        let fits = |wanted: &[ConceptRef], of: fn(&Circumstances) -> &[ConceptRef]| {
            let mut found = of(stated);
            if let (true, Some(adoption)) = (found.is_empty(), adoption) {
                found = of(adoption);
            }
            wanted.is_empty() || wanted.iter().any(|concept| found.contains(concept))
        };
        fits(&self.phase, |it| &it.phase)
            && fits(&self.subject, |it| &it.subject)
            && fits(&self.setting, |it| &it.setting)
            && fits(&self.group_size, |it| it.group_size.as_slice())
    }

    pub(super) fn takes_country(&self, country: Option<&Country>) -> bool {
        self.country.is_empty() || country.is_some_and(|country| self.country.contains(country))
    }
}

/// The ledger of the settings that match, from all entries of the practice.
pub fn like_mine(entries: &[Entry], filter: &Filter, facts: &Facts) -> LikeMine {
    let settings = by_setting(entries);
    let (mut whole, mut part) = (Tally::default(), Tally::default());
    let mut texts = Vec::new();
    for setting in settings.values() {
        whole.replace(None, setting.contribution().as_ref());
        part.replace(None, setting.contribution_like(filter).as_ref());
        let reports = setting.matching_reports(filter);
        texts.extend(reports.iter().map(|report| report.entry.id.clone()));
    }
    let mut summary = LedgerSummary::of(&part, facts);
    if summary.organisations < LIKE_MINE_MINIMUM {
        texts.sort();
        return LikeMine::Texts(texts);
    }
    summary.flags = LedgerSummary::of(&whole, facts).flags;
    LikeMine::Counts(Box::new(summary))
}
