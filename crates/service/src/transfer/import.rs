//! Reading the files: each is a job that goes on where it was.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
pub use staffroom_db::imports::ImportRow;
use staffroom_db::{DbError, accounts, imports as rows};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, NewJob};
use staffroom_domain::{AccountId, ImportId};
use thiserror::Error;

use super::line::{Bringer, Failure, Line, handle};
use super::{Kind, csv, export};
use crate::context::Ctx;
use crate::media::Incoming;
use crate::ports::{Directory, JobError, JobHandler};

pub use super::line::Reason;

/// The largest file, in bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;
/// The most lines of a file.
pub const MAX_LINES: usize = 10_000;
/// How many lines are taken in by one job; the next goes on.
const PIECE: usize = 50;
/// What has taken so long is held up by nothing that will end; the next may come.
const GIVEN_UP: Duration = Duration::from_hours(24);
/// Of as many lines it is told what was wrong.
const MAX_PROBLEMS: usize = 100;
/// As much of such a line is shown, in characters.
const MAX_SHOWN: usize = 100;
/// As many are shown to whoever brought them; older ones go.
const KEPT: i64 = 10;

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Its number.
    pub line: usize,
    /// Its beginning.
    pub text: String,
    /// Why.
    pub reason: Reason,
}

/// Why a file is not taken.
#[derive(Clone, Debug, Error)]
pub enum ImportError {
    /// It is too large.
    #[error("the file is too large")]
    TooLarge,
    /// It has too many lines.
    #[error("the file has more than {MAX_LINES} lines")]
    TooMany,
    /// It has no line that says anything, or is no text.
    #[error("there is nothing in the file")]
    Empty,
    /// Its columns are those of another kind.
    #[error("the file is of another kind")]
    OtherKind,
    /// One is not finished.
    #[error("another file is being taken in")]
    Running,
    /// The file cannot be read on this machine.
    #[error("the file cannot be read: {0}")]
    Io(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes a file in, for a job to work on; where `overwrite` is set, what is not in it goes at the end.
pub async fn start(
    ctx: &Ctx,
    by: AccountId,
    (kind, overwrite): (Kind, bool),
    file: Incoming,
) -> Result<ImportId, ImportError> {
    let bytes = tokio::task::spawn_blocking(move || {
        let size = file.as_file().metadata().map_err(io)?.len();
        if size > MAX_BYTES {
            return Err(ImportError::TooLarge);
        }
        std::fs::read(file.path()).map_err(io)
    });
    let bytes = bytes.await.map_err(io)??;
    let text = String::from_utf8(bytes).map_err(|_| ImportError::Empty)?;
    let lines = lines(kind, &text)?;
    let content = serde_json::to_string(&lines).map_err(io)?;
    let total = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    ctx.transact(move |tx| {
        accounts::lock(tx.conn, by)?;
        if rows::is_running(tx.conn, by, tx.now.minus(GIVEN_UP))? {
            return Err(ImportError::Running);
        }
        let old = rows::of_account(tx.conn, by, KEPT)?;
        if let Some(oldest) = old.last() {
            rows::delete_before(tx.conn, by, oldest.id)?;
        }
        let row = ImportRow {
            id: tx.new_id(),
            account_id: by,
            kind: kind.as_str().to_owned(),
            overwrite,
            content,
            total,
            done: 0,
            failed: 0,
            problems: "[]".to_owned(),
            created_at: tx.now,
            finished_at: None,
        };
        let id = row.id;
        rows::insert(tx.conn, row)?;
        tx.queue(&job(id, 0, tx.now))?;
        Ok(id)
    })
    .await
}

fn job(id: ImportId, done: i64, now: staffroom_domain::Timestamp) -> NewJob {
    let payload = JobPayload::Import { import: id };
    NewJob::now(payload, now).with_dedup_key(format!("import-{id}-{done}"))
}

fn io(error: impl std::fmt::Display) -> ImportError {
    ImportError::Io(error.to_string())
}

/// The lines of a file with their cells in the order of the kind's columns. A head is optional; one of another kind is
/// a mistake.
fn lines(kind: Kind, text: &str) -> Result<Vec<Line>, ImportError> {
    let mut read = csv::read(text, MAX_LINES + 1);
    let known = kind.columns();
    let head = read
        .first()
        .map(|(_, cells)| cells.clone())
        .unwrap_or_default();
    let begins = |kind: &Kind| {
        let first = kind.columns().first();
        first.is_some_and(|name| head.first().is_some_and(|cell| cell == name))
    };
    let has_own = known
        .first()
        .is_some_and(|name| head.iter().any(|cell| cell == name));
    let is_other = Kind::ALL.iter().any(begins) && !begins(&kind);
    if is_other {
        return Err(ImportError::OtherKind);
    }
    let order: Vec<Option<usize>> = if has_own {
        read.remove(0);
        let place = |column: &&str| head.iter().position(|cell| cell == column);
        known.iter().map(place).collect()
    } else {
        (0..known.len()).map(Some).collect()
    };
    // The head of whom somebody follows says "Account address" too.
    let has = |column: &str| head.iter().any(|cell| cell == column);
    let looks_like_mutes = has("Hide notifications") && kind != Kind::Mutes;
    let looks_like_follows = has("Show boosts") && kind != Kind::Follows;
    if looks_like_mutes || looks_like_follows {
        return Err(ImportError::OtherKind);
    }
    if read.len() > MAX_LINES {
        return Err(ImportError::TooMany);
    }
    if read.is_empty() {
        return Err(ImportError::Empty);
    }
    let lines = read.into_iter().map(|(number, cells)| Line {
        number,
        cells: order
            .iter()
            .map(|at| at.and_then(|at| cells.get(at)).cloned().unwrap_or_default())
            .collect(),
    });
    Ok(lines.collect())
}

/// What somebody has brought, the latest first.
pub async fn imports(ctx: &Ctx, of: AccountId) -> Result<Vec<ImportRow>, DbError> {
    ctx.db
        .read(move |conn| rows::of_account(conn, of, KEPT))
        .await
}

/// The lines that were not taken, the first hundred.
pub fn problems(row: &ImportRow) -> Vec<Problem> {
    serde_json::from_str(&row.problems).unwrap_or_default()
}

/// Takes files in.
pub struct ImportHandler {
    /// For workers.
    pub ctx: Ctx,
    /// Finds what is on other servers; empty where nothing federates.
    pub directory: Arc<OnceLock<Arc<dyn Directory>>>,
}

impl JobHandler for ImportHandler {
    fn kind(&self) -> JobKind {
        JobKind::Import
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::Import { import } = job.payload else {
                return Err(JobError::Hopeless("no import".into()));
            };
            self.go_on(import).await.map_err(JobError::retry)
        })
    }
}

