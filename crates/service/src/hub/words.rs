//! What the accounts of a hub say of themselves and of its library, in English and in Welsh. The Welsh is a draft until a
//! speaker has read it.

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    English,
    Welsh,
}

impl Words {
    pub(super) fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some("cy") => Self::Welsh,
            _ => Self::English,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// The name of the account of the whole library.
    pub(super) fn name_of_library(self, hub: &str) -> String {
        match self {
            Self::English => format!("The library of {hub}"),
            Self::Welsh => format!("Llyfrgell {hub}"),
        }
    }

    /// What that account is.
    pub(super) fn about_library(self, hub: &str, how: &str) -> String {
        match self {
            Self::English => format!(
                "What is new in the library of {hub}: every practice whose author lets it be listed, from all its members. {how} {}",
                self.by_program()
            ),
            Self::Welsh => format!(
                "Beth sy'n newydd yn llyfrgell {hub}: pob arfer y mae ei awdur yn caniatáu ei restru, gan ei holl aelodau. {how} {}",
                self.by_program()
            ),
        }
    }

    /// The name of the account of a topic.
    pub(super) fn topic(label: &str, hub: &str) -> String {
        format!("{label} – {hub}")
    }

    /// What that account is.
    pub(super) fn about_topic(self, label: &str, definition: &str, hub: &str, how: &str) -> String {
        match self {
            Self::English => format!(
                "{label}: {definition} What is new about it in the library of {hub}. {how} {}",
                self.by_program()
            ),
            Self::Welsh => format!(
                "{label}: {definition} Beth sy'n newydd amdano yn llyfrgell {hub}. {how} {}",
                self.by_program()
            ),
        }
    }

    /// How it tells what is new.
    pub(super) const fn how(self, is_daily: bool) -> &'static str {
        match (self, is_daily) {
            (Self::English, false) => "On busy days the rest comes in one post the next morning.",
            (Self::English, true) => "It comes once a day, in one post.",
            (Self::Welsh, false) => "Ar ddyddiau prysur daw'r gweddill mewn un neges y bore wedyn.",
            (Self::Welsh, true) => "Daw unwaith y dydd, mewn un neges.",
        }
    }

    const fn by_program(self) -> &'static str {
        match self {
            Self::English => "A program runs this account; nobody reads what is sent to it.",
            Self::Welsh => {
                "Rhaglen sy'n rhedeg y cyfrif hwn; nid oes neb yn darllen yr hyn a anfonir ato."
            }
        }
    }

    /// Of a topic that was switched off.
    pub(super) fn about_ended(self, label: &str, hub: &str) -> String {
        match self {
            Self::English => format!(
                "{label}: {hub} announces nothing new about it here any more. What was announced stays."
            ),
            Self::Welsh => format!(
                "{label}: nid yw {hub} yn cyhoeddi dim byd newydd amdano yma mwyach. Mae'r hyn a gyhoeddwyd yn aros."
            ),
        }
    }

    /// The name of a line of a profile that leads to the concept.
    pub(super) const fn concept(self) -> &'static str {
        match self {
            Self::English => "Concept",
            Self::Welsh => "Cysyniad",
        }
    }

    /// The name of a line of a profile that leads to the practices.
    pub(super) const fn practices(self) -> &'static str {
        match self {
            Self::English => "Practices",
            Self::Welsh => "Arferion",
        }
    }

    /// Stands above a digest.
    pub(super) fn digest(self, label: Option<&str>, n: usize) -> String {
        match (self, label, n) {
            (Self::English, None, 1) => "One new practice in the library:".to_owned(),
            (Self::English, None, n) => format!("{n} new practices in the library:"),
            (Self::English, Some(label), 1) => format!("{label}: one new practice in the library:"),
            (Self::English, Some(label), n) => {
                format!("{label}: {n} new practices in the library:")
            }
            (Self::Welsh, None, n) => format!("{n} arfer newydd yn y llyfrgell:"),
            (Self::Welsh, Some(label), n) => {
                format!("{label}: {n} arfer newydd yn y llyfrgell:")
            }
        }
    }

    /// Stands above practices that may answer a question.
    pub(super) const fn suggested(self) -> &'static str {
        match self {
            Self::English => {
                "these practices in the library may help. Whoever answers you does so below your question."
            }
            Self::Welsh => {
                "gall yr arferion hyn yn y llyfrgell helpu. Bydd pwy bynnag sy'n ateb yn gwneud hynny o dan eich cwestiwn."
            }
        }
    }

    /// So many more.
    pub(super) fn more(self, n: usize) -> String {
        match self {
            Self::English => format!("and {n} more"),
            Self::Welsh => format!("a {n} arall"),
        }
    }
}
