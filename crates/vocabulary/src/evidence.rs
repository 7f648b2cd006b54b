//! The rules of the evidence ladder: what an author must supply for a level, and which level the form's three plain
//! questions lead to. Pure functions; who asks and who is refused is decided elsewhere.

use crate::{Assurance, EvidenceLevel, GroupSize, Measure, StudyDesign};
use alloc::vec::Vec;

/// The fewest characters of a rationale that count as a reason.
const RATIONALE_CHARACTERS: usize = 80;

/// What there is to support a level. Counts are of things that the caller has checked.
#[derive(Clone, Debug, Default)]
pub struct EvidenceBasis {
    /// Characters (not bytes) of the rationale, without the space around it.
    pub rationale_characters: usize,
    /// Works cited for why it should work.
    pub citations: usize,
    /// Outcomes that the author's own setting has reported.
    pub own_outcomes: usize,
    /// How the results were gathered.
    pub study_design: Option<StudyDesign>,
    /// What was looked at.
    pub measure: Option<Measure>,
    /// How many learners took part.
    pub learners: Option<GroupSize>,
    /// How many learners were in the comparison group.
    pub comparison_learners: Option<GroupSize>,
    /// Who has checked the claim.
    pub assurance: Option<Assurance>,
    /// Whether a curator who granted the level belongs to another organisation than the author.
    pub curator_elsewhere: bool,
    /// Independent outcomes at `compared` from other organisations that agree with the practice's own.
    pub independent_comparisons: usize,
    /// Citations to such independent comparisons.
    pub cited_comparisons: usize,
    /// Citations to an independent evaluation at many sites or to a systematic review.
    pub cited_wide_evidence: usize,
}

/// One thing that a level needs and that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Missing {
    /// A rationale of 80 characters or a citation.
    RationaleOrCitation,
    /// An outcome of the author's own setting.
    OwnOutcome,
    /// A study design that fits `measured`.
    MeasuredDesign,
    /// What was measured.
    Measure,
    /// How many learners took part.
    Learners,
    /// A study design with a fair comparison group.
    ComparedDesign,
    /// How many learners were in the comparison group.
    ComparisonLearners,
    /// An independent comparison that agrees, or a citation to one.
    IndependentComparison,
    /// The agreement of a curator of another organisation.
    CuratorElsewhere,
    /// A citation to a multi-site evaluation or a review.
    WideEvidence,
    /// A curator's or outside reviewer's assurance; the level cannot be self-declared.
    CuratorAssurance,
}

impl Missing {
    /// A code for programs and translations; stable.
    pub fn code(self) -> &'static str {
        match self {
            Self::RationaleOrCitation => "rationale-or-citation",
            Self::OwnOutcome => "own-outcome",
            Self::MeasuredDesign => "measured-design",
            Self::Measure => "measure",
            Self::Learners => "learners",
            Self::ComparedDesign => "compared-design",
            Self::ComparisonLearners => "comparison-learners",
            Self::IndependentComparison => "independent-comparison",
            Self::CuratorElsewhere => "curator-elsewhere",
            Self::WideEvidence => "wide-evidence",
            Self::CuratorAssurance => "curator-assurance",
        }
    }

    /// What to do about it, in English, for the author.
    pub fn message(self) -> &'static str {
        match self {
            Self::RationaleOrCitation => {
                "Say in at least 80 characters why it should work, or cite one piece of research."
            }
            Self::OwnOutcome => "Report at least one result from your own setting.",
            Self::MeasuredDesign => {
                "Say how you collected results: before and after, snapshot, statistical comparison, interviews or \
                 observation, or single case."
            }
            Self::Measure => "Say what you measured.",
            Self::Learners => "Say about how many learners took part.",
            Self::ComparedDesign => {
                "Say how the comparison group was made: matched, interrupted time series, natural experiment, or chance."
            }
            Self::ComparisonLearners => "Say about how many learners were in the comparison group.",
            Self::IndependentComparison => {
                "There must be a comparison by people elsewhere with no stake in it whose answer agrees, or a citation \
                 to one."
            }
            Self::CuratorElsewhere => "A curator of another organisation must agree.",
            Self::WideEvidence => {
                "Cite an independent evaluation in many places, or a systematic review."
            }
            Self::CuratorAssurance => "This level is given by a curator or an outside reviewer.",
        }
    }
}

