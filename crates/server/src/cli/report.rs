//! `staffroom report …`: what people and other servers have reported.

use super::output::say;
use anyhow::Context as _;
use clap::Subcommand;
use staffroom_db::accounts::AccountRow;
use staffroom_domain::{ReportId, Timestamp};
use staffroom_service::reports::{self, ReportView};
use staffroom_service::{Ctx, accounts, rules};

use crate::app::in_words;

/// How many reports are read at once.
const PAGE: i64 = 200;

/// What to do with reports.
#[derive(Debug, Subcommand)]
pub(super) enum Report {
    /// List reports that nobody has dealt with, the latest first
    List {
        /// The others too
        #[arg(long)]
        all: bool,
        /// As JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Show one report with everything that it names
    Show {
        /// Its number
        id: String,
    },
    /// Note that a report was dealt with
    Resolve {
        /// Its number
        id: String,
    },
}

pub(super) async fn run(command: Report, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        Report::List { all, json } => list(ctx, all, json).await,
        Report::Show { id } => show(ctx, parse(&id)?).await,
        Report::Resolve { id } => {
            let id = parse(&id)?;
            let found = reports::resolve(ctx, id).await?;
            anyhow::ensure!(found, "there is no open report {id}");
            say!("The report {id} is dealt with.");
            Ok(())
        }
    }
}

fn parse(id: &str) -> anyhow::Result<ReportId> {
    id.parse().with_context(|| {
        format!("{id:?} is no report; `staffroom report list` shows their numbers")
    })
}

async fn list(ctx: &Ctx, all: bool, json: bool) -> anyhow::Result<()> {
    let (mut before, mut count) = (None, 0_usize);
    loop {
        let page = reports::list(ctx, before, PAGE).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.report.id);
        for view in &page {
            if view.report.resolved_at.is_some() && !all {
                continue;
            }
            count += 1;
            if json {
                say!("{}", as_json(ctx, view));
            } else {
                say!("{}", as_line(view));
            }
        }
    }
    if count == 0 && !json {
        say!("There is nothing to deal with.");
    }
    Ok(())
}

fn name(row: Option<&AccountRow>) -> String {
    row.map_or_else(|| "(nobody)".to_owned(), |row| format!("@{}", row.acct()))
}

fn as_line(view: &ReportView) -> String {
    let report = &view.report;
    let state = if report.resolved_at.is_some() {
        "  (dealt with)"
    } else {
        ""
    };
    format!(
        "{}  {}  {} reports {}: {}, {} posts{state}",
        report.id,
        in_words(report.created_at),
        name(view.by.as_ref()),
        name(view.target.as_ref()),
        report.category,
        reports::statuses_of(report).len()
    )
}

fn as_json(ctx: &Ctx, view: &ReportView) -> serde_json::Value {
    let uri = |row: &Option<AccountRow>| row.as_ref().map(|row| accounts::uri(&ctx.addresses, row));
    let report = &view.report;
    serde_json::json!({
        "id": report.id,
        "by": uri(&view.by),
        "target": uri(&view.target),
        "category": report.category,
        "comment": report.comment,
        "statuses": reports::statuses_of(report),
        "rules": reports::rules_of(report),
        "forwarded": report.forwarded,
        "created_at": report.created_at,
        "resolved_at": report.resolved_at,
    })
}

async fn show(ctx: &Ctx, id: ReportId) -> anyhow::Result<()> {
    let found = reports::find(ctx, id).await?;
    let view = found.with_context(|| format!("there is no report {id}"))?;
    let report = &view.report;
    say!("{}", as_line(&view));
    if let Some(at) = report.resolved_at.map(Timestamp::from_micros) {
        say!("Dealt with: {}", in_words(at));
    }
    let broken = reports::rules_of(report);
    if !broken.is_empty() {
        let all = rules::list(ctx).await?;
        for rule in all.iter().filter(|rule| broken.contains(&rule.id)) {
            say!("Against the rule: {}", rule.text);
        }
    }
    if report.forwarded {
        say!("The other server was told.");
    }
    if !report.comment.is_empty() {
        say!("");
        say!("{}", report.comment);
    }
    for row in &view.statuses {
        say!("");
        let address = row.uri.clone();
        say!(
            "{}",
            address.unwrap_or_else(|| ctx.addresses.object(row.id))
        );
        say!("{}", reports::text_of(row));
    }
    Ok(())
}
