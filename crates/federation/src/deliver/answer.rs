//! What an answer to a delivery means.

use std::time::Duration;

use staffroom_domain::Timestamp;
use staffroom_net::{NetError, Response};

/// What to do after an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It was taken.
    Taken,
    /// There is no such inbox: nothing is left to do.
    Gone(u16),
    /// It was not believed: perhaps it is with the other signature scheme.
    NotBelieved(u16),
    /// It will never be taken, and why.
    Refused(String),
    /// It may be taken later.
    Later {
        /// What happened.
        error: String,
        /// Not before this long.
        after: Option<Duration>,
        /// Whether it may be this activity that the host stumbles over, not the host that is down.
        is_of_activity: bool,
    },
    /// We are too busy to ask.
    NotAsked,
}

/// From what came.
pub(super) fn meaning(answer: Result<&Response, &NetError>, now: Timestamp) -> Meaning {
    match answer {
        Ok(response) => {
            let after = chrono::DateTime::from_timestamp_micros(now.as_micros())
                .and_then(|now| response.retry_after(now));
            of_status(response.status, after)
        }
        Err(NetError::Busy) => Meaning::NotAsked,
        Err(error) if error.is_temporary() => Meaning::Later {
            error: error.to_string(),
            after: None,
            is_of_activity: false,
        },
        Err(error) => Meaning::Refused(error.to_string()),
    }
}

fn of_status(status: u16, after: Option<Duration>) -> Meaning {
    let later = |is_of_activity| Meaning::Later {
        error: format!("answered {status}"),
        after,
        is_of_activity,
    };
    match status {
        200..300 => Meaning::Taken,
        404 | 410 => Meaning::Gone(status),
        400 | 401 | 403 => Meaning::NotBelieved(status),
        408 | 429 | 502..=504 => later(false),
        402..=499 => Meaning::Refused(format!("answered {status}")),
        // Redirects too: an inbox does not move, its server is being worked on.
        _ => later(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_meaning() {
        let later = |status: u16| matches!(of_status(status, None), Meaning::Later { .. });
        for status in [200, 201, 202, 204] {
            assert_eq!(of_status(status, None), Meaning::Taken);
        }
        for status in [404, 410] {
            assert_eq!(of_status(status, None), Meaning::Gone(status));
        }
        for status in [400, 401, 403] {
            assert_eq!(of_status(status, None), Meaning::NotBelieved(status));
        }
        for status in [402, 405, 406, 409, 413, 415, 422, 451] {
            assert!(matches!(of_status(status, None), Meaning::Refused(_)));
        }
        for status in [
            0, 101, 301, 302, 408, 429, 500, 501, 502, 503, 504, 520, 999,
        ] {
            assert!(later(status), "{status}");
        }
    }

    #[test]
    fn only_the_network_itself_is_tried_again() {
        let now = Timestamp::from_secs(1);
        let later = meaning(Err(&NetError::Timeout), now);
        assert!(matches!(later, Meaning::Later { .. }));
        assert_eq!(meaning(Err(&NetError::Busy), now), Meaning::NotAsked);
        let never = meaning(Err(&NetError::Request("x".into())), now);
        assert!(matches!(never, Meaning::Refused(_)));
    }
}
