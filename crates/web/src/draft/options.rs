//! What there is to choose from.

use staffroom_vocabulary::{Concept, Facet as _, Licence, Scheme};

use crate::words::{Message, Words, key};

/// What there is to choose from.
pub(crate) enum Options {
    /// The concepts of a scheme, by its slug.
    Scheme(&'static str),
    /// Some concepts, by their paths.
    Some(&'static [&'static str]),
    /// The licences that authors are offered.
    Licences,
    /// Words on the wire, with what they mean.
    Words(Vec<(&'static str, Message)>),
}

/// Something to choose.
pub(super) struct Choice {
    /// What the form sends: a path, or a word.
    pub(super) value: &'static str,
    /// What the draft holds.
    pub(super) stored: &'static str,
    pub(super) what: What,
}

/// What it means.
pub(super) enum What {
    Concept(&'static Concept),
    Word(Message),
}

impl Options {
    pub(super) fn yes_or_no() -> Self {
        Self::Words(vec![("yes", key("draft-yes")), ("no", key("draft-no"))])
    }

    /// All of them. Deprecated concepts are no choices any more.
    pub(super) fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Scheme(slug) => {
                let scheme = Scheme::from_slug(slug);
                let tops = scheme.into_iter().flat_map(Scheme::top_concepts);
                let all = tops.flat_map(|top| std::iter::once(top).chain(below(top)));
                all.filter(|it| !it.is_deprecated())
                    .map(Choice::concept)
                    .collect()
            }
            Self::Some(paths) => {
                let all = paths.iter().filter_map(|path| Concept::from_path(path));
                all.map(Choice::concept).collect()
            }
            Self::Licences => {
                let all = Licence::ALL.iter().filter(|it| it.is_offered());
                all.map(|it| {
                    let concept = it.concept();
                    Choice {
                        value: concept.slug(),
                        stored: concept.slug(),
                        what: What::Concept(concept),
                    }
                })
                .collect()
            }
            Self::Words(words) => words
                .iter()
                .map(|(word, message)| Choice {
                    value: word,
                    stored: word,
                    what: What::Word(message.clone()),
                })
                .collect(),
        }
    }
}

/// Everything under a concept, each before what is under it.
fn below(concept: &'static Concept) -> Vec<&'static Concept> {
    let mut all = Vec::new();
    for narrower in concept.narrower() {
        all.push(*narrower);
        all.extend(below(narrower));
    }
    all
}

impl Choice {
    fn concept(concept: &'static Concept) -> Self {
        Self {
            value: concept.path(),
            stored: concept.iri(),
            what: What::Concept(concept),
        }
    }

    /// Whether a draft that holds this text means it. Drafts of other programs may hold paths.
    pub(super) fn is_meant_by(&self, text: &str) -> bool {
        text == self.stored || text == self.value
    }

    /// What it is called, and in which language, where that is not the page's.
    pub(super) fn name(&self, words: Words) -> (String, Option<&'static str>) {
        match &self.what {
            What::Concept(concept) => {
                let label = concept.label(words.code());
                let foreign = label.language != words.code();
                (label.value.to_owned(), foreign.then_some(label.language))
            }
            What::Word(message) => (words.say(message).to_string(), None),
        }
    }

    /// What it means, and in which language.
    pub(super) fn meaning(&self, words: Words) -> Option<(&'static str, Option<&'static str>)> {
        let What::Concept(concept) = &self.what else {
            return None;
        };
        let text = concept.definition(words.code());
        let foreign = text.language != words.code();
        (!text.value.is_empty()).then_some((text.value, foreign.then_some(text.language)))
    }

    /// Whether it belongs under the one before it that does not.
    pub(super) fn is_narrower(&self) -> bool {
        matches!(self.what, What::Concept(concept) if concept.broader().is_some())
    }
}
