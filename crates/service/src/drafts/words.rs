//! What is said about drafts to those whose they are, in English and in Welsh. The Welsh is a draft until a speaker has
//! read it.

use std::collections::BTreeSet;

use serde_json::Value;
use staffroom_domain::practice::Problem;
use staffroom_domain::text::truncate;
use staffroom_vocabulary::Concept;

use super::content::{DraftContent, DraftKind};

/// So much of a text is repeated to whoever wrote it.
const REPEATED: usize = 80;
/// The most names of one list.
const NAMED: usize = 4;
/// The most things that are asked for at once.
const ASKED: usize = 6;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    language: &'static str,
    /// Stands above a post that a draft was made of.
    pub(super) only_you: &'static str,
    kinds: [&'static str; 3],
    understood: &'static str,
    nothing: &'static str,
    missing: &'static str,
    complete: &'static str,
    finish: &'static str,
    answer: &'static str,
    lines: &'static str,
    more: &'static str,
    pub(super) published: &'static str,
    pub(super) dropped: &'static str,
    pub(super) not_understood: &'static str,
    pub(super) too_late: &'static str,
    goes: &'static str,
    /// Members with their names.
    members: &'static [(&'static str, &'static str)],
    /// Members, what they ask, and the line that answers.
    asked: &'static [(&'static str, &'static str)],
    again: [(&'static str, &'static str); 3],
}

const ENGLISH: Words = Words {
    language: "en",
    only_you: "Draft: only you see this. Nothing is published until you say yes.",
    kinds: [
        "I have made a draft of your practice. Only you see it.",
        "I have made a draft of what you are going to try. Only you see it.",
        "I have made a draft of your result. Only you see it.",
    ],
    understood: "Understood",
    nothing: "nothing but your text",
    missing: "Still missing",
    complete: "Nothing is missing.",
    finish: "Look at it and finish it here:",
    answer: "Reply \"yes\" to publish it as it is, or \"no\" to throw it away.",
    lines: "You can also reply with more lines, or edit your post.",
    more: "more, on the page",
    published: "It is published:",
    dropped: "It is gone, and your post with it. This is what you had written:",
    not_understood: "I only understand \"yes\", \"no\", and lines such as \"Warning: …\". Your draft is here:",
    too_late: "There is no such draft any more: it was published, or it was dropped.",
    goes: "Nobody has touched this draft for almost a year. In two weeks it goes, unless you publish or change it:",
    members: &[
        ("outcome", "Result"),
        ("evidenceLevel", "How we know"),
        ("problem", "Problem"),
        ("technologyType", "Technology"),
        ("innovationKind", "Kind of change"),
        ("phase", "Phase"),
        ("subject", "Subject"),
        ("setting", "Setting"),
        ("learners", "Learners"),
        ("duration", "How long"),
        ("studyDesign", "How results were gathered"),
        ("measure", "Measure"),
        ("costBand", "Cost"),
        ("timeHorizon", "Pays off"),
        ("independence", "Who reports"),
        ("wouldDoAgain", "Again"),
        ("wouldWarnAbout", "Warning"),
        ("nextTime", "Next time"),
        ("reasons", "Reason"),
        ("lesson", "Lesson"),
        ("whatDidNotWork", "What did not work"),
        ("rationale", "Why"),
    ],
    asked: &[
        ("title", "what it is called (\"Practice: …\")"),
        ("text", "what you did (\"Did: …\")"),
        (
            "problem",
            "which problem it helps with (\"Problem: workload\")",
        ),
        (
            "technologyType",
            "what technology it uses (\"Technology: …\"), or if none, what kind of change it is (\"Change: …\")",
        ),
        ("outcome", "what came of it (\"Result: partly\")"),
        (
            "wouldWarnAbout",
            "what you would warn others about (\"Warning: …\")",
        ),
        ("nextTime", "what you would do next time (\"Next time: …\")"),
        ("reasons", "why you gave it up (\"Reason: …\")"),
        (
            "rationale",
            "why it should work, in a sentence or two (\"Why: …\")",
        ),
        ("learners", "how many learners took part (\"Learners: 28\")"),
        ("measure", "what you looked at (\"Measure: …\")"),
        (
            "evidenceLevel",
            "how you know (\"Result: …\", if it was tried)",
        ),
    ],
    again: [
        ("yes", "yes"),
        ("no", "no"),
        ("with-changes", "with changes"),
    ],
};

