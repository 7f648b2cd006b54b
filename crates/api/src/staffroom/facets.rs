//! Facets among the parameters: `technologyType=tech/ai&technologyType=tech/tablets&evidenceLevel=ev/tried`.

use std::borrow::Cow;

use staffroom_domain::practice::{Problem, limits};
use staffroom_vocabulary::{BASE, Concept, ConceptRef, Scheme};

use crate::call::Call;

/// The query, pair by pair: a name may come more than once.
pub(super) fn pairs(call: &Call) -> impl Iterator<Item = (String, String)> {
    let query = call.request.query_string().as_bytes();
    url::form_urlencoded::parse(query)
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value): (Cow<'_, str>, Cow<'_, str>)| {
            let name = name.strip_suffix("[]").unwrap_or(&name);
            (name.to_owned(), value.trim().to_owned())
        })
}

/// A concept of a scheme: its path, its slug or its IRI; also the IRI of one that is not ours.
pub(super) fn concept(
    name: &str,
    scheme: &'static Scheme,
    text: &str,
) -> Result<ConceptRef, Problem> {
    let found = Concept::from_path(text).or_else(|| scheme.concept(text));
    let found = found.map_or_else(|| ConceptRef::from_iri(text), ConceptRef::from);
    match found.known() {
        Some(known) if known.scheme() == scheme => Ok(found),
        Some(_) => Err(Problem::new(
            name,
            "wrong-scheme",
            format!(
                "Choose a concept of {}, like {}/….",
                scheme.label("en").value,
                scheme.slug()
            ),
        )),
        None => {
            let is_theirs = text.starts_with("https://") || text.starts_with("http://");
            if is_theirs && !text.starts_with(BASE) && text.len() <= limits::CONCEPT {
                return Ok(found);
            }
            let message = "The vocabulary has no such concept. GET /api/staffroom/v1/vocabulary finds those that it has.";
            Err(Problem::new(name, "unknown-concept", message))
        }
    }
}
