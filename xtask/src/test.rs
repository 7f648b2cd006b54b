//! `cargo xtask test`: everything, on both databases.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus};

use anyhow::Result;

use crate::interrupts::Interrupts;
use crate::postgres::{self, Cluster};
use crate::timing::Timing;
use crate::workspace::{Package, Workspace};
use crate::{Options, browser, npm_packages, process, python_packages};

/// What makes tests do long rounds and all variants.
const FULL: &str = "STAFFROOM_TEST_FULL";

pub(crate) fn run(
    workspace: &Workspace,
    options: &Options,
    interrupts: &mut Interrupts,
) -> Result<ExitCode> {
    let mut timing = Timing::default();
    let cluster = timing.part(
        "PostgreSQL",
        |_| true,
        || {
            let bin = postgres::find_or_install(!options.no_install, interrupts)?;
            Cluster::start(&bin)
        },
    )?;
    if runs_programs(options) {
        timing.part(
            "packages from npm",
            |()| true,
            || npm_packages::install(workspace.root(), !options.no_install, interrupts),
        )?;
        timing.part(
            "the browser",
            |()| true,
            || browser::install(!options.no_install, interrupts),
        )?;
        timing.part(
            "packages of Python clients",
            |()| true,
            || python_packages::install(workspace.root(), !options.no_install, interrupts),
        )?;
    }
    let mut failure = None;
    for step in steps(workspace, options)? {
        if let Some(code) = interrupts.exit_code() {
            return Ok(code);
        }
        if failure.is_some() && step.needs_success {
            continue;
        }
        let mut command = step.command;
        command.env(postgres::VARIABLE, cluster.url());
        if options.full {
            command.env(FULL, "1");
        } else {
            command.env_remove(FULL);
        }
        let status = timing.part(&step.name, ExitStatus::success, || {
            process::run(&mut command, interrupts)
        })?;
        if !status.success() {
            failure.get_or_insert(process::exit_code(status));
            if [PROGRAMS, BUILD].contains(&step.name.as_str()) {
                break;
            }
        }
    }
    timing.part(
        "stop PostgreSQL",
        |()| true,
        || {
            drop(cluster);
            Ok(())
        },
    )?;
    Ok(interrupts
        .exit_code()
        .or(failure)
        .unwrap_or(ExitCode::SUCCESS))
}

/// The package whose tests run the programs.
const BLACK_BOX: &str = "staffroom-tests";
const PROGRAMS: &str = "build of the programs";
const BUILD: &str = "build of the tests";

/// Whether that package is among the chosen ones.
fn runs_programs(options: &Options) -> bool {
    options.packages.is_empty() || options.packages.iter().any(|name| name == BLACK_BOX)
}

struct Step {
    name: String,
    command: Command,
    /// Whether it is pointless after a failure.
    needs_success: bool,
}

fn steps(workspace: &Workspace, options: &Options) -> Result<Vec<Step>> {
    let nextest = has_nextest(workspace);
    let step = |name: &str, command| Step {
        name: name.to_owned(),
        command,
        needs_success: false,
    };
    // Black-box tests use the programs as they lie beside them. The whole workspace, so that the
    // tests find every dependency built with the same features.
    let mut programs = workspace.cargo();
    programs.args(["build", "--locked", "--workspace", "--bins"]);
    let mut build = runner(workspace, options, nextest);
    build.arg("--no-run");
    let mut tests = runner(workspace, options, nextest);
    if nextest {
        tests.args(&options.rest);
    } else {
        tests.arg("--no-fail-fast").arg("--").args(&options.rest);
    }
    let mut steps = Vec::new();
    if runs_programs(options) {
        steps.push(step(PROGRAMS, programs));
    }
    steps.extend([step(BUILD, build), step("tests", tests)]);

    let packages = workspace.metadata()?.packages;
    let chosen = |package: &&Package| {
        options.packages.is_empty() || options.packages.contains(&package.name)
    };
    let documented: Vec<_> = packages
        .iter()
        .filter(chosen)
        .filter(|p| p.has_library && has_doctests(&p.folder))
        .collect();
    if !documented.is_empty() {
        let mut command = workspace.cargo();
        command.args(["test", "--locked", "--doc", "--no-fail-fast"]);
        for package in documented {
            command.args(["--package", &package.name]);
        }
        steps.push(step("doctests", command));
    }
    if options.full && options.packages.is_empty() {
        steps.extend(benchmarks(workspace));
        if has(workspace, "fuzz") {
            steps.extend(fuzzing(workspace)?);
        } else {
            println!(
                "cargo-fuzz is not installed: what strangers send is replayed, and nothing new is tried"
            );
        }
    }
    Ok(steps)
}

/// What is only for a release, and pointless after a failure.
fn afterwards(name: String, command: Command) -> Step {
    Step {
        name,
        command,
        needs_success: true,
    }
}

