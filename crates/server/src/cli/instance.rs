//! `staffroom instance …`: rules and texts that people read before they join.

use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use staffroom_domain::RuleId;
use staffroom_service::about::{self, MAX_TEXT, Text};
use staffroom_service::{Ctx, rules};

use super::output::say;

/// What to do about what the instance tells of itself.
#[derive(Debug, Subcommand)]
pub(super) enum Instance {
    /// What people here agree to
    #[command(subcommand)]
    Rule(Rule),
    /// Longer texts, in Markdown
    #[command(subcommand)]
    Text(TextCommand),
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub(super) enum Rule {
    /// Add a rule after the others
    Add(Add),
    /// List the rules
    List,
    /// Take a rule away
    Remove {
        /// Its number
        id: String,
    },
}

/// A new rule.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// The rule
    text: String,
    /// More about it
    #[arg(long, default_value = "")]
    hint: String,
}

/// What to do with texts.
#[derive(Debug, Subcommand)]
pub(super) enum TextCommand {
    /// Write a text, in place of what was there
    Set {
        /// Which
        name: Name,
        /// The file that holds it; - reads what is typed
        file: PathBuf,
    },
    /// Show a text
    Show {
        /// Which
        name: Name,
    },
}

/// Which text.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Name {
    /// What the instance is
    Description,
    /// What happens with people's data
    Privacy,
    /// What people agree to
    Terms,
}

impl From<Name> for Text {
    fn from(name: Name) -> Self {
        match name {
            Name::Description => Self::Description,
            Name::Privacy => Self::Privacy,
            Name::Terms => Self::Terms,
        }
    }
}

pub(super) async fn run(command: Instance, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Instance::Rule(command) => rule(command, ctx).await,
        Instance::Text(TextCommand::Set { name, file }) => {
            let text = read(&file)?;
            anyhow::ensure!(
                text.chars().count() <= MAX_TEXT,
                "the text is too long: at most {MAX_TEXT} characters"
            );
            about::set_text(ctx, name.into(), text).await?;
            say!("Written.");
            Ok(())
        }
        Instance::Text(TextCommand::Show { name }) => {
            let which = Text::from(name);
            match about::text(ctx, which).await? {
                Some(written) => say!("{}", written.text.trim_end()),
                None => say!("There is no such text yet."),
            }
            Ok(())
        }
    }
}

async fn rule(command: Rule, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Rule::Add(add) => {
            anyhow::ensure!(!add.text.trim().is_empty(), "a rule needs a text");
            let row = rules::add(ctx, &add.text, &add.hint).await?;
            say!("The rule is there ({}).", row.id);
        }
        Rule::List => {
            let rows = rules::list(ctx).await?;
            if rows.is_empty() {
                say!("There are no rules.");
            }
            for row in rows {
                say!("{}  {}", row.id, row.text);
            }
        }
        Rule::Remove { id } => {
            let parsed: RuleId = id.parse().with_context(|| {
                format!("{id:?} is no rule; `staffroom instance rule list` shows their numbers")
            })?;
            let found = rules::remove(ctx, parsed).await?;
            anyhow::ensure!(found, "there is no rule {parsed}");
            say!("The rule {parsed} is gone.");
        }
    }
    Ok(())
}

fn read(file: &PathBuf) -> anyhow::Result<String> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
