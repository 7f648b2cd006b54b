//! How a practice is cited, as text and as BibTeX.

use crate::moment::Moment;
use crate::words::Words;

/// What is cited.
pub(crate) struct Citation {
    pub(crate) text: String,
    pub(crate) bibtex: String,
}

impl Citation {
    /// A version of a practice.
    pub(crate) fn new(words: Words, cited: &Cited<'_>) -> Self {
        let year = cited.written.iso.get(..4).unwrap_or_default();
        let text = words
            .say("practice-citation")
            .with("author", cited.author)
            .with("year", year)
            .with("title", cited.title)
            .with("version", cited.version.to_string())
            .with("instance", cited.instance)
            .with("url", cited.url)
            .to_string();
        let bibtex = format!(
            "@misc{{staffroom-{id}-v{version},\n  author = {{{author}}},\n  title = {{{title}}},\n  year = {{{year}}},\n  \
             version = {{{version}}},\n  howpublished = {{{instance}}},\n  url = {{{url}}}\n}}",
            id = cited.id,
            version = cited.version,
            author = escaped(cited.author),
            title = escaped(cited.title),
            instance = escaped(cited.instance),
            url = cited.url.replace(['{', '}', '\\'], ""),
        );
        Self { text, bibtex }
    }
}

/// What a citation names.
pub(crate) struct Cited<'a> {
    pub(crate) id: i64,
    pub(crate) author: &'a str,
    pub(crate) title: &'a str,
    pub(crate) version: i32,
    pub(crate) written: &'a Moment,
    pub(crate) instance: &'a str,
    pub(crate) url: &'a str,
}

/// What TeX would take for a command stands for itself, and everything on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_title_is_a_command() {
        assert_eq!(
            escaped("50% of {\\input}\n#1_2"),
            "50\\% of \\{\\textbackslash{}input\\} \\#1\\_2"
        );
    }
}