const WELSH: Words = Words {
    language: "cy",
    only_you: "Drafft: dim ond chi sy'n gweld hwn. Ni chyhoeddir dim nes i chi ddweud ie.",
    kinds: [
        "Rwyf wedi gwneud drafft o'ch arfer. Dim ond chi sy'n ei weld.",
        "Rwyf wedi gwneud drafft o'r hyn rydych am roi cynnig arno. Dim ond chi sy'n ei weld.",
        "Rwyf wedi gwneud drafft o'ch canlyniad. Dim ond chi sy'n ei weld.",
    ],
    understood: "Deallwyd",
    nothing: "dim ond eich testun",
    missing: "Ar goll o hyd",
    complete: "Does dim byd ar goll.",
    finish: "Edrychwch arno a'i orffen yma:",
    answer: "Atebwch \"ie\" i'w gyhoeddi fel y mae, neu \"na\" i'w daflu.",
    lines: "Gallwch hefyd ateb gyda rhagor o linellau, neu olygu'ch post.",
    more: "rhagor, ar y dudalen",
    published: "Mae wedi'i gyhoeddi:",
    dropped: "Mae wedi mynd, a'ch post gydag ef. Dyma'r hyn roeddech wedi'i ysgrifennu:",
    not_understood: "Dim ond \"ie\", \"na\", a llinellau fel \"Rhybudd: …\" rwy'n eu deall. Mae'ch drafft yma:",
    too_late: "Nid oes drafft o'r fath mwyach: cafodd ei gyhoeddi neu ei ollwng.",
    goes: "Nid oes neb wedi cyffwrdd â'r drafft hwn ers bron i flwyddyn. Ymhen pythefnos bydd yn mynd, oni bai eich bod yn \
           ei gyhoeddi neu'n ei newid:",
    members: &[
        ("outcome", "Canlyniad"),
        ("evidenceLevel", "Sut rydyn ni'n gwybod"),
        ("problem", "Problem"),
        ("technologyType", "Technoleg"),
        ("innovationKind", "Math o newid"),
        ("phase", "Cyfnod"),
        ("subject", "Pwnc"),
        ("setting", "Lleoliad"),
        ("learners", "Dysgwyr"),
        ("duration", "Am faint"),
        ("studyDesign", "Sut y casglwyd canlyniadau"),
        ("measure", "Mesur"),
        ("costBand", "Cost"),
        ("timeHorizon", "Yn talu"),
        ("independence", "Pwy sy'n adrodd"),
        ("wouldDoAgain", "Eto"),
        ("wouldWarnAbout", "Rhybudd"),
        ("nextTime", "Y tro nesaf"),
        ("reasons", "Rheswm"),
        ("lesson", "Gwers"),
        ("whatDidNotWork", "Beth na weithiodd"),
        ("rationale", "Pam"),
    ],
    asked: &[
        ("title", "beth yw ei enw (\"Arfer: …\")"),
        ("text", "beth wnaethoch chi (\"Gwnaed: …\")"),
        (
            "problem",
            "pa broblem y mae'n helpu gyda hi (\"Problem: llwyth gwaith\")",
        ),
        (
            "technologyType",
            "pa dechnoleg y mae'n ei defnyddio (\"Technoleg: …\"), neu os dim, pa fath o newid yw (\"Newid: …\")",
        ),
        ("outcome", "beth ddaeth ohono (\"Canlyniad: rhannol\")"),
        (
            "wouldWarnAbout",
            "beth y byddech yn rhybuddio eraill amdano (\"Rhybudd: …\")",
        ),
        (
            "nextTime",
            "beth y byddech yn ei wneud y tro nesaf (\"Y tro nesaf: …\")",
        ),
        ("reasons", "pam y rhoesoch y gorau iddo (\"Rheswm: …\")"),
        (
            "rationale",
            "pam y dylai weithio, mewn brawddeg neu ddwy (\"Pam: …\")",
        ),
        (
            "learners",
            "faint o ddysgwyr a gymerodd ran (\"Dysgwyr: 28\")",
        ),
        ("measure", "beth yr edrychoch arno (\"Mesur: …\")"),
        (
            "evidenceLevel",
            "sut rydych yn gwybod (\"Canlyniad: …\", os rhoddwyd cynnig arno)",
        ),
    ],
    again: [
        ("yes", "ie"),
        ("no", "na"),
        ("with-changes", "gyda newidiadau"),
    ],
};

