//! Every file of tests is compiled: the compiler does not miss one that no `mod` names.

use super::{Tree, Violation};

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let files = tree.with_extension(&["rs"]);
    let forgotten = files.filter_map(|(path, _)| {
        let (root, inside) = path.split_once("tests/it/")?;
        let name = inside.strip_suffix(".rs")?;
        let name = name.strip_suffix("/mod").unwrap_or(name);
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        if folder.is_empty() && name == "main" {
            return None;
        }
        let parents = if folder.is_empty() {
            vec![format!("{root}tests/it/main.rs")]
        } else {
            let parent = format!("{root}tests/it/{folder}");
            vec![format!("{parent}.rs"), format!("{parent}/mod.rs")]
        };
        let mut texts = parents.iter().filter_map(|parent| tree.text(parent));
        let is_named = texts.any(|text| names(text, name));
        let message = format!("no `mod {name};` names this file, so its tests never run");
        (!is_named).then(|| Violation::new(path, 0, message))
    });
    forgotten.collect()
}

fn names(parent: &str, name: &str) -> bool {
    parent.lines().any(|line| {
        let named = line.trim_end().strip_suffix(';');
        let named = named.and_then(|line| line.rsplit_once("mod "));
        named.is_some_and(|(_, named)| named == name)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::check;

    #[test]
    fn finds_files_that_are_never_compiled() {
        let files = [
            (
                "a/tests/it/main.rs",
                "mod named;\npub(crate) mod folder;\nmod other_folder;\n",
            ),
            ("a/tests/it/named.rs", ""),
            ("a/tests/it/forgotten.rs", ""),
            ("a/tests/it/folder.rs", "mod inside;\n"),
            ("a/tests/it/folder/inside.rs", ""),
            ("a/tests/it/folder/named.rs", ""),
            ("a/tests/it/other_folder/mod.rs", "mod inside;\n"),
            ("a/tests/it/other_folder/inside.rs", ""),
            ("a/tests/it/lost/mod.rs", ""),
            ("b/tests/it/main.rs", "// mod lost;\nmod lost_too;\n"),
            ("b/tests/it/named.rs", ""),
            ("tests/it/named.rs", ""),
        ];
        let found = [
            "a/tests/it/folder/named.rs:1",
            "a/tests/it/forgotten.rs:1",
            "a/tests/it/lost/mod.rs:1",
            "b/tests/it/named.rs:1",
            "tests/it/named.rs:1",
        ];
        assert_eq!(places(check, &files), found);
    }
}