impl ImportHandler {
    /// Takes the next lines in. What was done before is noted with each: a job that died begins there again, and the
    /// same line twice changes nothing.
    pub async fn go_on(&self, id: ImportId) -> Result<(), DbError> {
        let ctx = &self.ctx;
        let found = ctx.db.read(move |conn| {
            let row = rows::find(conn, id)?.filter(|row| row.finished_at.is_none());
            let Some(row) = row else { return Ok(None) };
            let by = accounts::find(conn, row.account_id)?;
            Ok::<_, DbError>(by.filter(accounts::AccountRow::is_active).map(|_| row))
        });
        let Some(mut row) = found.await? else {
            return Ok(());
        };
        let kind = Kind::from_name(&row.kind);
        let mut lines: Vec<Line> = serde_json::from_str(&row.content).unwrap_or_default();
        let Some(kind) = kind else {
            return self.finish(id).await;
        };
        let by = Bringer {
            ctx,
            directory: self.directory.get().map(|it| &**it),
            by: row.account_id,
        };
        let from = usize::try_from(row.done).unwrap_or(usize::MAX);
        let own = ctx.config.account_domain().as_str().to_owned();
        let piece: Vec<Line> = lines.iter().skip(from).take(PIECE).cloned().collect();
        for (n, line) in (from..).zip(piece) {
            let failed = match by.take(kind, &line).await {
                Ok(cells) => {
                    // Overwriting goes by what is known here, and not by what else leads there.
                    if told(kind, &cells, &own) != told(kind, &line.cells, &own) {
                        if let Some(there) = lines.get_mut(n) {
                            there.cells = cells;
                        }
                        self.rewrite(id, &lines).await?;
                    }
                    None
                }
                Err(Failure::Reason(reason)) => Some(reason),
                Err(Failure::Db(error)) => return Err(error),
            };
            self.note(&mut row, &line, failed).await?;
        }
        if row.done < row.total {
            let next = job(id, row.done, ctx.now());
            ctx.transact(move |tx| tx.queue(&next).map(drop)).await?;
            return Ok(());
        }
        // A file in which nothing is right takes nothing away.
        if row.overwrite && row.failed < row.total {
            self.take_back_others(&by, kind, &lines).await?;
        }
        self.finish(id).await
    }

