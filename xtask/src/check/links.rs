//! Links between the documents lead somewhere: to a file of the repository, and to a heading in it.

use std::collections::BTreeMap;

use super::tree::extension;
use super::{Tree, Violation};

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.with_extension(&["md"]) {
        for (index, line) in prose(text) {
            for target in targets(&without_code(line)) {
                if let Some(problem) = problem(tree, path, &target) {
                    violations.push(Violation::new(path, index, problem));
                }
            }
        }
    }
    violations
}

/// What is wrong with a link from `path` to `target`.
fn problem(tree: &Tree, path: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = match file {
        "" => path.to_owned(),
        _ => match resolve(path, &file.replace("%20", " ")) {
            Some(file) => file,
            None => return Some(format!("the link to {target} leads out of the repository")),
        },
    };
    if !tree.exists(&file) {
        return Some(format!(
            "the link to {target} leads nowhere: there is no {file}"
        ));
    }
    let text = tree
        .text(&file)
        .filter(|_| extension(&file) == "md" && !anchor.is_empty())?;
    let found = anchors(text).iter().any(|known| known == anchor);
    (!found).then(|| format!("the link to {target} leads nowhere: {file} has no such heading"))
}

/// A path relative to the root, as the hosting sites resolve it.
fn resolve(from: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if to.starts_with('/') {
        parts.clear();
    }
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The lines outside of code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fence: Option<&str> = None;
    text.lines().enumerate().filter(move |(_, line)| {
        let line = line.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| line.starts_with(mark));
        match (mark, fence) {
            (Some(mark), None) => fence = Some(mark),
            (Some(mark), Some(open)) if mark == open => fence = None,
            (None, None) => return true,
            _ => {}
        }
        false
    })
}

/// The line with its `code` blanked.
fn without_code(line: &str) -> String {
    let parts = line.split('`').enumerate();
    parts
        .map(|(n, part)| if n % 2 == 0 { part } else { "code" })
        .collect()
}

/// The targets of `[text](target)`, `![text](target "title")` and `[name]: target`.
fn targets(line: &str) -> Vec<String> {
    let inline = line.split("](").skip(1).filter_map(|rest| {
        let end = if rest.starts_with('<') { '>' } else { ')' };
        rest.trim_start_matches('<')
            .split(end)
            .next()?
            .split(" \"")
            .next()
    });
    let definition = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]: "));
    let definition = definition.and_then(|(_, target)| target.split_whitespace().next());
    let footnote = line.starts_with("[^");
    inline
        .chain(definition.filter(|_| !footnote))
        .map(|t| t.trim().to_owned())
        .collect()
}

/// The anchors that the hosting sites make of headings, and those written as HTML.
fn anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (_, line) in prose(text) {
        let written = line
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        anchors.extend(written.map(str::to_owned));
        let heading = line.trim_start_matches('#');
        if heading.len() < line.len() && heading.starts_with(' ') {
            let slug = slug(heading.trim());
            let count = seen.entry(slug.clone()).or_default();
            anchors.push(if *count == 0 {
                slug
            } else {
                format!("{slug}-{count}")
            });
            *count += 1;
        }
    }
    anchors
}

fn slug(heading: &str) -> String {
    let linked = heading.split("](").enumerate();
    let shown: String = linked
        .map(|(n, part)| {
            if n == 0 {
                part
            } else {
                part.split_once(')').map_or("", |(_, p)| p)
            }
        })
        .collect();
    let kept = shown
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::{check, slug};

    const README: &str = "\
# Staffroom
[a](docs/a.md) [b](docs/b.md), ![c](docs/c.png \"Title\")
[web](https://school.example/x) [mail](mailto:a@school.example)
`[code](nothing.md)` [folder](docs/) [root](/docs/a.md#two-words)
```
[code](nothing.md)
```
[top](#staffroom) [no](#nothing)
[d]: docs/d.md
[out](../x.md) [e](<docs/with space.md>) [e](docs/with%20space.md)
";
    const A: &str = "## Two words\n[up](../README.md#staffroom)\n[gone](../README.md#gone)\n";

    #[test]
    fn finds_dead_links() {
        let files = [
            ("README.md", README),
            ("docs/a.md", A),
            ("docs/with space.md", ""),
        ];
        let expected = [
            "README.md:10",
            "README.md:2",
            "README.md:2",
            "README.md:8",
            "README.md:9",
            "docs/a.md:3",
        ];
        let mut found = places(check, &files);
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn makes_anchors_like_the_hosting_sites() {
        assert_eq!(
            slug("What's `cargo xtask`, really?"),
            "whats-cargo-xtask-really"
        );
        assert_eq!(slug("See [the tour](tour.md) first"), "see-the-tour-first");
    }
}
