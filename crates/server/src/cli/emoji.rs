//! `staffroom emoji …`: the custom emojis of this instance.

use std::fs;
use std::path::PathBuf;

use super::output::say;
use anyhow::Context as _;
use clap::Subcommand;
use staffroom_service::Ctx;
use staffroom_service::emojis::{self, NewOwn};
use staffroom_service::staff::By;

/// What to do with emojis.
#[derive(Debug, Subcommand)]
pub(super) enum Emoji {
    /// Add an emoji, or give it another picture
    Add {
        /// What people write between colons, like owl for :owl:
        shortcode: String,
        /// The picture: PNG, GIF, JPEG or WebP
        file: PathBuf,
        /// The word under which it is found when people choose one
        #[arg(long)]
        category: Option<String>,
    },
    /// List all emojis of this instance
    List,
    /// Remove an emoji
    Remove {
        /// What people write between colons
        shortcode: String,
    },
}

pub(super) async fn run(command: Emoji, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Emoji::Add {
            shortcode,
            file,
            category,
        } => {
            let bytes =
                fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
            let picture = emojis::receive(ctx, &bytes).await?;
            let new = NewOwn {
                shortcode,
                category,
                replaces: true,
            };
            let row = emojis::add(ctx, By::CommandLine, new, &picture).await?;
            say!("People can write :{}: now.", row.shortcode);
        }
        Emoji::List => {
            let all = emojis::own(ctx).await?;
            for row in &all {
                let category = row.category.as_deref().unwrap_or("-");
                say!(
                    ":{}:  {category}  {}",
                    row.shortcode,
                    ctx.url(&row.image_url)
                );
            }
            if all.is_empty() {
                say!("There are none yet; `staffroom emoji add` adds one.");
            }
        }
        Emoji::Remove { shortcode } => {
            let removed = emojis::remove(ctx, By::CommandLine, &shortcode).await?;
            anyhow::ensure!(removed, "there is no emoji :{shortcode}: here");
            say!("There is no :{shortcode}: any more.");
        }
    }
    Ok(())
}
