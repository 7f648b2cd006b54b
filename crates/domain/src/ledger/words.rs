//! The summary in sentences.

use super::counts::{Denominator, OutcomeCounts};
use super::flag::Flag;
use super::lineage::Lineage;
use super::summary::{INDEPENDENT_MINIMUM, LedgerSummary};
use crate::practice::Version;

/// A sentence about a ledger: in English, and as a code with numbers, from which it can be said in other languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sentence {
    /// Who said they would try it, and what became of that.
    Denominator(Denominator),
    /// Something overrides the colour of the practice.
    Flag(Flag),
    /// So many settings reported without having said so first.
    Unannounced(u64),
    /// Too few independent known settings have reported: so many.
    TooFewToSay(u64),
    /// What known settings reported.
    Results(Results),
    /// So many other known settings found what the author found.
    Confirmed(u64),
    /// Several reports from one setting, or reports of one setting that differ.
    Spread {
        /// Current reports.
        reports: u64,
        /// Settings.
        settings: u64,
        /// Settings whose reports differ.
        differing: u64,
    },
    /// Reports about an older version.
    OlderVersion {
        /// Which version.
        version: Version,
        /// The current one.
        current: Version,
        /// Settings.
        settings: u64,
    },
    /// What the author's own settings reported.
    Own(Results),
    /// What known settings with an interest in a product reported.
    VendorInterest(Results),
    /// What settings reported that nobody has verified.
    Unverified(Results),
    /// So many outcomes were withdrawn.
    WithdrawnOutcomes(u64),
    /// So many entries were rejected.
    Rejected(u64),
    /// So many practices adapted this one.
    AdaptedBy(u64),
    /// Two servers count differently.
    ServersDiffer {
        /// Outcomes in the ledger of the author's server.
        author: u64,
        /// Outcomes that this server has verified.
        here: u64,
    },
}

/// Settings by what they reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Results {
    /// By result.
    pub outcomes: OutcomeCounts,
    /// Of those with no effect, those that only noticed no difference.
    pub noticed: u64,
}

/// What is to be said of a ledger, in order: the denominator first, then warnings, what was reported, and what stands
/// beside it.
pub fn sentences(summary: &LedgerSummary) -> Vec<Sentence> {
    let mut all = vec![Sentence::Denominator(summary.denominator)];
    all.extend(summary.flags.iter().copied().map(Sentence::Flag));
    all.extend(some(summary.unannounced).map(Sentence::Unannounced));
    if summary.is_too_few_to_say() {
        all.push(Sentence::TooFewToSay(summary.independent));
    }
    let noticed = summary.noticed_no_difference;
    all.extend(Results::of(summary.outcomes, noticed.headline).map(Sentence::Results));
    all.extend(some(summary.confirmed).map(Sentence::Confirmed));
    if summary.reports > summary.organisations {
        all.push(Sentence::Spread {
            reports: summary.reports,
            settings: summary.organisations,
            differing: summary.differing_settings,
        });
    }
    let current = summary.practice_version;
    let older = summary.by_version.iter().filter(|(it, _)| **it < current);
    all.extend(older.map(|(version, outcomes)| Sentence::OlderVersion {
        version: *version,
        current,
        settings: outcomes.total(),
    }));
    all.extend(Results::of(summary.own_outcomes, noticed.own).map(Sentence::Own));
    let vendor = Results::of(summary.vendor_interest_outcomes, noticed.vendor_interest);
    all.extend(vendor.map(Sentence::VendorInterest));
    let unverified = Results::of(summary.unverified_outcomes, noticed.unverified);
    all.extend(unverified.map(Sentence::Unverified));
    all.extend(some(summary.withdrawn).map(Sentence::WithdrawnOutcomes));
    let rejected = summary
        .rejected
        .values()
        .fold(0, |sum: u64, n| sum.saturating_add(*n));
    all.extend(some(rejected).map(Sentence::Rejected));
    all
}

fn some(n: u64) -> Option<u64> {
    (n > 0).then_some(n)
}

impl Lineage {
    /// What is to be said of it; nothing where nobody adapted the practice.
    pub fn sentence(&self) -> Option<Sentence> {
        some(self.practices).map(Sentence::AdaptedBy)
    }
}

impl Results {
    fn of(outcomes: OutcomeCounts, noticed: u64) -> Option<Self> {
        (!outcomes.is_zero()).then_some(Self { outcomes, noticed })
    }

    fn numbers(&self) -> Vec<(&'static str, u64)> {
        let it = &self.outcomes;
        vec![
            ("settings", it.total()),
            ("worked", it.worked),
            ("partly", it.partly),
            ("noEffect", it.no_effect),
            ("noticedNoDifference", self.noticed),
            ("harmful", it.harmful),
            ("inconclusive", it.inconclusive),
            ("abandoned", it.abandoned),
            ("unknown", it.unknown),
        ]
    }

    /// "3 worked, 1 partly worked, 1 noticed no difference": every result that there is, the unwelcome ones too.
    fn english(&self) -> String {
        let it = &self.outcomes;
        let noticed = self.noticed.min(it.no_effect);
        let parts = [
            (it.worked, "worked"),
            (it.partly, "partly worked"),
            (it.no_effect - noticed, "no effect"),
            (noticed, "noticed no difference"),
            (it.harmful, "harmful"),
            (it.inconclusive, "inconclusive"),
            (it.abandoned, "gave up"),
            (it.unknown, "something that this server does not know"),
        ];
        let said = parts.iter().filter(|(n, _)| *n > 0);
        let said: Vec<String> = said.map(|(n, what)| format!("{n} {what}")).collect();
        said.join(", ")
    }
}

