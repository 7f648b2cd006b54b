//! What a form or a query brought.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use staffroom_domain::UserId;

use crate::form::TOKEN_FIELD;

/// Names and values in their order; a name can come several times. Not printable: one of them may be
/// a password.
#[derive(Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// From the text of a query or a form (`application/x-www-form-urlencoded`).
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// From what was read in parts.
    pub(crate) const fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of that name, or nothing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// All of them, in their order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What makes each attempt at sending the same form the same: the key that the form came with, for what it is sent, and
    /// what was filled in. Whoever goes back and changes something sends another.
    pub(crate) fn attempt(&self, user: UserId, what: &str) -> Option<(UserId, String)> {
        let key = self.get("key");
        let mut hasher = DefaultHasher::new();
        for (name, value) in self.pairs().filter(|(name, _)| *name != TOKEN_FIELD) {
            (name, value).hash(&mut hasher);
        }
        let content = hasher.finish();
        (!key.is_empty()).then(|| (user, format!("{what} {key} {content:016x}")))
    }

    /// Every value of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::UserId;

    use super::Fields;

    #[test]
    fn an_attempt_is_the_same_while_nothing_is_changed() {
        let attempt = |form: &str| Fields::parse(form.as_bytes()).attempt(UserId::from(1), "note");
        let first = attempt("csrf=a&key=k&text=One");
        assert!(first.is_some());
        assert_eq!(first, attempt("csrf=b&key=k&text=One"), "sent twice");
        assert_ne!(first, attempt("csrf=a&key=k&text=Two"));
        assert_ne!(first, attempt("csrf=a&key=l&text=One"));
        assert_ne!(attempt("key=k&a=bc"), attempt("key=k&ab=c"));
        assert_eq!(attempt("csrf=a&text=One"), None, "no key");
    }

    #[test]
    fn repeated_names_are_kept() {
        let fields = Fields::parse(b"role=teacher&name=Amira+K%2E&role=curator&bad=%ff");
        assert_eq!(fields.get("name"), "Amira K.");
        assert_eq!(
            fields.all("role").collect::<Vec<_>>(),
            ["teacher", "curator"]
        );
        assert_eq!(fields.get("bad"), "\u{fffd}");
        assert_eq!(fields.get("missing"), "");
    }
}
