//! The shape of `vocabulary.toml`. Unknown keys are errors, so that a slip of the pen is not lost in silence.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) version: String,
    pub(crate) scheme: Vec<Scheme>,
    pub(crate) external: Vec<External>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scheme {
    pub(crate) slug: String,
    /// The key of records on the wire.
    pub(crate) property: String,
    /// The name of the Rust enum.
    pub(crate) rust: String,
    #[serde(default)]
    pub(crate) ordered: bool,
    pub(crate) label: Texts,
    pub(crate) cy_reviewed: bool,
    pub(crate) definition: Texts,
    pub(crate) concept: Vec<Concept>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Concept {
    pub(crate) slug: String,
    /// The name of the enum's variant, where the slug does not make one.
    pub(crate) rust: Option<String>,
    /// A slug of the same scheme.
    pub(crate) broader: Option<String>,
    pub(crate) label: Texts,
    pub(crate) cy_reviewed: bool,
    pub(crate) definition: Texts,
    pub(crate) hashtag: String,
    #[serde(default)]
    pub(crate) alt_labels: TextLists,
    #[serde(default)]
    pub(crate) synonyms: Vec<String>,
    #[serde(default)]
    pub(crate) exact: Vec<String>,
    #[serde(default)]
    pub(crate) close: Vec<String>,
    #[serde(default)]
    pub(crate) narrow: Vec<String>,
    #[serde(default)]
    pub(crate) broad: Vec<String>,
    #[serde(default)]
    pub(crate) rel: Vec<String>,
    /// `scheme/slug`; one of the two sides is enough.
    #[serde(default)]
    pub(crate) related: Vec<String>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    /// `scheme/slug`.
    #[serde(default)]
    pub(crate) replaced_by: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    pub(crate) en: String,
    pub(crate) cy: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TextLists {
    pub(crate) en: Vec<String>,
    pub(crate) cy: Vec<String>,
}

/// A scheme of somebody else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct External {
    pub(crate) slug: String,
    pub(crate) label: String,
    pub(crate) base: Option<String>,
    pub(crate) concept: Vec<ExternalConcept>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExternalConcept {
    pub(crate) slug: String,
    pub(crate) label: String,
}

impl Concept {
    /// The mappings with the variant of `Relation` that each list stands for.
    pub(crate) fn mappings(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("Exact", &self.exact),
            ("Close", &self.close),
            ("Narrow", &self.narrow),
            ("Broad", &self.broad),
            ("Related", &self.rel),
        ]
        .into_iter()
        .flat_map(|(relation, targets)| {
            targets
                .iter()
                .map(move |target| (relation, target.as_str()))
        })
    }
}

impl Source {
    /// Every concept with its path, in the order of the file.
    pub(crate) fn concepts(&self) -> impl Iterator<Item = (String, &Scheme, &Concept)> {
        self.scheme.iter().flat_map(|scheme| {
            scheme
                .concept
                .iter()
                .map(move |concept| (format!("{}/{}", scheme.slug, concept.slug), scheme, concept))
        })
    }

    /// The paths that are related to `path`, from both sides, without repetition.
    pub(crate) fn related<'a>(&'a self, path: &'a str, concept: &'a Concept) -> Vec<String> {
        let mut related = concept.related.clone();
        for (other_path, _, other) in self.concepts() {
            if other.related.iter().any(|target| target == path) && !related.contains(&other_path) {
                related.push(other_path);
            }
        }
        related
    }
}
