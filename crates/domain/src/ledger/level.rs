//! What the ledger says about the evidence level that a practice claims.

use staffroom_vocabulary::{EvidenceBasis, EvidenceLevel, Missing, missing_for};

use super::contribution::Standing;
use super::counts::{OutcomeCounts, agrees_with};
use super::tally::Tally;
use crate::practice::Version;

/// Who says yes to a higher level. The ledger only proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecidedBy {
    /// The author: levels up to `compared`.
    Author,
    /// A curator: `replicated` and `established`.
    Curator,
}

/// A higher level that the practice could have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Proposal {
    /// Which.
    pub level: EvidenceLevel,
    /// Who decides.
    pub decided_by: DecidedBy,
}

/// What to do about the level of a practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelAdvice {
    /// A higher level, to be put to who decides. One at a time.
    pub proposal: Option<Proposal>,
    /// What the level that it has needs and has no more, such as an own outcome that was withdrawn. Shown at once, without
    /// anybody's consent; the level stays what its author says.
    pub missing: Vec<Missing>,
}

impl LevelAdvice {
    /// About version `version` of a practice of level `level`, of which `basis` says what is in its own record (its design,
    /// measure, learners, rationale, citations, assurance). What others reported is taken from the tally.
    ///
    /// Only reports about this very version raise a level; any version of an own outcome upholds one.
    pub fn of(
        tally: &Tally,
        version: Version,
        level: EvidenceLevel,
        basis: &EvidenceBasis,
    ) -> Self {
        let basis = with_reports(tally, version, basis);
        let missing = missing_for(level, &basis).err().unwrap_or_default();
        let proposal = if missing.is_empty() {
            for_curator(level, &basis)
                .or_else(|| for_author(level, best_own(tally, version), &basis))
        } else {
            None
        };
        Self { proposal, missing }
    }
}

/// What was reported that levels of evidence are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reported {
    /// How many of the author's own settings have reported, of any version.
    pub own_outcomes: usize,
    /// How many independent settings have compared this very version and found what the author found. Each once, by its
    /// newest report.
    pub independent_comparisons: usize,
}

impl Reported {
    /// About version `version` of a practice.
    pub fn of(tally: &Tally, version: Version) -> Self {
        let mut own = OutcomeCounts::default();
        for (key, n) in tally.reports.iter() {
            if key.standing == Standing::Own {
                own.add(key.finding.result, n);
            }
        }
        let comparisons = tally.reports.iter().filter(|(key, _)| {
            key.standing == Standing::Independent
                && key.finding.version == version
                && key.finding.evidence == Some(EvidenceLevel::Compared)
                && agrees_with(&own, key.finding.result)
        });
        let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Self {
            own_outcomes: count(own.total()),
            independent_comparisons: count(comparisons.map(|(_, n)| n).sum()),
        }
    }
}

/// What the ledger adds to what the practice says of itself.
fn with_reports(tally: &Tally, version: Version, basis: &EvidenceBasis) -> EvidenceBasis {
    let reported = Reported::of(tally, version);
    EvidenceBasis {
        own_outcomes: reported.own_outcomes,
        independent_comparisons: reported.independent_comparisons,
        ..basis.clone()
    }
}

/// The highest level that an own report about this version has.
fn best_own(tally: &Tally, version: Version) -> Option<EvidenceLevel> {
    let own = tally
        .reports
        .iter()
        .filter(|(key, _)| key.standing == Standing::Own && key.finding.version == version);
    own.filter_map(|(key, _)| key.finding.evidence).max()
}

fn for_author(
    level: EvidenceLevel,
    best_own: Option<EvidenceLevel>,
    basis: &EvidenceBasis,
) -> Option<Proposal> {
    let candidates = [
        EvidenceLevel::Compared,
        EvidenceLevel::Measured,
        EvidenceLevel::Tried,
        EvidenceLevel::Reasoned,
    ];
    // A reason needs no report; everything above does.
    let is_reported = |to: EvidenceLevel| to == EvidenceLevel::Reasoned || best_own >= Some(to);
    let found = candidates
        .into_iter()
        .find(|to| *to > level && is_reported(*to) && missing_for(*to, basis).is_ok());
    found.map(|level| Proposal {
        level,
        decided_by: DecidedBy::Author,
    })
}

/// The step from `compared` to `replicated` and from there to `established`, where nothing is missing but a curator.
fn for_curator(level: EvidenceLevel, basis: &EvidenceBasis) -> Option<Proposal> {
    let next = match level {
        EvidenceLevel::Compared => EvidenceLevel::Replicated,
        EvidenceLevel::Replicated => EvidenceLevel::Established,
        _ => return None,
    };
    let is_of_curator = |missing: &Missing| {
        matches!(
            missing,
            Missing::CuratorAssurance | Missing::CuratorElsewhere
        )
    };
    let missing = missing_for(next, basis).err().unwrap_or_default();
    missing.iter().all(is_of_curator).then_some(Proposal {
        level: next,
        decided_by: DecidedBy::Curator,
    })
}
