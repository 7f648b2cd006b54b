//! Every SQLite table is `STRICT`: otherwise a column takes whatever is put into it.

use super::tree::extension;
use super::{Tree, Violation};

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (name, text) in tree.below("migrations/sqlite") {
        if extension(name) != "sql" {
            continue;
        }
        let code = without_comments_and_strings(text);
        let mut start = 0;
        for statement in code.split(';') {
            let blank = statement.len() - statement.trim_start().len();
            let line = code
                .get(..start + blank)
                .unwrap_or_default()
                .matches('\n')
                .count();
            start += statement.len() + 1;
            if makes_table(statement) && !is_strict(statement) {
                let path = format!("migrations/sqlite/{name}");
                let message = "end this table with `) STRICT;`, so that SQLite checks types";
                violations.push(Violation::new(&path, line, message));
            }
        }
    }
    violations
}

fn makes_table(statement: &str) -> bool {
    let mut words = statement.split_whitespace().map(str::to_ascii_uppercase);
    words.next().as_deref() == Some("CREATE")
        && words
            .find(|word| word != "TEMP" && word != "TEMPORARY")
            .as_deref()
            == Some("TABLE")
}

fn is_strict(statement: &str) -> bool {
    let options = statement.rsplit(')').next().unwrap_or_default();
    options
        .split([' ', ',', '\n'])
        .any(|word| word.eq_ignore_ascii_case("strict"))
}

/// The text with as many lines, where neither a comment nor a string can hide a semicolon.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '-' if rest.starts_with("--") => rest.find('\n'),
            '/' if rest.starts_with("/*") => rest.find("*/").map(|at| at + 2),
            '\'' | '"' => rest
                .get(1..)
                .and_then(|rest| rest.find(first))
                .map(|at| at + 2),
            _ => {
                code.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
        };
        let (skipped, next) = rest.split_at(end.unwrap_or(rest.len()));
        code.extend(skipped.chars().filter(|c| *c == '\n'));
        // What was a string still separates the words around it.
        code.push(' ');
        rest = next;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    const UP: &str = "\
-- CREATE TABLE a (id); is only talked about
CREATE TABLE a (id INTEGER, x TEXT DEFAULT ');') STRICT;

create table b (
  id INTEGER -- the id;
);
CREATE INDEX c ON a (id);
CREATE VIRTUAL TABLE d USING fts5(x);
CREATE TABLE IF NOT EXISTS e (strict TEXT) WITHOUT ROWID;
CREATE TABLE \"f;\" (id INTEGER) WITHOUT ROWID, STRICT;
";

    #[test]
    fn finds_tables_that_are_not_strict() {
        let files = [
            ("migrations/sqlite/1/up.sql", UP),
            ("migrations/postgres/1/up.sql", UP),
        ];
        let expected = [
            "migrations/sqlite/1/up.sql:4",
            "migrations/sqlite/1/up.sql:9",
        ];
        assert_eq!(places(check, &files), expected);
    }
}
