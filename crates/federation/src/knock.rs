//! By which signature each server is asked first, and by which when it does not believe that one.
//!
//! What it took last, for a month; else what its actors say that it reads (FEP-844e); else the older
//! draft, which nearly everybody reads.

use std::time::Duration;

use staffroom_db::peers::{self, PeerRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::Timestamp;
use staffroom_signatures::Scheme;

/// What a server took is believed for so long: it may read more by then.
const REMEMBERED_FOR: Duration = Duration::from_hours(24 * 30);

/// What FEP-844e calls RFC 9421.
const RFC_9421: &str = "https://datatracker.ietf.org/doc/html/rfc9421";
/// What it calls RFC 9421 with Ed25519; the fragment is long and cut differently.
const WITH_ED25519: &str = "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa";

/// A way to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    /// The older draft, by RSA.
    Cavage,
    /// The same, with the query left out of what is signed: some servers verify it so.
    CavageWithoutQuery,
    /// RFC 9421, by RSA.
    Rfc9421,
    /// RFC 9421, by Ed25519. Only for servers that say that they read it: others refuse it.
    Rfc9421Ed25519,
}

impl Knock {
    /// The scheme that is remembered when it was taken.
    pub const fn scheme(self) -> Scheme {
        match self {
            Self::Cavage | Self::CavageWithoutQuery => Scheme::Cavage,
            Self::Rfc9421 | Self::Rfc9421Ed25519 => Scheme::Rfc9421,
        }
    }
}

/// What is known of the signatures that a server reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    /// What it took within the last month.
    pub(crate) taken: Option<Scheme>,
    rfc9421: bool,
    ed25519: bool,
}

impl Reads {
    /// As the row of a server has it.
    pub(crate) fn of(row: Option<&PeerRow>, now: Timestamp) -> Self {
        let Some(row) = row else {
            return Self::default();
        };
        let noted = row.scheme_at.map(Timestamp::from_micros);
        let is_recent = noted.is_some_and(|noted| now.since(noted) < REMEMBERED_FOR);
        let taken = match row.scheme.as_deref() {
            Some("rfc9421") => Some(Scheme::Rfc9421),
            Some("cavage") => Some(Scheme::Cavage),
            _ => None,
        };
        let says = row.advertises.as_deref();
        Self {
            taken: taken.filter(|_| is_recent),
            rfc9421: says.is_some(),
            ed25519: says == Some(BOTH),
        }
    }

    /// The same after a scheme was taken.
    #[must_use]
    pub(crate) fn after(self, taken: Option<Scheme>) -> Self {
        Self {
            taken: taken.or(self.taken),
            ..self
        }
    }

    /// What is tried first.
    pub(crate) fn first(self) -> Knock {
        match self.taken {
            Some(Scheme::Cavage) => Knock::Cavage,
            None if !self.rfc9421 => Knock::Cavage,
            _ if self.ed25519 => Knock::Rfc9421Ed25519,
            _ => Knock::Rfc9421,
        }
    }

    /// What is tried when that was not believed.
    pub(crate) fn second(self) -> Knock {
        match self.first().scheme() {
            Scheme::Cavage => Knock::Rfc9421,
            Scheme::Rfc9421 => Knock::Cavage,
        }
    }
}

const ONE: &str = "rfc9421";
const BOTH: &str = "rfc9421-ed25519";

/// What a row says of a server whose actors say that it implements these; none where they say nothing
/// of signatures.
pub(crate) fn advertised(implements: &[String]) -> Option<&'static str> {
    let says = |name: &str| implements.iter().any(|href| href == name);
    if implements.iter().any(|href| href.starts_with(WITH_ED25519)) {
        Some(BOTH)
    } else if says(RFC_9421) {
        Some(ONE)
    } else {
        None
    }
}

/// The name of a scheme in the database.
pub(crate) const fn name(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Cavage => "cavage",
        Scheme::Rfc9421 => "rfc9421",
    }
}

/// What is known of a server.
pub(crate) fn read(conn: &mut Conn, host: &str, now: Timestamp) -> Result<Reads, DbError> {
    let row = peers::find(conn, host)?;
    Ok(Reads::of(row.as_ref(), now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_788_249_600);

    fn row(scheme: Option<&str>, advertises: Option<&str>, age: Duration) -> PeerRow {
        let noted = NOW.as_micros() - i64::try_from(age.as_micros()).unwrap();
        PeerRow {
            scheme: scheme.map(str::to_owned),
            scheme_at: Some(noted),
            advertises: advertises.map(str::to_owned),
            ..PeerRow::new("a.example", NOW)
        }
    }

    #[test]
    fn what_was_taken_counts_for_a_month_and_then_what_is_said() {
        let day = Duration::from_hours(24);
        let month = Duration::from_hours(24 * 31);
        for (scheme, says, age, first, second) in [
            (None, None, day, Knock::Cavage, Knock::Rfc9421),
            (None, Some(ONE), day, Knock::Rfc9421, Knock::Cavage),
            (None, Some(BOTH), day, Knock::Rfc9421Ed25519, Knock::Cavage),
            (
                Some("cavage"),
                Some(BOTH),
                day,
                Knock::Cavage,
                Knock::Rfc9421,
            ),
            (
                Some("cavage"),
                Some(ONE),
                month,
                Knock::Rfc9421,
                Knock::Cavage,
            ),
            (Some("rfc9421"), None, day, Knock::Rfc9421, Knock::Cavage),
            (Some("rfc9421"), None, month, Knock::Cavage, Knock::Rfc9421),
            (Some("later"), None, day, Knock::Cavage, Knock::Rfc9421),
        ] {
            let reads = Reads::of(Some(&row(scheme, says, age)), NOW);
            let seen = (reads.first(), reads.second());
            assert_eq!(seen, (first, second), "{scheme:?} {says:?}");
        }
    }

    #[test]
    fn what_actors_say_of_their_server_is_read() {
        let of = |hrefs: &[&str]| {
            let hrefs: Vec<String> = hrefs.iter().map(|href| (*href).to_owned()).collect();
            advertised(&hrefs)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&["https://w3id.org/fep/844e"]), None);
        assert_eq!(of(&[RFC_9421]), Some(ONE));
        let both = format!("{RFC_9421}#name-eddsa-using-curve-edwards25");
        assert_eq!(of(&[&both, RFC_9421]), Some(BOTH));
        assert_eq!(
            of(&["https://datatracker.ietf.org/doc/html/rfc94210"]),
            None
        );
    }
}
