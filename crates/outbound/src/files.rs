//! Files and pages of others, fetched for people here.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use staffroom_net::{
    Accept, AddressPolicy, Client, ClientOptions, JudgeHost, Judgement, NetError, Response,
};
use staffroom_service::Ctx;
use staffroom_service::policies;
use staffroom_service::ports::{FetchError, FetchFile, FetchedFile};
use url::Url;

/// Somebody waits for a file, so it comes soon or not at all.
const FILE_WITHIN: Duration = Duration::from_secs(15);
/// Nobody waits for a page.
const PAGE_WITHIN: Duration = Duration::from_secs(20);
/// As much of a page is read, in bytes: what it says of itself stands at its beginning.
const PAGE: usize = 1024 * 1024;
/// Files that are fetched at the same time, or looked at afterwards, at most; each is in memory.
const FILES_AT_ONCE: usize = 16;
/// As much as they may hold together, in bytes, however large one may be.
const FILES_TOGETHER: usize = 384 * 1024 * 1024;
/// Files of one domain at most: a slow one delays no other.
const FILES_OF_A_DOMAIN: usize = 2;
/// Pages that are fetched at the same time.
const PAGES_AT_ONCE: usize = 4;

/// Fetches files and pages by HTTP, each once, unsigned and without anything of whoever wants to see it.
pub struct HttpFetcher {
    files: Client,
    pages: Client,
}

impl HttpFetcher {
    /// As the settings say; `policy` says which addresses may be called.
    pub fn new(ctx: &Ctx, policy: &AddressPolicy) -> Result<Self, NetError> {
        let judge: Arc<dyn JudgeHost> = Arc::new(NotSuspended(ctx.clone()));
        let largest = ctx.config.media.max_remote.as_usize();
        let at_once = at_once(largest);
        let options = ClientOptions {
            judge: Some(judge),
            get_deadline: FILE_WITHIN,
            largest_body: largest,
            open_gets: at_once,
            open_per_domain: of_a_domain(at_once),
            ..ClientOptions::new(policy.clone(), ctx.agent())
        };
        Ok(Self {
            files: Client::new(&options)?,
            pages: Client::new(&ClientOptions {
                get_deadline: PAGE_WITHIN,
                largest_body: PAGE,
                cuts_off: true,
                open_gets: PAGES_AT_ONCE,
                open_per_domain: 1,
                ..options
            })?,
        })
    }
}

/// How many files of that size there may be at the same time.
fn at_once(largest: usize) -> usize {
    (FILES_TOGETHER / largest).clamp(1, FILES_AT_ONCE)
}

/// How many of those may be of one domain: at most a quarter, as long as there are so many.
fn of_a_domain(at_once: usize) -> usize {
    (at_once / 4).clamp(1, FILES_OF_A_DOMAIN)
}

impl FetchFile for HttpFetcher {
    fn file<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>> {
        Box::pin(async move {
            let url = parsed(address)?;
            taken(self.files.get_holding(&url, Accept::Anything).await)
        })
    }

    fn page<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<FetchedFile, FetchError>> {
        Box::pin(async move {
            let url = parsed(address)?;
            taken(self.pages.get(&url, Accept::Html, None).await)
        })
    }
}

fn parsed(address: &str) -> Result<Url, FetchError> {
    Url::parse(address).map_err(|error| FetchError::Hopeless(error.to_string()))
}

fn refused(error: &NetError) -> FetchError {
    if *error == NetError::Busy {
        FetchError::Busy
    } else if error.is_temporary() {
        FetchError::Temporary(error.to_string())
    } else {
        FetchError::Hopeless(error.to_string())
    }
}

fn taken(answer: Result<Response, NetError>) -> Result<FetchedFile, FetchError> {
    let answer = answer.map_err(|error| refused(&error))?;
    match answer.status {
        200 => Ok(FetchedFile {
            address: answer.url.as_str().to_owned(),
            content_type: answer.content_type().map(str::to_owned),
            body: answer.body,
        }),
        status @ (408 | 425 | 429 | 500..=599) => Err(FetchError::Temporary(format!(
            "it was answered with status {status}"
        ))),
        status => Err(FetchError::Hopeless(format!(
            "it was answered with status {status}"
        ))),
    }
}

/// Keeps away from servers that this instance has suspended, also where others lead there.
struct NotSuspended(Ctx);

impl fmt::Debug for NotSuspended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotSuspended")
    }
}

impl JudgeHost for NotSuspended {
    fn judge<'a>(&'a self, url: &'a Url) -> Judgement<'a> {
        Box::pin(async move {
            let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
            match policies::is_suspended(&self.0, &host).await {
                Ok(false) => Ok(()),
                Ok(true) => Err(NetError::Unwanted(format!("{host} is suspended"))),
                Err(error) => Err(NetError::Unwanted(error.to_string())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checklist 44.
    #[test]
    fn one_domain_takes_a_few_of_the_places() {
        for at_once in 4..=FILES_AT_ONCE {
            assert!(of_a_domain(at_once) * 4 <= at_once);
        }
    }

    /// Catalogue 48.
    #[test]
    fn files_fit_into_memory_however_large_they_may_be() {
        const MIB: usize = 1024 * 1024;
        for (mib, places) in [(1, 16), (24, 16), (25, 15), (128, 3), (384, 1), (512, 1)] {
            assert_eq!(at_once(mib * MIB), places, "{mib} MiB");
        }
    }

    #[test]
    fn who_was_not_asked_has_not_failed() {
        assert!(matches!(refused(&NetError::Busy), FetchError::Busy));
        assert!(matches!(
            refused(&NetError::Timeout),
            FetchError::Temporary(_)
        ));
    }
}
