//! What a form or a query brought.

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
    use super::Fields;

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
