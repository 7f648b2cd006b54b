//! `cargo xtask check`: rules about files that neither the compiler nor clippy knows.
//!
//! Each module has one rule: a function from the files to what is wrong with them.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use tree::Tree;

mod architecture_table;
mod decision_numbers;
mod dependencies;
mod file_length;
mod forbidden_words;
mod links;
mod machine_paths;
mod migrations;
mod module_docs;
mod security_tests;
mod strict_tables;
mod test_modules;
mod tree;

/// Something to put right.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    path: String,
    /// Counted from 1.
    line: usize,
    message: String,
}

impl Violation {
    /// `index` counts from 0, as `enumerate` does.
    fn new(path: &str, index: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: index + 1,
            message: message.into(),
        }
    }
}

type Rule = fn(&Tree) -> Vec<Violation>;

const RULES: [Rule; 12] = [
    architecture_table::check,
    decision_numbers::check,
    dependencies::check,
    file_length::check,
    forbidden_words::check,
    links::check,
    machine_paths::check,
    migrations::check,
    module_docs::check,
    security_tests::check,
    strict_tables::check,
    test_modules::check,
];

pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let tree = Tree::read(workspace)?;
    let mut violations: Vec<_> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    violations.sort();
    for Violation {
        path,
        line,
        message,
    } in &violations
    {
        println!("{path}:{line}: {message}");
    }
    if violations.is_empty() {
        println!("{} files are tidy", tree.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} violations in {} files", violations.len(), tree.len());
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use super::tree::Tree;
    use super::{Rule, Violation};

    /// The lines that `rule` finds fault with, as `path:line`.
    pub(super) fn places(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
        let mut violations = rule(&Tree::of(files));
        violations.sort();
        violations
            .iter()
            .map(|Violation { path, line, .. }| format!("{path}:{line}"))
            .collect()
    }
}
