//! `staffroom hub topic …`.

use clap::{Subcommand, ValueEnum};
use staffroom_service::Ctx;
use staffroom_service::hub::{self, HubTopicRow, MOST_A_DAY, TopicError};
use staffroom_service::staff::{self, By, Switch};

use super::output::say;

/// What the account of the whole library is called here.
const LIBRARY: &str = "library";

/// What to do about a topic.
#[derive(Debug, Subcommand)]
pub(super) enum Topic {
    /// Make the account of a concept, which announces every practice that has it; or change how it does
    On {
        /// The concept as its page has it, such as tech/ai; or `library`, for the account of all of it
        concept: String,
        /// Whether it tells everything once a day in one post, or announces each practice and tells the rest of busy days so
        #[arg(long)]
        digest: Option<Digest>,
        /// The name of the account, where the usual one is taken
        #[arg(long)]
        name: Option<String>,
    },
    /// Let the account of a concept announce nothing new any more
    Off {
        /// The concept as its page has it, such as tech/ai
        concept: String,
    },
    /// List the accounts that announce what is in the library
    List,
}

/// How a topic tells what is new.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Digest {
    /// Each by itself, and what is too much for one day in one post
    Auto,
    /// Everything in one post a day
    Daily,
}

impl Digest {
    const fn name(self) -> &'static str {
        match self {
            Self::Auto => HubTopicRow::AUTO,
            Self::Daily => HubTopicRow::DAILY,
        }
    }
}

pub(super) async fn run(command: Topic, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Topic::On {
            concept,
            digest,
            name,
        } => {
            let digest = digest.map(Digest::name);
            let topic = if concept == LIBRARY {
                anyhow::ensure!(name.is_none(), "the account of the library keeps its name");
                match digest {
                    Some(digest) => staff::set_digest(ctx, By::CommandLine, None, digest).await?,
                    None => hub::set_library(ctx, None).await?,
                }
            } else {
                let concept = hub::concept_named(&concept)?;
                let on = Switch::On { name, digest };
                staff::switch_topic(ctx, By::CommandLine, concept, on).await?
            };
            let handle = format!(
                "@{}@{}",
                topic.account.username,
                ctx.config.account_domain()
            );
            if topic.row.digest == HubTopicRow::DAILY {
                say!("{handle} tells once a day what is new.");
            } else {
                say!(
                    "{handle} announces what is new, at most {MOST_A_DAY} a day; the rest comes in one post the next morning."
                );
            }
            Ok(())
        }
        Topic::Off { concept } => {
            if concept == LIBRARY {
                return Err(TopicError::IsLibrary.into());
            }
            let concept = hub::concept_named(&concept)?;
            let off = staff::switch_topic(ctx, By::CommandLine, concept, Switch::Off);
            let topic = off.await?;
            say!(
                "@{} announces nothing new any more, and says so.",
                topic.account.username
            );
            Ok(())
        }
        Topic::List => list(ctx).await,
    }
}

async fn list(ctx: &Ctx) -> anyhow::Result<()> {
    let topics = hub::topics(ctx).await?;
    if topics.is_empty() {
        say!("There is none: this instance is no hub, or was not started yet.");
    }
    for topic in topics {
        let of = |state: &str| {
            let found = topic.counts.iter().find(|(name, _)| name == state);
            found.map_or(0, |(_, n)| *n)
        };
        let concept = topic.concept.map_or(LIBRARY, |concept| concept.path());
        let state = if topic.row.is_on {
            &topic.row.digest
        } else {
            "off"
        };
        let (announced, told, waiting) = (of("announced"), of("told"), of("waiting"));
        say!(
            "{concept:<32}  {state:<5}  @{:<30}  {} followers, {announced} announced, {told} in digests, {waiting} waiting",
            topic.account.username,
            topic.account.followers_count
        );
    }
    Ok(())
}