impl Sentence {
    /// The code for translations; stable.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denominator(_) => "denominator",
            Self::Flag(flag) => flag.as_str(),
            Self::Unannounced(_) => "unannounced",
            Self::TooFewToSay(_) => "too-few-to-say",
            Self::Results(_) => "results",
            Self::Confirmed(_) => "confirmed",
            Self::Spread { .. } => "spread",
            Self::OlderVersion { .. } => "older-version",
            Self::Own(_) => "own",
            Self::VendorInterest(_) => "vendor-interest",
            Self::Unverified(_) => "unverified",
            Self::WithdrawnOutcomes(_) => "withdrawn-outcomes",
            Self::Rejected(_) => "rejected",
            Self::AdaptedBy(_) => "adapted-by",
            Self::ServersDiffer { .. } => "servers-differ",
        }
    }

    /// The numbers of the sentence by name, for translations.
    pub fn numbers(&self) -> Vec<(&'static str, u64)> {
        match *self {
            Self::Denominator(it) => vec![
                ("said", it.said),
                ("reported", it.reported),
                ("overdue", it.overdue),
                ("gaveUp", it.gave_up),
                ("waiting", it.waiting),
            ],
            Self::Flag(_) => Vec::new(),
            Self::Unannounced(settings) | Self::Confirmed(settings) => {
                vec![("settings", settings)]
            }
            Self::TooFewToSay(independent) => vec![
                ("independent", independent),
                ("needed", INDEPENDENT_MINIMUM),
            ],
            Self::Results(it) | Self::Own(it) | Self::VendorInterest(it) | Self::Unverified(it) => {
                it.numbers()
            }
            Self::Spread {
                reports,
                settings,
                differing,
            } => vec![
                ("reports", reports),
                ("settings", settings),
                ("differing", differing),
            ],
            Self::OlderVersion {
                version,
                current,
                settings,
            } => vec![
                ("version", version.get().into()),
                ("current", current.get().into()),
                ("settings", settings),
            ],
            Self::WithdrawnOutcomes(outcomes) => vec![("outcomes", outcomes)],
            Self::Rejected(entries) => vec![("entries", entries)],
            Self::AdaptedBy(practices) => vec![("practices", practices)],
            Self::ServersDiffer { author, here } => vec![("author", author), ("here", here)],
        }
    }

    /// In English.
    pub fn english(&self) -> String {
        match self {
            Self::Denominator(it) => denominator(it),
            Self::Flag(flag) => flag.english().to_owned(),
            Self::Unannounced(n) => format!("{n} reported without having said so first."),
            Self::TooFewToSay(n) => too_few(*n),
            Self::Results(it) => {
                let settings = count(it.outcomes.total(), "setting");
                format!("Results of {settings}: {}.", it.english())
            }
            Self::Confirmed(n) => format!("Confirmed in {}.", count(*n, "other setting")),
            Self::Spread {
                reports,
                settings,
                differing,
            } => spread(*reports, *settings, *differing),
            Self::OlderVersion {
                version,
                current,
                settings,
            } => {
                let is = is_or_are(*settings);
                format!(
                    "{settings} of them {is} about version {version}; version {current} is current."
                )
            }
            Self::Own(it) => format!(
                "The author's own, which is no confirmation: {}.",
                it.english()
            ),
            Self::VendorInterest(it) => {
                let settings = count(it.outcomes.total(), "setting");
                let results = it.english();
                format!("Counted apart, {settings} with an interest in a product: {results}.")
            }
            Self::Unverified(it) => {
                let settings = count(it.outcomes.total(), "unverified setting");
                format!("Counted apart, {settings}: {}.", it.english())
            }
            Self::WithdrawnOutcomes(n) => format!("{} withdrawn.", count(*n, "outcome")),
            Self::Rejected(1) => {
                "1 entry was not taken into the ledger; the reason is listed.".to_owned()
            }
            Self::Rejected(n) => {
                format!("{n} entries were not taken into the ledger; the reasons are listed.")
            }
            Self::AdaptedBy(n) => format!("Adapted by {}: their results.", count(*n, "practice")),
            Self::ServersDiffer { author, here } => {
                format!("The author's server lists {author}, this server verified {here}.")
            }
        }
    }
}

/// "Of 9 that said they would try it, 6 reported, 2 are overdue, 1 gave up."
fn denominator(it: &Denominator) -> String {
    if it.said == 0 {
        return "Nobody has said yet that they would try it.".to_owned();
    }
    let mut parts = Vec::new();
    parts.push(match it.reported {
        0 => "none has reported".to_owned(),
        n => format!("{n} reported"),
    });
    parts.extend(some(it.overdue).map(|n| format!("{n} {} overdue", is_or_are(n))));
    parts.extend(some(it.gave_up).map(|n| format!("{n} gave up")));
    parts.extend(some(it.waiting).map(|n| {
        let have = if n == 1 { "has" } else { "have" };
        format!("{n} still {have} time")
    }));
    format!(
        "Of {} that said they would try it, {}.",
        it.said,
        parts.join(", ")
    )
}

fn too_few(independent: u64) -> String {
    match independent {
        0 => "Too few to say: no independent setting has reported.".to_owned(),
        1 => "Too few to say: only 1 independent setting has reported.".to_owned(),
        n => format!("Too few to say: only {n} independent settings have reported."),
    }
}

fn spread(reports: u64, settings: u64, differing: u64) -> String {
    let all = format!("{reports} reports from {}", count(settings, "setting"));
    match (differing, settings) {
        (0, _) => format!("{all}."),
        (1, 1) => format!("{all}, and they differ."),
        (n, _) => format!("{all}; in {n} of them they differ."),
    }
}

fn count(n: u64, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

const fn is_or_are(n: u64) -> &'static str {
    if n == 1 { "is" } else { "are" }
}
