//! How much one chain of fetches may call: a post leads to its author, to what it answers, to that
//! author, and each of them is chosen by somebody else.

use std::collections::{HashMap, HashSet};

use thiserror::Error;
use url::Url;

/// Requests in one chain, as in Mastodon.
pub const MOST_REQUESTS: u32 = 400;
/// Hosts of one registrable domain in one chain, as in Mastodon: names below one's own domain cost
/// nothing.
pub const MOST_HOSTS_OF_A_DOMAIN: usize = 10;

/// Why a chain of fetches calls nobody any more.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BudgetSpent {
    /// All requests are used up.
    #[error("this chain of fetches has used up its requests")]
    Requests,
    /// Too many hosts of this domain.
    #[error("this chain of fetches has asked too many hosts of {0}")]
    Hosts(String),
}

/// What one chain of fetches may still call. Whoever starts the chain makes one and passes it along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchBudget {
    requests_left: u32,
    most_hosts: usize,
    domains: HashMap<String, HashSet<String>>,
}

impl Default for FetchBudget {
    fn default() -> Self {
        Self::new(MOST_REQUESTS, MOST_HOSTS_OF_A_DOMAIN)
    }
}

impl FetchBudget {
    /// So many requests, to so many hosts of one registrable domain each.
    pub fn new(requests: u32, hosts_of_a_domain: usize) -> Self {
        Self {
            requests_left: requests,
            most_hosts: hosts_of_a_domain,
            domains: HashMap::new(),
        }
    }

    /// How many requests are left.
    pub fn requests_left(&self) -> u32 {
        self.requests_left
    }

    /// Takes one request to the host of this URL, or says why there is none.
    ///
    /// [`Client::get_within`](crate::Client::get_within) does it for each hop; call it yourself for
    /// what is paid for without being called.
    pub fn spend(&mut self, url: &Url) -> Result<(), BudgetSpent> {
        if self.requests_left == 0 {
            return Err(BudgetSpent::Requests);
        }
        let host = url.host_str().unwrap_or_default();
        let domain = registrable_domain(host);
        let hosts = self.domains.entry(domain.to_owned()).or_default();
        if !hosts.contains(host) {
            if hosts.len() >= self.most_hosts {
                return Err(BudgetSpent::Hosts(domain.to_owned()));
            }
            hosts.insert(host.to_owned());
        }
        self.requests_left -= 1;
        Ok(())
    }
}

/// The part of a host name that somebody registered, by the list of public suffixes; the host itself
/// where there is none.
pub fn registrable_domain(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(host: &str) -> Url {
        Url::parse(&format!("https://{host}/ap")).unwrap()
    }

    #[test]
    fn schools_of_one_county_are_different_domains() {
        assert_eq!(
            registrable_domain("www.hill.hants.sch.uk"),
            "hill.hants.sch.uk"
        );
        assert_eq!(registrable_domain("a.b.example.com"), "example.com");
        assert_eq!(registrable_domain("one.localhost"), "one.localhost");
        assert_eq!(registrable_domain("com"), "com");
        assert_eq!(registrable_domain(""), "");
    }

    /// Checklist 42.
    #[test]
    fn the_eleventh_host_of_a_domain_is_refused_and_known_ones_are_not() {
        let mut budget = FetchBudget::default();
        for number in 0..10 {
            assert_eq!(
                budget.spend(&url(&format!("s{number}.example.com"))),
                Ok(())
            );
        }
        assert_eq!(
            budget.spend(&url("s10.example.com")),
            Err(BudgetSpent::Hosts("example.com".to_owned()))
        );
        assert_eq!(budget.spend(&url("s3.example.com")), Ok(()));
        assert_eq!(budget.spend(&url("example.org")), Ok(()));
        assert_eq!(budget.requests_left(), MOST_REQUESTS - 12);
    }

    #[test]
    fn requests_end() {
        let mut budget = FetchBudget::new(2, 10);
        assert_eq!(budget.spend(&url("example.com")), Ok(()));
        assert_eq!(budget.spend(&url("example.com")), Ok(()));
        assert_eq!(
            budget.spend(&url("example.com")),
            Err(BudgetSpent::Requests)
        );
    }
}
