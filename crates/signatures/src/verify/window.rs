//! When a signature is valid.

use std::time::Duration;

use staffroom_domain::Timestamp;

use super::SignatureError;

/// How far a date may be from our present, both ways. Peers accept an hour, too.
pub(super) const WINDOW: Duration = Duration::from_hours(1);
/// What `expires` may add at most to `created`, as with Mastodon.
const LONGEST: Duration = Duration::from_hours(12);
/// How much later than `expires` we take a signature, for clocks that differ. Mastodon gives an
/// hour; but who names a term means it.
const GRACE: Duration = Duration::from_mins(5);

/// What a signature says about time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Times {
    /// The `Date` header, where it is signed.
    pub(super) date: Option<Timestamp>,
    /// `created`, where it is signed.
    pub(super) created: Option<Timestamp>,
    /// `expires`, signed or not.
    pub(super) expires: Option<Timestamp>,
    /// Whether `expires` is signed. One that is not can only shorten.
    pub(super) expires_is_signed: bool,
}

impl Times {
    /// Whether that is now, and until when the signature could be sent again. At least one of the
    /// two beginnings must be signed; where both are, each must hold.
    pub(super) fn check(&self, now: Timestamp) -> Result<Timestamp, SignatureError> {
        let mut last = None;
        for begin in [self.created, self.date].into_iter().flatten() {
            let end = self.end(begin);
            if begin > now.plus(WINDOW) || now > end {
                return Err(SignatureError::Expired);
            }
            last = Some(last.map_or(end, |other: Timestamp| other.min(end)));
        }
        last.ok_or(SignatureError::NotCovered("date"))
    }

    fn end(&self, begin: Timestamp) -> Timestamp {
        match self.expires {
            None => begin.plus(WINDOW),
            Some(expires) if self.expires_is_signed => expires.min(begin.plus(LONGEST)).plus(GRACE),
            Some(expires) => expires.plus(GRACE).min(begin.plus(WINDOW)),
        }
    }
}