fn benchmarks(workspace: &Workspace) -> Vec<Step> {
    // Some use the programs as they lie beside them.
    let mut build = workspace.cargo();
    build.args(["build", "--release", "--locked", "--bins"]);
    for package in ["staffroom-bench", "staffroom-server", "staffroom-testkit"] {
        build.args(["--package", package]);
    }
    let mut steps = vec![afterwards("build of the benchmarks".to_owned(), build)];
    // Sizes that take minutes; those of the goals are in performance.md.
    let small = ["--stored", "1000,10000", "--durability", "normal"];
    let county = ["--members", "50", "--practices", "10000"];
    let all: [(&str, &[&str]); 6] = [
        ("startup", &[]),
        ("db", &[]),
        ("federation", &[]),
        ("client", &[]),
        ("practices", &small),
        ("hub", &county),
    ];
    for (what, more) in all {
        let mut command = workspace.cargo();
        command.args(["run", "--release", "--locked", "-p", "staffroom-bench"]);
        command.args(["--", what]).args(more);
        steps.push(afterwards(format!("benchmark: {what}"), command));
    }
    steps
}

/// How long each target is fuzzed.
const FUZZED_FOR: &str = "-max_total_time=60";

/// One step a target, each beginning with its corpus. Finds stay outside of the repository.
fn fuzzing(workspace: &Workspace) -> Result<Vec<Step>> {
    let mut targets = Vec::new();
    for entry in fs::read_dir(workspace.root().join("fuzz/corpus"))? {
        targets.push(entry?.file_name().to_string_lossy().into_owned());
    }
    targets.sort();
    let mut steps = Vec::new();
    for target in targets {
        let finds = format!("target/finds/{target}");
        fs::create_dir_all(workspace.root().join(&finds))?;
        let mut command = workspace.cargo();
        command.args(["fuzz", "run", "-s", "none", "--features", "libfuzzer"]);
        command.args([&target, &finds, &format!("fuzz/corpus/{target}")]);
        let artifacts = format!("-artifact_prefix={finds}/");
        command.args(["--", FUZZED_FOR, &artifacts]);
        steps.push(afterwards(format!("fuzzing: {target}"), command));
    }
    Ok(steps)
}

fn has_nextest(workspace: &Workspace) -> bool {
    has(workspace, "nextest")
}

/// Whether a subcommand of cargo is installed.
fn has(workspace: &Workspace, subcommand: &str) -> bool {
    process::succeeds(workspace.cargo().args([subcommand, "--version"]))
}

fn runner(workspace: &Workspace, options: &Options, nextest: bool) -> Command {
    let mut command = workspace.cargo();
    if nextest {
        command.args(["nextest", "run"]);
        if options.full {
            command.args(["--profile", "full"]);
        } else if in_ci() {
            command.args(["--profile", "ci"]);
        }
    } else {
        // Everything but doctests, which come apart.
        command.args(["test", "--tests"]);
    }
    command.arg("--locked");
    if options.packages.is_empty() {
        command.arg("--workspace");
    }
    for package in &options.packages {
        command.args(["--package", package]);
    }
    command
}

fn in_ci() -> bool {
    #[expect(clippy::disallowed_methods, reason = "CI is no setting of Staffroom")]
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// Whether a file below `folder/src` has a code block in its documentation; `cargo test --doc`
/// would otherwise link a program for nothing.
fn has_doctests(folder: &Path) -> bool {
    fn search(folder: &Path) -> bool {
        let entries = folder.read_dir().into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).any(|path| {
            if path.is_dir() {
                search(&path)
            } else {
                path.extension().is_some_and(|extension| extension == "rs")
                    && fs::read_to_string(&path).is_ok_and(|text| documents_code(&text))
            }
        })
    }
    search(&folder.join("src"))
}

fn documents_code(text: &str) -> bool {
    const RUST: [&str; 5] = ["", "rust", "no_run", "should_panic", "compile_fail"];
    let mut inside_other = false;
    for line in text.lines().map(str::trim_start) {
        let comment = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        let Some(fence) = comment.and_then(|comment| comment.trim_start().strip_prefix("```"))
        else {
            continue;
        };
        let mut words = fence.split(',').map(str::trim);
        let is_rust = words.all(|word| RUST.contains(&word) || word.starts_with("edition"));
        if is_rust && !inside_other {
            return true;
        }
        inside_other = !inside_other;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_code_from_other_blocks() {
        assert!(documents_code("//! Says.\n//! ```\n//! f();\n//! ```"));
        assert!(documents_code("    /// ```rust,no_run"));
        assert!(!documents_code("// ```\nlet s = \"```\";"));
        assert!(!documents_code("/// Plain."));
        assert!(!documents_code("/// ```text\n/// a\n/// ```"));
        assert!(documents_code(
            "/// ```text\n/// a\n/// ```\n/// ```\n/// f();\n/// ```"
        ));
    }
}
