//! What an instance tells of itself: how large it is, whom to turn to, its texts.

use std::time::Duration;

use staffroom_db::accounts::AccountRow;
use staffroom_db::domain_policies::DomainPolicyRow;
use staffroom_db::facts::{self, Fact};
use staffroom_db::usage::Usage;
use staffroom_db::{Conn, DbError, domain_policies, peers, usage, users};
use staffroom_domain::{Role, Timestamp};
use staffroom_text::{Format, render};

use crate::accounts;
use crate::context::Ctx;
use crate::policies;

const MONTH: Duration = Duration::from_hours(30 * 24);
const WEEK: Duration = Duration::from_hours(7 * 24);
/// Over how many weeks it is told what was done.
const WEEKS: u32 = 12;
/// How many other servers are named.
const MOST_PEERS: i64 = 5_000;
/// How many decisions about other servers are told.
const MOST_POLICIES: i64 = 5_000;
/// The longest text, in characters.
pub const MAX_TEXT: usize = 100_000;

/// How large it is. Counting reads much: for answers that are kept a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// People who can sign in.
    pub users: i64,
    /// Of those, who came by within a month.
    pub active_month: i64,
    /// What they have posted.
    pub statuses: i64,
    /// Other servers that are known.
    pub domains: i64,
}

/// Counts.
pub async fn counts(ctx: &Ctx) -> Result<Counts, DbError> {
    let month_ago = ctx.now().minus(MONTH);
    ctx.db
        .read(move |conn| {
            let Usage {
                people,
                active: [active_month, _],
                posts,
            } = usage::count(conn, [month_ago, month_ago])?;
            Ok(Counts {
                users: people,
                active_month,
                statuses: posts,
                domains: peers::count(conn)?,
            })
        })
        .await
}

/// The hosts of other servers that are known, in the order of their names.
pub async fn peers(ctx: &Ctx) -> Result<Vec<String>, DbError> {
    ctx.db.read(|conn| peers::hosts(conn, MOST_PEERS)).await
}

/// What was done in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday, 0:00 UTC.
    pub begins_at: Timestamp,
    /// Posts made here.
    pub statuses: i64,
    /// People who have signed in then and not since.
    pub sign_ins: i64,
    /// People who have joined.
    pub joined: i64,
}

/// The last weeks, this one first. Counting reads much: for answers that are kept a while.
pub async fn weeks(ctx: &Ctx) -> Result<Vec<Week>, DbError> {
    let monday = monday(ctx.now());
    ctx.db
        .read(move |conn| {
            let mut weeks = Vec::new();
            for n in 0..WEEKS {
                let begins_at = monday.minus(WEEK * n);
                let counted = usage::between(conn, begins_at, begins_at.plus(WEEK))?;
                weeks.push(Week {
                    begins_at,
                    statuses: counted.posts,
                    sign_ins: counted.sign_ins,
                    joined: counted.joined,
                });
            }
            Ok(weeks)
        })
        .await
}

/// The Monday before, 0:00 UTC. The first day of Unix time was a Thursday.
fn monday(at: Timestamp) -> Timestamp {
    const DAY: i64 = 24 * 60 * 60;
    let days = at.as_secs().div_euclid(DAY);
    let since_monday = (days + 3).rem_euclid(7);
    Timestamp::from_secs((days - since_monday) * DAY)
}

/// Whom to turn to: the owner, or else the administrator, who came first; before there is either, the
/// instance itself.
pub async fn contact(ctx: &Ctx) -> Result<AccountRow, DbError> {
    let found = ctx
        .db
        .read(|conn| {
            for role in [Role::Owner, Role::Admin] {
                if let Some(user) = users::oldest_with_role(conn, role)? {
                    return Ok(Some(user.account));
                }
            }
            Ok::<_, DbError>(None)
        })
        .await?;
    match found {
        Some(account) => Ok(account),
        None => accounts::ensure_instance_actor(ctx).await,
    }
}

/// Decisions that keep other servers out, or their posts out of public timelines.
pub async fn domain_blocks(ctx: &Ctx) -> Result<Vec<DomainPolicyRow>, DbError> {
    let now = ctx.now();
    let mut rows = ctx
        .db
        .read(|conn| domain_policies::list(conn, None, MOST_POLICIES))
        .await?;
    rows.retain(|row| {
        let is_block = row.level == policies::LIMIT || row.level == policies::SUSPEND;
        is_block && row.expires_at.is_none_or(|end| end > now.as_micros())
    });
    Ok(rows)
}

/// One of the texts about the instance, written in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// What it is, at length.
    Description,
    /// What happens with people's data.
    Privacy,
    /// What people agree to.
    Terms,
}

impl Text {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Description, Self::Privacy, Self::Terms];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Privacy => "privacy",
            Self::Terms => "terms",
        }
    }

    const fn fact(self) -> Fact {
        match self {
            Self::Description => Fact::ExtendedDescription,
            Self::Privacy => Fact::PrivacyPolicy,
            Self::Terms => Fact::TermsOfService,
        }
    }
}

/// A text as it was written, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Markdown.
    pub text: String,
    /// The same as HTML that can be shown.
    pub html: String,
    /// When.
    pub at: Timestamp,
}

/// A text, where it was written.
pub async fn text(ctx: &Ctx, which: Text) -> Result<Option<Written>, DbError> {
    let found = ctx
        .db
        .read(move |conn: &mut Conn| facts::get_dated(conn, which.fact()))
        .await?;
    let written = found.map(|(text, at)| Written {
        html: render(&text, Format::Markdown, &|_| None, &|_| String::new()).html,
        text,
        at,
    });
    Ok(written.filter(|written| !written.text.trim().is_empty()))
}

/// Writes a text, in place of what was there.
pub async fn set_text(ctx: &Ctx, which: Text, text: String) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db
        .write(move |conn| facts::set(conn, which.fact(), &text, now))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        // 1 September 2026 was a Tuesday.
        let monday_0 = Timestamp::from_secs(1_788_134_400);
        for seconds in [0, 1, 86_400 * 7 - 1] {
            assert_eq!(
                monday(Timestamp::from_secs(1_788_134_400 + seconds)),
                monday_0
            );
        }
        assert_ne!(monday(Timestamp::from_secs(1_788_134_399)), monday_0);
        assert_eq!(
            monday(Timestamp::from_secs(4 * 86_400)).as_secs(),
            4 * 86_400
        );
    }
}
