//! What developers and the build run: `cargo xtask test`, `check`, `postgres`, `generate`, `dist`.
//!
//! Only the command line is here; each command has its own module. Nothing of the server's own
//! crates is used, so that this builds in seconds from a fresh clone.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to the terminal"
)]

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::interrupts::Interrupts;
use crate::workspace::Workspace;

mod apt;
mod browser;
mod check;
mod dist;
mod generate;
mod interrupts;
mod npm_packages;
mod postgres;
mod process;
mod python_packages;
mod test;
mod timing;
mod workspace;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  test [--full] [--package P]... [--no-install] [-- ARGS]
                       run all tests on SQLite and on a throw-away PostgreSQL; ARGS go to the
                       test runner (cargo-nextest if present, else cargo test);
                       --full: long rounds, then the benchmarks
  postgres [--no-install] [-- COMMAND...]
                       start a throw-away PostgreSQL, print its address, and run COMMAND
                       (or wait for Ctrl-C)
  check                look for untidy files; prints file:line and what to do
  generate [--check]   write generated files again, or only compare
  dist                 build the release archive in target/dist
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A command line, taken apart.
#[derive(Debug, Default, PartialEq)]
struct Options {
    full: bool,
    check: bool,
    no_install: bool,
    packages: Vec<String>,
    rest: Vec<String>,
}

fn run() -> Result<ExitCode> {
    let mut words: Vec<String> = Vec::new();
    for word in std::env::args_os().skip(1) {
        let word = word.into_string();
        words.push(word.map_err(|w| anyhow::anyhow!("{} is not UTF-8", w.display()))?);
    }
    let Some((command, arguments)) = words.split_first() else {
        print!("{USAGE}");
        return Ok(ExitCode::from(2));
    };
    if matches!(command.as_str(), "help" | "--help" | "-h") {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    if command == postgres::GUARD_COMMAND {
        return postgres::guard(arguments);
    }
    let flags: &[&str] = match command.as_str() {
        "test" => &["full", "package", "no-install", "--"],
        "postgres" => &["no-install", "--"],
        "generate" => &["check"],
        "check" | "dist" => &[],
        other => bail!("there is no command {other:?}\n\n{USAGE}"),
    };
    let options = Options::parse(arguments, flags)
        .with_context(|| format!("in the arguments of {command:?}"))?;

    let mut interrupts = Interrupts::listen()?;
    let workspace = Workspace::find()?;
    match command.as_str() {
        "test" => test::run(&workspace, &options, &mut interrupts),
        "postgres" => postgres::command(&options.rest, !options.no_install, &mut interrupts),
        "generate" => generate::run(&workspace, options.check),
        "check" => check::run(&workspace),
        _ => dist::run(&workspace, &mut interrupts),
    }
}

impl Options {
    /// Takes the flags named in `known`; `"--"` among them lets the rest follow after `--`.
    fn parse(arguments: &[String], known: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        let (flags, rest) = match arguments.iter().position(|word| word == "--") {
            Some(at) if known.contains(&"--") => arguments.split_at(at),
            _ => (arguments, &[] as &[String]),
        };
        options.rest = rest.iter().skip(1).cloned().collect();

        let mut parser = lexopt::Parser::from_args(flags);
        while let Some(argument) = parser.next()? {
            use lexopt::prelude::{Long, Short, ValueExt};
            match argument {
                Long(flag) if !known.contains(&flag) => bail!("--{flag} is not known here"),
                Long("full") => options.full = true,
                Long("check") => options.check = true,
                Long("no-install") => options.no_install = true,
                Long("package") => options.packages.push(parser.value()?.string()?),
                Short('p') if known.contains(&"package") => {
                    options.packages.push(parser.value()?.string()?);
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, known: &[&str]) -> Result<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words, known)
    }

    #[test]
    fn takes_flags_and_leaves_the_rest_alone() {
        let options = parse(
            "--full -p a --package=b -- --check x",
            &["full", "package", "--"],
        );
        let expected = Options {
            full: true,
            packages: vec!["a".into(), "b".into()],
            rest: vec!["--check".into(), "x".into()],
            ..Options::default()
        };
        assert_eq!(options.unwrap(), expected);
    }

    #[test]
    fn refuses_what_the_command_does_not_know() {
        assert!(parse("--full", &["check"]).is_err());
        assert!(parse("-p a", &[]).is_err());
        assert!(parse("word", &["--"]).is_err());
        assert!(parse("-- word", &[]).is_err());
    }
}
