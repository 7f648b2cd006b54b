//! One post to many hosts, some of which may never answer.

use std::collections::HashSet;
use std::time::Instant;

use super::session::Session;
use crate::figures::Figures;

/// What came of several posts, one after the other.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// How long the client that wrote waited for its answer, in milliseconds.
    pub(crate) written: Figures,
    /// From the beginning of that request until the last host had it, in milliseconds.
    pub(crate) delivered: Figures,
    /// How many deliveries did not come in time.
    pub(crate) missing: usize,
    /// How many came more than once.
    pub(crate) twice: usize,
}

/// Writes posts to so many followers, of which the first so many hosts hang.
pub(crate) async fn measure(
    session: &mut Session,
    followers: u32,
    hanging: u32,
    posts: u32,
) -> anyhow::Result<Outcome> {
    session.hosts.hang(hanging);
    session.memory.take_peak();
    let awaited = usize::try_from(followers.saturating_sub(hanging))?;
    let (mut written, mut delivered) = (Vec::new(), Vec::new());
    let (mut missing, mut twice) = (0, 0);
    for number in 0..posts {
        session.hosts.forget();
        let started = Instant::now();
        let words = format!("Post {number} to {followers} hosts: what worked this week.");
        let uri = session.post_status(&words).await?;
        written.push(started.elapsed().as_secs_f64() * 1e3);
        let until = Instant::now() + session.patience;
        let mut have = HashSet::new();
        let mut last = started;
        while have.len() < awaited {
            let Some(delivery) = session.next(until).await? else {
                break;
            };
            let is_awaited = (hanging + 1..=followers).contains(&delivery.host);
            if !is_awaited || delivery.object != uri {
                continue;
            }
            if have.insert(delivery.host) {
                last = last.max(delivery.at);
            } else {
                twice += 1;
            }
        }
        missing += awaited - have.len();
        delivered.push(last.duration_since(started).as_secs_f64() * 1e3);
    }
    session.hosts.hang(0);
    Ok(Outcome {
        written: Figures::new(written),
        delivered: Figures::new(delivered),
        missing,
        twice,
    })
}
