//! `staffroom federation …`.

use std::path::PathBuf;
use std::time::Duration;

use super::output::{say, say_exactly};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use staffroom_db::{DbError, inbox, peers};
use staffroom_domain::Timestamp;
use staffroom_service::Ctx;
use staffroom_service::domains::normal_domain;
use staffroom_service::policies::{self, DomainPolicyRow};
use staffroom_service::policy_list::{read_list, write_list};
use staffroom_service::ports::Found;
use url::Url;

use crate::app::{App, in_words};

/// How many servers are listed.
const LISTED: i64 = 50;

/// What to do about other servers.
#[derive(Debug, Subcommand)]
pub(super) enum Federation {
    /// Show what waits for other servers, which do not answer, and what came and is not yet applied
    Status,
    /// Try again at once what could not be delivered
    Retry {
        /// Only to this server [default: all]
        host: Option<String>,
    },
    /// Fetch an actor or a post from its server, as a search for its address would
    Fetch {
        /// Its address
        url: String,
    },
    /// Exchange with a server, also where only chosen ones may
    Allow(Decision),
    /// Keep a server's posts out of public timelines
    Limit(Decision),
    /// Exchange nothing with a server
    Suspend(Decision),
    /// Take a decision about a server back
    Remove {
        /// The domain
        domain: String,
    },
    /// List all decisions
    List,
    /// Take over a list of decisions (`domain_blocks.csv` as Mastodon writes it, or domains alone)
    Import {
        /// The file
        file: PathBuf,
    },
    /// Write all decisions as a list that others can import
    Export {
        /// The file; `-` for standard output
        file: PathBuf,
    },
}

/// About which server, and why.
#[derive(Debug, Args)]
pub(super) struct Decision {
    /// The domain; it holds for its subdomains too
    domain: String,
    /// The reason, for everybody
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Leave out its media
    #[arg(long)]
    reject_media: bool,
    /// Ignore its reports
    #[arg(long)]
    reject_reports: bool,
    /// Until when: a day (2027-01-31), or for how long (12h, 30d, 2w) [default: for ever]
    #[arg(long, value_name = "WHEN")]
    expires: Option<String>,
}

pub(super) async fn run(command: Federation, app: &App) -> anyhow::Result<()> {
    let ctx = &app.ctx;
    match command {
        Federation::Status => status(app).await,
        Federation::Retry { host } => retry(ctx, host).await,
        Federation::Fetch { url } => fetch(app, &url).await,
        Federation::Allow(decision) => decide(ctx, policies::ALLOW, decision).await,
        Federation::Limit(decision) => decide(ctx, policies::LIMIT, decision).await,
        Federation::Suspend(decision) => decide(ctx, policies::SUSPEND, decision).await,
        Federation::Remove { domain } => {
            let domain = parse(&domain)?;
            let found = policies::remove(ctx, &domain).await?;
            anyhow::ensure!(found, "nothing was decided about {domain}");
            say!("The decision about {domain} is taken back.");
            Ok(())
        }
        Federation::List => list(ctx).await,
        Federation::Import { file } => import(ctx, file).await,
        Federation::Export { file } => export(ctx, file).await,
    }
}

fn parse(domain: &str) -> anyhow::Result<String> {
    normal_domain(domain).with_context(|| format!("{domain:?} is not a domain"))
}

async fn status(app: &App) -> anyhow::Result<()> {
    let ctx = &app.ctx;
    let (waiting, failing, backlog) = ctx
        .db
        .read(|conn| {
            let waiting = peers::list(conn, LISTED)?;
            let failing = peers::failing(conn, LISTED)?;
            Ok::<_, DbError>((waiting, failing, inbox::backlog(conn)?))
        })
        .await?;
    if app.standing.trial {
        say!(
            "This is a trial: it exchanges nothing with other servers, whatever the settings say."
        );
    } else {
        say!("mode: {}", ctx.config.federation_mode());
    }
    say!("received and not yet applied: {backlog}");
    if waiting.is_empty() {
        say!("Nothing waits to be delivered.");
    }
    for (peer, count) in &waiting {
        let next = peer
            .due_at
            .map_or_else(String::new, |at| in_words(Timestamp::from_micros(at)));
        say!("{:<40}  {count} waiting, next try {next}", peer.host);
    }
    for peer in &failing {
        let since = peer
            .first_failure_at
            .map_or_else(String::new, |at| in_words(Timestamp::from_micros(at)));
        say!(
            "{:<40}  does not answer since {since} ({} tries): {}",
            peer.host,
            peer.failures,
            peer.last_error.as_deref().unwrap_or_default()
        );
    }
    Ok(())
}

