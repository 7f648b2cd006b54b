//! The poll of a status (FEP-9967).

use staffroom_domain::Timestamp;
use staffroom_protocol::outgoing::{Poll, PollAnswer};
use staffroom_service::statuses::PollView;

/// The answers with their counts; `published` is when the status was.
pub(super) fn poll(view: &PollView, published: Timestamp) -> Poll {
    let answers: Vec<PollAnswer> = view
        .options
        .iter()
        .map(|option| PollAnswer::new(option.title.clone(), count(option.votes_count)))
        .collect();
    let (one_of, any_of) = if view.poll.multiple {
        (Vec::new(), answers)
    } else {
        (answers, Vec::new())
    };
    let closed = view.poll.closed_at.map(Timestamp::from_micros);
    let ends = view.poll.ends_at.map(Timestamp::from_micros);
    Poll {
        one_of,
        any_of,
        // Polls of ours have an end; one without would otherwise say nothing of it.
        end_time: ends.or(closed).unwrap_or(published),
        closed,
        voters_count: count(view.poll.voters_count),
    }
}

/// Stored counts do not go below zero.
pub(super) fn count(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or_default()
}