/// Checks the least that `level` needs. `Ok` says that the level may be published, not that it is true.
///
/// Each level has its own rule; only `replicated` includes that of `compared`.
///
/// # Errors
///
/// Everything that is missing, in the order of the form.
///
/// ```
/// use staffroom_vocabulary::{EvidenceBasis, EvidenceLevel, Missing, missing_for};
///
/// let nothing = EvidenceBasis::default();
/// assert_eq!(missing_for(EvidenceLevel::Idea, &nothing), Ok(()));
/// let missing = missing_for(EvidenceLevel::Tried, &nothing).unwrap_err();
/// assert_eq!(missing, [Missing::OwnOutcome]);
/// assert_eq!(missing[0].code(), "own-outcome");
/// ```
pub fn missing_for(level: EvidenceLevel, basis: &EvidenceBasis) -> Result<(), Vec<Missing>> {
    let mut missing = Vec::new();
    let mut need = |met: bool, what: Missing| {
        if !met {
            missing.push(what);
        }
    };
    match level {
        EvidenceLevel::Idea => {}
        EvidenceLevel::Reasoned => need(basis.is_reasoned(), Missing::RationaleOrCitation),
        EvidenceLevel::Tried => need(basis.own_outcomes > 0, Missing::OwnOutcome),
        EvidenceLevel::Measured => {
            need(
                basis.has_design_of(EvidenceLevel::Measured),
                Missing::MeasuredDesign,
            );
            need(basis.measure.is_some(), Missing::Measure);
            need(counts_learners(basis.learners), Missing::Learners);
        }
        EvidenceLevel::Compared => need_comparison(basis, &mut need),
        EvidenceLevel::Replicated => {
            need_comparison(basis, &mut need);
            need(
                basis.independent_comparisons > 0 || basis.cited_comparisons > 0,
                Missing::IndependentComparison,
            );
            need(basis.is_assured(), Missing::CuratorAssurance);
            need(basis.curator_elsewhere, Missing::CuratorElsewhere);
        }
        EvidenceLevel::Established => {
            need(basis.cited_wide_evidence > 0, Missing::WideEvidence);
            need(basis.is_assured(), Missing::CuratorAssurance);
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing)
    }
}

fn need_comparison(basis: &EvidenceBasis, need: &mut impl FnMut(bool, Missing)) {
    need(
        basis.has_design_of(EvidenceLevel::Compared),
        Missing::ComparedDesign,
    );
    need(counts_learners(basis.learners), Missing::Learners);
    need(
        counts_learners(basis.comparison_learners),
        Missing::ComparisonLearners,
    );
}

/// "Staff only" is a group size, but no number of learners.
fn counts_learners(size: Option<GroupSize>) -> bool {
    size.is_some_and(|size| size != GroupSize::StaffOnly)
}

impl EvidenceBasis {
    /// Whether there is a reason to expect it to work: the rule of `reasoned`.
    pub fn is_reasoned(&self) -> bool {
        self.rationale_characters >= RATIONALE_CHARACTERS || self.citations > 0
    }

    fn has_design_of(&self, level: EvidenceLevel) -> bool {
        self.study_design
            .is_some_and(|design| design.level() == Some(level))
    }

    fn is_assured(&self) -> bool {
        self.assurance >= Some(Assurance::Curator)
    }
}

impl StudyDesign {
    /// The level that a study of this design can support by itself; none for a review of studies, which says nothing
    /// about this practice in this place.
    pub fn level(self) -> Option<EvidenceLevel> {
        match self {
            Self::Account => Some(EvidenceLevel::Tried),
            Self::PrePost
            | Self::CrossSection
            | Self::ControlledCorrelation
            | Self::Qualitative
            | Self::SingleCase => Some(EvidenceLevel::Measured),
            Self::InterruptedTimeSeries
            | Self::QuasiExperiment
            | Self::NaturalExperiment
            | Self::MicroRct
            | Self::Rct => Some(EvidenceLevel::Compared),
            Self::Synthesis => None,
        }
    }
}

impl EvidenceLevel {
    /// Whether an author may claim it: 0 to 4. A curator gives 5 and 6.
    pub fn is_self_declarable(self) -> bool {
        self <= Self::Compared
    }
}

/// The answers to the form's three plain questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PlainAnswers {
    /// Was it done with real learners?
    pub real_learners: bool,
    /// Were results planned and collected?
    pub planned_and_collected: bool,
    /// Was there a fair comparison group?
    pub fair_comparison: bool,
}

impl PlainAnswers {
    /// The level that the answers lead to, at most `compared`. `reasoned` says whether there is a rationale or a
    /// citation ([`EvidenceBasis::is_reasoned`]); it matters only for what was not tried yet.
    ///
    /// A question counts only if those before it are answered with yes: without planned results there is nothing that
    /// could have been compared.
    pub fn level(self, reasoned: bool) -> EvidenceLevel {
        match self {
            Self {
                real_learners: false,
                ..
            } if reasoned => EvidenceLevel::Reasoned,
            Self {
                real_learners: false,
                ..
            } => EvidenceLevel::Idea,
            Self {
                planned_and_collected: false,
                ..
            } => EvidenceLevel::Tried,
            Self {
                fair_comparison: false,
                ..
            } => EvidenceLevel::Measured,
            Self { .. } => EvidenceLevel::Compared,
        }
    }
}