async fn retry(ctx: &Ctx, host: Option<String>) -> anyhow::Result<()> {
    let now = ctx.now();
    let count = ctx
        .db
        .write(move |conn| peers::retry_now(conn, host.as_deref(), now))
        .await?;
    say!("{count} servers are tried again at once.");
    Ok(())
}

async fn fetch(app: &App, url: &str) -> anyhow::Result<()> {
    let (federation, directory) = app
        .federation
        .as_ref()
        .zip(app.ctx.directory.get())
        .context("this instance exchanges nothing with others")?;
    let address = url
        .parse::<Url>()
        .with_context(|| format!("{url:?} is not an address; it begins with https://"))?;
    if let Err(refusal) = federation.client().policy().check_url(&address) {
        anyhow::bail!("{url} is not fetched: {refusal}");
    }
    match directory.find_at(url).await? {
        Some(Found::Account(id)) => say!("{url} is the account {id}."),
        Some(Found::Status(id)) => say!("{url} is the post {id}."),
        None => anyhow::bail!("there is nothing at {url} that can be shown here"),
    }
    Ok(())
}

async fn decide(ctx: &Ctx, level: &str, decision: Decision) -> anyhow::Result<()> {
    let domain = parse(&decision.domain)?;
    let mut row = policies::decision(&domain, level, ctx.now());
    row.public_comment = decision.reason;
    row.reject_media = decision.reject_media;
    row.reject_reports = decision.reject_reports;
    if let Some(text) = decision.expires {
        row.expires_at = Some(until(&text, ctx.now())?.as_micros());
    }
    let shown = conditions(&row);
    policies::upsert(ctx, vec![row]).await?;
    say!("{domain}: {level}{shown}. It holds within half a minute.");
    Ok(())
}

/// When a day begins, or when a time from now is over.
fn until(text: &str, now: Timestamp) -> anyhow::Result<Timestamp> {
    let end = day(text).or_else(|| Some(now.plus(length(text)?)));
    let end = end.with_context(|| {
        format!("{text:?} is neither a day (2027-01-31) nor a time (12h, 30d, 2w)")
    })?;
    anyhow::ensure!(end > now, "{text} is over already");
    Ok(end)
}

fn day(text: &str) -> Option<Timestamp> {
    let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let begin = day.and_hms_opt(0, 0, 0)?.and_utc();
    Some(Timestamp::from_secs(begin.timestamp()))
}

fn length(text: &str) -> Option<Duration> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let hours = match text.strip_prefix(number)? {
        "h" => 1,
        "d" => 24,
        "w" => 24 * 7,
        _ => return None,
    };
    let number: u32 = number.parse().ok()?;
    Some(Duration::from_hours(u64::from(number) * hours))
}

/// What else a decision says, in words.
fn conditions(row: &DomainPolicyRow) -> String {
    let mut words = String::new();
    for (is_so, what) in [
        (row.reject_media, "without media"),
        (row.reject_reports, "without reports"),
        (row.obfuscate, "name not shown in full"),
    ] {
        if is_so {
            words = format!("{words}, {what}");
        }
    }
    if let Some(end) = row.expires_at {
        let end = in_words(Timestamp::from_micros(end));
        words = format!("{words}, until {end}");
    }
    words
}

async fn list(ctx: &Ctx) -> anyhow::Result<()> {
    for row in policies::list(ctx).await? {
        let more = conditions(&row);
        let reason = match row.public_comment.as_str() {
            "" => String::new(),
            reason => format!(": {reason}"),
        };
        say!("{:<40}  {}{more}{reason}", row.domain, row.level);
    }
    Ok(())
}

async fn import(ctx: &Ctx, file: PathBuf) -> anyhow::Result<()> {
    let shown = file.display().to_string();
    let bytes = std::fs::read(&file).with_context(|| format!("{shown} cannot be read"))?;
    let rows = read_list(&bytes, ctx.now())?;
    let count = rows.len();
    policies::upsert(ctx, rows).await?;
    say!("{count} decisions were taken over from {shown}.");
    Ok(())
}

async fn export(ctx: &Ctx, file: PathBuf) -> anyhow::Result<()> {
    let bytes = write_list(&policies::list(ctx).await?)?;
    if file.as_os_str() == "-" {
        say_exactly!("{}", String::from_utf8_lossy(&bytes));
        return Ok(());
    }
    let shown = file.display().to_string();
    std::fs::write(&file, bytes).with_context(|| format!("{shown} cannot be written"))?;
    say!("The decisions are in {shown}.");
    Ok(())
}
