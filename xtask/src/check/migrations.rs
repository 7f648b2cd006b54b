//! Both databases have the same migrations, and each can be undone.

use std::collections::BTreeSet;

use super::{Tree, Violation};

const DATABASES: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let names: BTreeSet<&str> = DATABASES
        .iter()
        .flat_map(|database| tree.below(database))
        .filter_map(|(path, _)| Some(path.split_once('/')?.0))
        .collect();
    let mut violations = Vec::new();
    for name in names {
        for database in DATABASES {
            for file in ["up.sql", "down.sql"] {
                let path = format!("{database}/{name}/{file}");
                if !tree.exists(&path) {
                    let message = "is missing; both databases have the same migrations, each \
                                   with up.sql and down.sql";
                    violations.push(Violation::new(&path, 0, message));
                }
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn wants_four_files_for_each_name() {
        let files = [
            ("migrations/sqlite/1_a/up.sql", ""),
            ("migrations/sqlite/1_a/down.sql", ""),
            ("migrations/postgres/1_a/up.sql", ""),
            ("migrations/postgres/1_a/down.sql", ""),
            ("migrations/sqlite/2_b/up.sql", ""),
            ("migrations/sqlite/2_b/down.sql", ""),
            ("migrations/postgres/2_b/up.sql", ""),
            ("migrations/README.md", ""),
        ];
        assert_eq!(
            places(check, &files),
            ["migrations/postgres/2_b/down.sql:1"]
        );
        assert_eq!(places(check, &files[..4]), [""; 0]);
    }
}