/// A concept by its address or path.
fn concept(text: &str) -> Option<&'static Concept> {
    Concept::from_iri(text).or_else(|| Concept::from_path(text))
}

impl Words {
    /// Welsh for Welsh, English for everything else.
    pub(super) fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("cy") {
            &WELSH
        } else {
            &ENGLISH
        }
    }

    /// What a draft is called: its title, or else what it is.
    pub(super) fn name(&self, kind: DraftKind, content: &DraftContent) -> String {
        let [practice, adoption, outcome] = self.kinds;
        let said = match kind {
            _ if !content.title.is_empty() => return truncate(&content.title, REPEATED).to_owned(),
            DraftKind::Practice => practice,
            DraftKind::Adoption => adoption,
            DraftKind::Outcome => outcome,
        };
        said.split('.').next().unwrap_or_default().to_owned()
    }

    pub(super) fn goes_soon(&self, name: &str, page: &str) -> String {
        format!("{name}: {} {page}", self.goes)
    }

    /// What was understood, what is missing, and what to do.
    pub(super) fn state(
        &self,
        kind: DraftKind,
        content: &DraftContent,
        lacks: &[Problem],
        page: &str,
    ) -> String {
        let [practice, adoption, outcome] = self.kinds;
        let made = match kind {
            DraftKind::Practice => practice,
            DraftKind::Adoption => adoption,
            DraftKind::Outcome => outcome,
        };
        let mut understood = self.understood(content);
        if understood.is_empty() {
            understood.push(self.nothing.to_owned());
        }
        let missing = if lacks.is_empty() {
            self.complete.to_owned()
        } else {
            format!("{}: {}.", self.missing, self.asks(lacks).join("; "))
        };
        format!(
            "{made}\n\n{}:\n{}\n\n{missing}\n\n{} {page}\n\n{} {}",
            self.understood,
            understood.join("\n"),
            self.finish,
            self.answer,
            self.lines,
        )
    }

    fn understood(&self, content: &DraftContent) -> Vec<String> {
        let mut lines = Vec::new();
        if !content.title.is_empty() {
            lines.push(truncate(&content.title, REPEATED).to_owned());
        }
        for (member, name) in self.members {
            let result = content.result.as_ref();
            let value = content.record.get(*member);
            let value = value.or_else(|| result.and_then(|it| it.get(*member)));
            if let Some(value) = value {
                let said = self.value(member, value);
                if !said.is_empty() {
                    lines.push(format!("{name}: {said}"));
                }
            }
        }
        lines
    }

    fn value(&self, member: &str, value: &Value) -> String {
        match value {
            Value::String(text) if member == "wouldDoAgain" => {
                let known = self.again.iter().find(|(word, _)| word == text);
                known.map_or("", |(_, said)| *said).to_owned()
            }
            Value::String(text) => match concept(text) {
                Some(concept) => concept.label(self.language).value.to_owned(),
                None => truncate(text.lines().next().unwrap_or_default(), REPEATED).to_owned(),
            },
            Value::Array(all) => {
                let some = all.iter().take(NAMED).map(|it| self.value(member, it));
                some.collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        }
    }

    /// What is asked for, each thing once; what a line cannot say is on the page.
    fn asks(&self, lacks: &[Problem]) -> Vec<&'static str> {
        let mut asks = Vec::new();
        let mut seen = BTreeSet::new();
        for problem in lacks {
            let field = problem.field.trim_start_matches("result.");
            let known = self.asked.iter().find(|(name, _)| *name == field);
            let is_line = problem.code != "too-long" && problem.code != "too-large";
            let ask = known.filter(|_| is_line).map_or(self.more, |(_, ask)| *ask);
            if seen.insert(ask) {
                asks.push(ask);
            }
        }
        // The page comes last.
        asks.sort_by_key(|ask| *ask == self.more);
        asks.truncate(ASKED);
        asks
    }
}
