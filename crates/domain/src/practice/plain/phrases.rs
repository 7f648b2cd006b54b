//! Everyday words, and what they mean in the vocabulary.

use staffroom_vocabulary::{Concept, Facet, Outcome, Problem};

use crate::practice::outcome::WouldDoAgain;

/// Lower case, letters and digits, one space between words: the form in which phrases are compared. Apostrophes leave a
/// space, as they do in the lists below.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The most words of one phrase.
pub(super) const LONGEST: usize = 7;

const RESULTS: [(&str, Outcome); 70] = [
    ("worked", Outcome::Worked),
    ("it worked", Outcome::Worked),
    ("worked well", Outcome::Worked),
    ("it worked well", Outcome::Worked),
    ("success", Outcome::Worked),
    ("gweithiodd", Outcome::Worked),
    ("gweithiodd yn dda", Outcome::Worked),
    ("wedi gweithio", Outcome::Worked),
    ("llwyddiant", Outcome::Worked),
    ("partly", Outcome::Partly),
    ("partly worked", Outcome::Partly),
    ("it partly worked", Outcome::Partly),
    ("worked partly", Outcome::Partly),
    ("worked in part", Outcome::Partly),
    ("mixed", Outcome::Partly),
    ("mixed results", Outcome::Partly),
    ("rhannol", Outcome::Partly),
    ("yn rhannol", Outcome::Partly),
    ("gweithiodd yn rhannol", Outcome::Partly),
    ("wedi gweithio yn rhannol", Outcome::Partly),
    ("wedi gweithio n rhannol", Outcome::Partly),
    ("no effect", Outcome::NoEffect),
    ("no difference", Outcome::NoEffect),
    ("made no difference", Outcome::NoEffect),
    ("it made no difference", Outcome::NoEffect),
    ("noticed no difference", Outcome::NoEffect),
    ("no change", Outcome::NoEffect),
    ("did not work", Outcome::NoEffect),
    ("didn t work", Outcome::NoEffect),
    ("it did not work", Outcome::NoEffect),
    ("it didn t work", Outcome::NoEffect),
    ("dim effaith", Outcome::NoEffect),
    ("dim gwahaniaeth", Outcome::NoEffect),
    ("dim newid", Outcome::NoEffect),
    ("heb effaith", Outcome::NoEffect),
    ("heb weithio", Outcome::NoEffect),
    ("ni weithiodd", Outcome::NoEffect),
    ("weithiodd e ddim", Outcome::NoEffect),
    ("weithiodd o ddim", Outcome::NoEffect),
    ("ddim wedi gweithio", Outcome::NoEffect),
    ("harmful", Outcome::Harmful),
    ("harm", Outcome::Harmful),
    ("it did harm", Outcome::Harmful),
    ("made it worse", Outcome::Harmful),
    ("it made things worse", Outcome::Harmful),
    ("made things worse", Outcome::Harmful),
    ("worse", Outcome::Harmful),
    ("niweidiol", Outcome::Harmful),
    ("niwed", Outcome::Harmful),
    ("gwaeth", Outcome::Harmful),
    ("gwnaeth bethau n waeth", Outcome::Harmful),
    ("inconclusive", Outcome::Inconclusive),
    ("unclear", Outcome::Inconclusive),
    ("not sure", Outcome::Inconclusive),
    ("can t tell", Outcome::Inconclusive),
    ("cannot tell", Outcome::Inconclusive),
    ("can t say", Outcome::Inconclusive),
    ("cannot say", Outcome::Inconclusive),
    ("amhendant", Outcome::Inconclusive),
    ("ansicr", Outcome::Inconclusive),
    ("aneglur", Outcome::Inconclusive),
    ("abandoned", Outcome::Abandoned),
    ("gave up", Outcome::Abandoned),
    ("we gave up", Outcome::Abandoned),
    ("gave it up", Outcome::Abandoned),
    ("we gave it up", Outcome::Abandoned),
    ("stopped", Outcome::Abandoned),
    ("rhoi r gorau", Outcome::Abandoned),
    ("rhoi r gorau iddi", Outcome::Abandoned),
    ("wedi rhoi r gorau iddi", Outcome::Abandoned),
];

/// What came of it, in one phrase; a concept's own names count as well.
pub(super) fn result(phrase: &str) -> Option<Outcome> {
    let known = RESULTS.iter().find(|(it, _)| *it == phrase);
    known
        .map(|(_, result)| *result)
        .or_else(|| of_scheme(phrase, &["oc"]).and_then(Outcome::from_concept))
}

