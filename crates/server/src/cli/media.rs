//! `staffroom media …`: how much room files take, and making some.

use std::time::Duration;

use super::output::say;
use anyhow::Context as _;
use clap::Subcommand;
use staffroom_config::{Raw, Value as _};
use staffroom_service::Ctx;
use staffroom_service::media::{self, Pruned};

use crate::files::size_in_words;

/// What to do with files.
#[derive(Debug, Subcommand)]
pub(super) enum Media {
    /// Say how many files there are, and how much room they take
    Stats,
    /// Remove files of other servers that nobody has looked at for long, and uploads that nothing shows
    Prune {
        /// For how long nobody has looked at them, like "7d" or "12h" [default: `media.keep_remote`]
        #[arg(long, value_name = "TIME")]
        older_than: Option<String>,
    },
}

pub(super) async fn run(command: Media, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Media::Stats => stats(ctx).await,
        Media::Prune { older_than } => {
            let older_than = match older_than {
                Some(text) => Duration::from_raw(&Raw::Text(text))
                    .map_err(anyhow::Error::msg)
                    .context("--older-than is no time")?,
                None => ctx.config.media.keep_remote,
            };
            told("uploads", media::prune_uploads(ctx).await?);
            told(
                "files of other servers",
                media::prune_remote(ctx, older_than).await?,
            );
            Ok(())
        }
    }
}

async fn stats(ctx: &Ctx) -> anyhow::Result<()> {
    let totals = media::totals(ctx).await?;
    for (what, count, bytes) in [
        ("uploads", totals.uploads, totals.upload_bytes),
        ("files of other servers", totals.remote, totals.remote_bytes),
    ] {
        say!(
            "{count} {what}, {}",
            size_in_words(u64::try_from(bytes).unwrap_or(0))
        );
    }
    Ok(())
}

fn told(what: &str, pruned: Pruned) {
    let size = size_in_words(u64::try_from(pruned.bytes).unwrap_or(0));
    say!("Removed {} {what}, {size}.", pruned.files);
}
