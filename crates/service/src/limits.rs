//! How often somebody may try before they have to wait.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use staffroom_config::Api;

use crate::rate_limits::RateLimits;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// Sign-in attempts from one network.
    SignInFrom,
    /// Sign-in attempts for one person from one network.
    SignInAs,
    /// Sign-in attempts for one person, wherever they come from: more, so that nobody is locked out
    /// by a stranger who knows their name.
    SignInAsFromAnywhere,
    /// Passkeys asked for by one network: what is asked has to be noted.
    PasskeyFrom,
    /// Changes of one user's password, by somebody who is signed in.
    ChangePassword,
    /// Codes shown beside a password, for one person: whoever is here has the password, so that a stranger locks
    /// nobody out.
    SecondFactor,
    /// Requests for a reset link from one network.
    ResetFrom,
    /// Requests for a reset link for one name.
    ResetFor,
    /// Links (invitations, resets) opened from one network.
    LinkFrom,
    /// Client programs that introduce themselves from one network.
    RegisterFrom,
    /// Logins made by client programs from one network.
    SignUpFrom,
    /// Reports that nobody signed, from one network.
    ReportFrom,
    /// The same, wherever they come from: nobody fills the list of those who look after the instance.
    ReportFromAnywhere,
    /// Questions to other servers, for somebody of one network who has their account there.
    RemoteFrom,
}

/// Try again after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; try again in {} seconds", .0.as_secs().max(1))]
pub struct TooMany(pub Duration);

/// The counters, in memory: they are about minutes. Cheap to clone.
#[derive(Clone)]
pub struct Limits(Arc<Counters>);

struct Counters {
    sign_in_from: DefaultKeyedRateLimiter<String>,
    sign_in_as: DefaultKeyedRateLimiter<String>,
    sign_in_as_from_anywhere: DefaultKeyedRateLimiter<String>,
    passkey_from: DefaultKeyedRateLimiter<String>,
    change_password: DefaultKeyedRateLimiter<String>,
    second_factor: DefaultKeyedRateLimiter<String>,
    reset_from: DefaultKeyedRateLimiter<String>,
    reset_for: DefaultKeyedRateLimiter<String>,
    link_from: DefaultKeyedRateLimiter<String>,
    register_from: DefaultKeyedRateLimiter<String>,
    sign_up_from: DefaultKeyedRateLimiter<String>,
    report_from: DefaultKeyedRateLimiter<String>,
    report_from_anywhere: DefaultKeyedRateLimiter<String>,
    remote_from: DefaultKeyedRateLimiter<String>,
    rates: OnceLock<RateLimits>,
}

fn counter(burst: u32, one_per: Duration) -> DefaultKeyedRateLimiter<String> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(one_per).unwrap_or_else(|| Quota::per_minute(burst));
    RateLimiter::keyed(quota.allow_burst(burst))
}

impl Default for Limits {
    /// A staff room behind one address can sign in together in the morning; somebody who guesses
    /// cannot.
    fn default() -> Self {
        Self(Arc::new(Counters {
            sign_in_from: counter(50, Duration::from_secs(6)),
            sign_in_as: counter(10, Duration::from_mins(1)),
            sign_in_as_from_anywhere: counter(100, Duration::from_secs(36)),
            passkey_from: counter(50, Duration::from_secs(6)),
            change_password: counter(10, Duration::from_mins(1)),
            second_factor: counter(10, Duration::from_mins(5)),
            reset_from: counter(20, Duration::from_mins(1)),
            reset_for: counter(3, Duration::from_mins(20)),
            link_from: counter(60, Duration::from_secs(5)),
            register_from: counter(50, Duration::from_secs(36)),
            sign_up_from: counter(5, Duration::from_mins(6)),
            report_from: counter(5, Duration::from_mins(10)),
            report_from_anywhere: counter(60, Duration::from_mins(2)),
            remote_from: counter(10, Duration::from_secs(30)),
            rates: OnceLock::new(),
        }))
    }
}

impl Limits {
    /// Counts an attempt, or says how long to wait.
    pub fn check(&self, what: Limited, key: &str) -> Result<(), TooMany> {
        let counter = self.counter(what);
        counter
            .check_key(&key.to_owned())
            .map_err(|not_until| TooMany(not_until.wait_time_from(DefaultClock::default().now())))
    }

    /// How often clients may call; nothing where the settings say that it is not counted.
    pub fn rates(&self, settings: &Api) -> Option<&RateLimits> {
        settings
            .rate_limits
            .then(|| self.0.rates.get_or_init(|| RateLimits::new(settings)))
    }

    /// Forgets who has not tried for long, so that memory stays small.
    pub fn prune(&self) {
        for counter in [
            &self.0.sign_in_from,
            &self.0.sign_in_as,
            &self.0.sign_in_as_from_anywhere,
            &self.0.passkey_from,
            &self.0.change_password,
            &self.0.second_factor,
            &self.0.reset_from,
            &self.0.reset_for,
            &self.0.link_from,
            &self.0.register_from,
            &self.0.sign_up_from,
            &self.0.report_from,
            &self.0.report_from_anywhere,
            &self.0.remote_from,
        ] {
            counter.retain_recent();
            counter.shrink_to_fit();
        }
        if let Some(rates) = self.0.rates.get() {
            rates.prune();
        }
    }

    fn counter(&self, what: Limited) -> &DefaultKeyedRateLimiter<String> {
        match what {
            Limited::SignInFrom => &self.0.sign_in_from,
            Limited::SignInAs => &self.0.sign_in_as,
            Limited::SignInAsFromAnywhere => &self.0.sign_in_as_from_anywhere,
            Limited::PasskeyFrom => &self.0.passkey_from,
            Limited::ChangePassword => &self.0.change_password,
            Limited::SecondFactor => &self.0.second_factor,
            Limited::ResetFrom => &self.0.reset_from,
            Limited::ResetFor => &self.0.reset_for,
            Limited::LinkFrom => &self.0.link_from,
            Limited::RegisterFrom => &self.0.register_from,
            Limited::SignUpFrom => &self.0.sign_up_from,
            Limited::ReportFrom => &self.0.report_from,
            Limited::ReportFromAnywhere => &self.0.report_from_anywhere,
            Limited::RemoteFrom => &self.0.remote_from,
        }
    }
}

/// The network that an address counts for: the address itself, or its /64 for IPv6, of which one
/// household has a whole one.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_closed_after_ten_attempts_and_others_are_not() {
        let limits = Limits::default();
        for _ in 0..10 {
            limits.check(Limited::SignInAs, "amira").unwrap();
        }
        let TooMany(wait) = limits.check(Limited::SignInAs, "amira").unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_mins(1));
        limits.check(Limited::SignInAs, "bilal").unwrap();
    }

    #[test]
    fn one_household_of_ipv6_is_one_network() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(
            network("2001:db8:1:2:3::4"),
            network("2001:db8:1:2:ffff::1")
        );
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