const AGAIN: [(&str, WouldDoAgain); 26] = [
    ("yes", WouldDoAgain::Yes),
    ("would do it again", WouldDoAgain::Yes),
    ("would do again", WouldDoAgain::Yes),
    ("we would do it again", WouldDoAgain::Yes),
    ("i would do it again", WouldDoAgain::Yes),
    ("ie", WouldDoAgain::Yes),
    ("byddwn", WouldDoAgain::Yes),
    ("byddem", WouldDoAgain::Yes),
    ("byddwn yn ei wneud eto", WouldDoAgain::Yes),
    ("byddem yn ei wneud eto", WouldDoAgain::Yes),
    ("no", WouldDoAgain::No),
    ("would not do it again", WouldDoAgain::No),
    ("wouldn t do it again", WouldDoAgain::No),
    ("we would not do it again", WouldDoAgain::No),
    ("na", WouldDoAgain::No),
    ("na fyddwn", WouldDoAgain::No),
    ("ni fyddwn yn ei wneud eto", WouldDoAgain::No),
    ("ni fyddem yn ei wneud eto", WouldDoAgain::No),
    ("with changes", WouldDoAgain::WithChanges),
    ("yes with changes", WouldDoAgain::WithChanges),
    ("differently", WouldDoAgain::WithChanges),
    ("yes but differently", WouldDoAgain::WithChanges),
    ("would do it again with changes", WouldDoAgain::WithChanges),
    ("gyda newidiadau", WouldDoAgain::WithChanges),
    ("byddwn gyda newidiadau", WouldDoAgain::WithChanges),
    ("yn wahanol", WouldDoAgain::WithChanges),
];

/// Whether somebody would do it again, behind the keyword that asks for it.
pub(super) fn again(phrase: &str) -> Option<WouldDoAgain> {
    let known = AGAIN.iter().find(|(it, _)| *it == phrase);
    known.map(|(_, again)| *again)
}

/// The same without a keyword: only where it cannot mean anything else.
pub(super) fn again_alone(phrase: &str) -> Option<WouldDoAgain> {
    let says_what = phrase.contains("again") || phrase.contains("eto");
    again(phrase).filter(|_| says_what)
}

/// `yes` or `no`.
pub(super) fn is_yes(phrase: &str) -> Option<bool> {
    match phrase {
        "yes" | "ie" | "ydy" | "ydw" | "y" => Some(true),
        "no" | "na" | "nac ydy" | "nac ydw" | "nage" | "n" => Some(false),
        _ => None,
    }
}

const PROBLEMS: [(&str, Problem); 34] = [
    ("marking", Problem::Workload),
    ("marcio", Problem::Workload),
    ("evenings", Problem::Workload),
    ("nosweithiau", Problem::Workload),
    ("paperwork", Problem::Workload),
    ("gwaith papur", Problem::Workload),
    ("workload", Problem::Workload),
    ("llwyth gwaith", Problem::Workload),
    ("budget", Problem::CostSaving),
    ("cyllideb", Problem::CostSaving),
    ("reading", Problem::Literacy),
    ("spelling", Problem::Literacy),
    ("darllen", Problem::Literacy),
    ("sillafu", Problem::Literacy),
    ("llythrennedd", Problem::Literacy),
    ("times tables", Problem::Numeracy),
    ("tablau", Problem::Numeracy),
    ("rhifedd", Problem::Numeracy),
    ("misconceptions", Problem::SubjectUnderstanding),
    ("camsyniadau", Problem::SubjectUnderstanding),
    ("feedback", Problem::FeedbackQuality),
    ("adborth", Problem::FeedbackQuality),
    ("boredom", Problem::Engagement),
    ("bored", Problem::Engagement),
    ("motivation", Problem::Engagement),
    ("cymhelliant", Problem::Engagement),
    ("disruption", Problem::Behaviour),
    ("ymddygiad", Problem::Behaviour),
    ("behaviour", Problem::Behaviour),
    ("absence", Problem::Attendance),
    ("absenoldeb", Problem::Attendance),
    ("presenoldeb", Problem::Attendance),
    ("attendance", Problem::Attendance),
    ("engagement", Problem::Engagement),
];

/// What a word of a line about a problem means.
pub(super) fn problem(phrase: &str) -> Option<&'static Concept> {
    let known = PROBLEMS.iter().find(|(it, _)| *it == phrase);
    known
        .map(|(_, problem)| problem.concept())
        .or_else(|| of_scheme(phrase, &["pr"]))
}

/// The one concept of these schemes that has this name; none where the word means several things.
pub(super) fn of_scheme(phrase: &str, schemes: &[&str]) -> Option<&'static Concept> {
    let fits = |it: &&'static Concept| {
        schemes.contains(&it.scheme().slug()) && !it.is_deprecated() && !phrase.is_empty()
    };
    let mut found = staffroom_vocabulary::named(phrase).filter(fits);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// What a hashtag means: its owner, or else the one concept that has it for a name.
pub(super) fn of_hashtag(tag: &str) -> Option<&'static Concept> {
    let owner = Concept::from_hashtag(tag);
    let named = || {
        let mut found = staffroom_vocabulary::named(tag);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    owner.or_else(named).filter(|it| !it.is_deprecated())
}