    async fn note(
        &self,
        row: &mut ImportRow,
        line: &Line,
        failed: Option<Reason>,
    ) -> Result<(), DbError> {
        row.done += 1;
        if let Some(reason) = failed {
            row.failed += 1;
            let mut all = problems(row);
            if all.len() < MAX_PROBLEMS {
                all.push(Problem {
                    line: line.number,
                    text: line.cells.join(", ").chars().take(MAX_SHOWN).collect(),
                    reason,
                });
                row.problems = serde_json::to_string(&all).unwrap_or_else(|_| "[]".to_owned());
            }
        }
        let (id, counts, problems) = (row.id, (row.done, row.failed), row.problems.clone());
        self.ctx
            .db
            .write(move |conn| rows::advance(conn, id, counts, &problems))
            .await
    }

    async fn rewrite(&self, id: ImportId, lines: &[Line]) -> Result<(), DbError> {
        let content = serde_json::to_string(lines).unwrap_or_default();
        self.ctx
            .db
            .write(move |conn| rows::rewrite(conn, id, &content))
            .await
    }

    async fn finish(&self, id: ImportId) -> Result<(), DbError> {
        let now = self.ctx.now();
        self.ctx
            .db
            .write(move |conn| rows::finish(conn, id, now))
            .await
    }

    /// Takes back what somebody has and the file has not; of lists only those that it names.
    async fn take_back_others(
        &self,
        by: &Bringer<'_>,
        kind: Kind,
        lines: &[Line],
    ) -> Result<(), DbError> {
        let own = self.ctx.config.account_domain().as_str().to_owned();
        let named: HashSet<String> = lines
            .iter()
            .map(|line| told(kind, &line.cells, &own))
            .collect();
        let titles: HashSet<&String> = lines.iter().filter_map(|line| line.cells.first()).collect();
        let mut before = None;
        loop {
            let (piece, next) = export::piece(&self.ctx, by.by, kind, before).await?;
            for cells in &piece {
                let is_of_file = kind != Kind::Lists
                    || cells.first().is_some_and(|title| titles.contains(title));
                if is_of_file
                    && !named.contains(&told(kind, cells, &own))
                    && let Err(Failure::Db(error)) = by.take_back(kind, cells).await
                {
                    return Err(error);
                }
            }
            match next {
                Some(next) => before = Some(next),
                None => return Ok(()),
            }
        }
    }
}

/// What a line is about, however it is written.
fn told(kind: Kind, cells: &[String], own: &str) -> String {
    let cell = |n: usize| cells.get(n).map_or("", String::as_str);
    let address = |text: &str| match handle(text) {
        Some((name, domain)) => format!("{name}@{}", domain.unwrap_or(own)).to_lowercase(),
        None => text.to_owned(),
    };
    match kind {
        Kind::Follows | Kind::Blocks | Kind::Mutes => address(cell(0)),
        Kind::Domains => crate::domains::normal_domain(cell(0)).unwrap_or_default(),
        Kind::Bookmarks => cell(0).to_owned(),
        Kind::Lists => format!("{}\n{}", cell(0), address(cell(1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(kind: Kind, text: &str) -> Vec<Vec<String>> {
        let lines = lines(kind, text).unwrap();
        lines.into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn a_head_is_read_and_is_optional() {
        let text = "Languages,Account address\n\"cy, en\",amira@a.example\n";
        assert_eq!(
            cells(Kind::Follows, text),
            [["amira@a.example", "", "", "cy, en"]]
        );
        assert_eq!(
            cells(Kind::Follows, "amira@a.example,false\n")[0][1],
            "false"
        );
        assert_eq!(
            cells(Kind::Blocks, "Account address\na@b.example"),
            [["a@b.example"]]
        );
        assert_eq!(
            cells(Kind::Lists, "Maths,a@b.example"),
            [["Maths", "a@b.example"]]
        );
    }

    #[test]
    fn a_file_of_another_kind_or_without_anything_is_refused() {
        for (kind, text) in [
            (Kind::Blocks, "#domain\na.example"),
            (
                Kind::Follows,
                "Account address,Hide notifications\na@b.example,true",
            ),
            (Kind::Mutes, "Account address,Show boosts\na@b.example,true"),
        ] {
            assert!(
                matches!(lines(kind, text), Err(ImportError::OtherKind)),
                "{text}"
            );
        }
        for text in ["", " \n\n", "Account address\n"] {
            assert!(
                matches!(lines(Kind::Blocks, text), Err(ImportError::Empty)),
                "{text}"
            );
        }
        let many = "a@b.example\n".repeat(MAX_LINES + 1);
        assert!(matches!(
            lines(Kind::Blocks, &many),
            Err(ImportError::TooMany)
        ));
        assert_eq!(
            lines(Kind::Blocks, &"a@b.example\n".repeat(MAX_LINES))
                .unwrap()
                .len(),
            MAX_LINES
        );
    }
}
