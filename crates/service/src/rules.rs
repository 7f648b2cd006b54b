//! What people here agree to.

use staffroom_db::DbError;
use staffroom_db::rules;
pub use staffroom_db::rules::RuleRow;
use staffroom_domain::RuleId;
use staffroom_domain::text::{single_line, truncate};

use crate::context::Ctx;
use crate::staff::{self, Kind, Who};

/// The longest rule, and the longest hint, in characters.
pub const MAX_TEXT: usize = 1_000;

/// Adds a rule, after the others, on the command line.
pub async fn add(ctx: &Ctx, text: &str, hint: &str) -> Result<RuleRow, DbError> {
    let line = |text: &str| truncate(&single_line(text), MAX_TEXT).trim().to_owned();
    let row = RuleRow {
        id: ctx.new_id(),
        text: line(text),
        hint: line(hint),
        created_at: ctx.now(),
    };
    let stored = row.clone();
    ctx.transact(move |tx| {
        staff::note(tx, &Who::COMMAND_LINE, (Kind::RuleAdded, &stored.text, ""))?;
        rules::insert(tx.conn, stored)
    })
    .await?;
    Ok(row)
}

/// All rules, in their order.
pub async fn list(ctx: &Ctx) -> Result<Vec<RuleRow>, DbError> {
    ctx.db.read(rules::list).await
}

/// Takes a rule away, on the command line; `false` where there is none.
pub async fn remove(ctx: &Ctx, id: RuleId) -> Result<bool, DbError> {
    ctx.transact(move |tx| {
        let there = rules::list(tx.conn)?.into_iter().find(|row| row.id == id);
        if let Some(row) = there {
            staff::note(tx, &Who::COMMAND_LINE, (Kind::RuleRemoved, &row.text, ""))?;
        }
        rules::delete(tx.conn, id)
    })
    .await
}
