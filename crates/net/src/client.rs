//! Calls other people's servers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::budget::{FetchBudget, registrable_domain};
use crate::error::NetError;
use crate::exchange::{self, Body};
use crate::limits::{KeptHosts, Place, Places};
use crate::policy::AddressPolicy;
use crate::request::{self, Accept, JudgeHost, SignRequest};
use crate::resolver::{CheckedResolver, Lookup, SystemLookup};
use crate::response::Response;

/// Redirects that a `get` follows.
pub const MOST_REDIRECTS: usize = 3;
/// An unused connection is closed after this time.
const KEPT_FOR: Duration = Duration::from_secs(10);
/// Unused connections to one host.
const KEPT_PER_HOST: usize = 2;
/// Hosts to which connections are kept.
const KEPT_HOSTS: usize = 128;

/// How a [`Client`] calls. [`new`](Self::new) has the values for a real instance.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// Who may be called.
    pub policy: AddressPolicy,
    /// Who else is asked, of each hop of a `get`.
    pub judge: Option<Arc<dyn JudgeHost>>,
    /// The header `User-Agent`.
    pub user_agent: String,
    /// A connection is made within this time.
    pub connect_timeout: Duration,
    /// A `get` is complete within this time, redirects included, from when it has its place.
    pub get_deadline: Duration,
    /// A `post` is complete within this time from when it has its place.
    pub post_deadline: Duration,
    /// A call waits for its place this long at most.
    pub longest_wait: Duration,
    /// The largest body that a `get` takes, in bytes.
    pub largest_body: usize,
    /// Whether a larger one is cut off there instead of refused.
    pub cuts_off: bool,
    /// Calls of `get` that are open at the same time in all; each may hold `largest_body`.
    pub open_gets: usize,
    /// Calls of `post` that are open at the same time in all.
    pub open_posts: usize,
    /// Calls to the hosts of one registrable domain that are open at the same time, for `get` and `post`
    /// each: names below one's own domain cost nothing.
    pub open_per_domain: usize,
    /// Calls that may wait for one registrable domain, besides those that are open.
    pub waiting_per_domain: usize,
}

impl ClientOptions {
    /// 30 seconds and 1 MiB for a `get`, 10 seconds for a `post`; 64 and 256 at the same time, 4 of
    /// each to the hosts of one domain.
    pub fn new(policy: impl Into<AddressPolicy>, user_agent: impl Into<String>) -> Self {
        Self {
            policy: policy.into(),
            judge: None,
            user_agent: user_agent.into(),
            connect_timeout: Duration::from_secs(5),
            get_deadline: Duration::from_secs(30),
            post_deadline: Duration::from_secs(10),
            longest_wait: Duration::from_secs(10),
            largest_body: 1024 * 1024,
            cuts_off: false,
            open_gets: 64,
            open_posts: 256,
            open_per_domain: 4,
            waiting_per_domain: 64,
        }
    }
}

/// What a [`Client::post`] sends.
#[derive(Clone, Copy)]
pub struct Post<'a> {
    /// The header `Content-Type`.
    pub content_type: &'a str,
    /// The body.
    pub body: &'a Bytes,
    /// Other headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// Who signs.
    pub signer: Option<&'a dyn SignRequest>,
}

impl fmt::Debug for Post<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post")
            .field("content_type", &self.content_type)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A body that keeps the place of its call.
struct InPlace {
    bytes: Bytes,
    _place: Place,
}

impl AsRef<[u8]> for InPlace {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The HTTP client for everything remote. Clones share connections and limits.
///
/// Takes no proxy from the environment, keeps no cookies, sends no referrer, and asks for no
/// compression, so that a small answer cannot become a large one.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    policy: Arc<AddressPolicy>,
    judge: Option<Arc<dyn JudgeHost>>,
    keeping: reqwest::Client,
    closing: reqwest::Client,
    kept: KeptHosts,
    gets: Arc<Places>,
    posts: Arc<Places>,
    get_deadline: Duration,
    post_deadline: Duration,
    longest_wait: Duration,
    largest_body: usize,
    cuts_off: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = &self.0.policy;
        f.debug_struct("Client")
            .field("policy", policy)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// With the resolver of this machine.
    pub fn new(options: &ClientOptions) -> Result<Self, NetError> {
        Self::with_lookup(options, Arc::new(SystemLookup::default()))
    }

    /// With another resolver, whose answers are judged by the policy all the same.
    pub fn with_lookup(options: &ClientOptions, lookup: Arc<dyn Lookup>) -> Result<Self, NetError> {
        let policy = Arc::new(options.policy.clone());
        let resolver = Arc::new(CheckedResolver::new(Arc::clone(&policy), lookup));
        let places =
            |in_all| Places::new(in_all, options.open_per_domain, options.waiting_per_domain);
        Ok(Self(Arc::new(Inner {
            keeping: transport(options, &resolver, KEPT_PER_HOST)?,
            closing: transport(options, &resolver, 0)?,
            kept: KeptHosts::new(KEPT_HOSTS, KEPT_FOR),
            gets: places(options.open_gets),
            posts: places(options.open_posts),
            policy,
            judge: options.judge.clone(),
            get_deadline: options.get_deadline,
            post_deadline: options.post_deadline,
            longest_wait: options.longest_wait,
            largest_body: options.largest_body,
            cuts_off: options.cuts_off,
        })))
    }

    /// Who may be called.
    pub fn policy(&self) -> &AddressPolicy {
        &self.0.policy
    }

    /// Asks for a document, and follows up to [`MOST_REDIRECTS`] redirects of the same scheme, each
    /// of which is judged and signed as if it had been asked for.
    ///
    /// An answer without success is an answer; of its body, as much is there as came easily.
    pub async fn get(
        &self,
        url: &Url,
        accept: Accept,
        signer: Option<&dyn SignRequest>,
    ) -> Result<Response, NetError> {
        // Boxed: it is large, and part of every future that fetches.
        let (response, _place) = Box::pin(self.follow(url, accept, signer, None)).await?;
        Ok(response)
    }

    /// The same unsigned, for bodies that are kept for longer: the call has its place until the last copy of
    /// the body is dropped, so that what is in memory is bounded as calls are.
    pub async fn get_holding(&self, url: &Url, accept: Accept) -> Result<Response, NetError> {
        let (mut response, place) = Box::pin(self.follow(url, accept, None, None)).await?;
        response.body = Bytes::from_owner(InPlace {
            bytes: response.body,
            _place: place,
        });
        Ok(response)
    }

    /// The same as part of a chain of fetches: each hop takes a request of the budget.
    pub async fn get_within(
        &self,
        budget: &mut FetchBudget,
        url: &Url,
        accept: Accept,
        signer: Option<&dyn SignRequest>,
    ) -> Result<Response, NetError> {
        let (response, _place) = Box::pin(self.follow(url, accept, signer, Some(budget))).await?;
        Ok(response)
    }

    /// Sends a document. Redirects are answers and not followed.
    ///
    /// Once the status is there, the call has succeeded, whatever becomes of the body of the answer.
    pub async fn post(&self, url: &Url, post: Post<'_>) -> Result<Response, NetError> {
        let url = without_fragment(url);
        self.0.policy.check_url(&url)?;
        let _place = self.enter(&self.0.posts, &url, None).await?;
        let deadline = Instant::now() + self.0.post_deadline;
        let mut headers = request::headers(post.headers.iter().copied())?;
        request::add(&mut headers, [("content-type", post.content_type)])?;
        sign(
            &mut headers,
            post.signer,
            &Method::POST,
            &url,
            Some(post.body),
        )?;
        let request = self
            .transport_for(&url)
            .post(url.clone())
            .headers(headers)
            .body(post.body.clone());
        let head = in_time(deadline, exchange::send(request)).await?;
        let (status, headers) = (head.status().as_u16(), head.headers().clone());
        let Body { bytes, complete } = exchange::what_comes(head, deadline).await;
        Ok(Response {
            status,
            url,
            redirected: false,
            body: bytes,
            complete,
            headers,
        })
    }

    async fn follow(
        &self,
        url: &Url,
        accept: Accept,
        signer: Option<&dyn SignRequest>,
        mut budget: Option<&mut FetchBudget>,
    ) -> Result<(Response, Place), NetError> {
        let mut url = without_fragment(url);
        let mut deadline = None;
        for redirects in 0..=MOST_REDIRECTS {
            self.0.policy.check_url(&url)?;
            if let Some(judge) = &self.0.judge {
                judge.judge(&url).await?;
            }
            if let Some(budget) = budget.as_deref_mut() {
                budget.spend(&url)?;
            }
            let place = self.enter(&self.0.gets, &url, deadline).await?;
            let deadline = *deadline.get_or_insert_with(|| Instant::now() + self.0.get_deadline);
            let mut headers = request::headers([("accept", accept.value())])?;
            sign(&mut headers, signer, &Method::GET, &url, None)?;
            let request = self.transport_for(&url).get(url.clone()).headers(headers);
            let head = in_time(deadline, exchange::send(request)).await?;
            if let Some(next) = exchange::redirect(&head, &url)? {
                url = next;
                continue;
            }
            let (status, headers) = (head.status(), head.headers().clone());
            let body = if status.is_success() {
                let most = self.0.largest_body;
                if self.0.cuts_off {
                    in_time(deadline, exchange::beginning(head, most)).await?
                } else {
                    in_time(deadline, exchange::whole(head, most)).await?
                }
            } else {
                exchange::what_comes(head, deadline).await
            };
            let response = Response {
                status: status.as_u16(),
                url,
                redirected: redirects > 0,
                body: body.bytes,
                complete: body.complete,
                headers,
            };
            return Ok((response, place));
        }
        Err(NetError::TooManyRedirects)
    }

    async fn enter(
        &self,
        places: &Arc<Places>,
        url: &Url,
        deadline: Option<Instant>,
    ) -> Result<Place, NetError> {
        let wait = Instant::now() + self.0.longest_wait;
        let until = deadline.map_or(wait, |deadline| deadline.min(wait));
        let host = url.host_str().unwrap_or_default();
        places.enter(registrable_domain(host), until).await
    }

    fn transport_for(&self, url: &Url) -> &reqwest::Client {
        if self.0.kept.keeps(url.authority(), Instant::now()) {
            &self.0.keeping
        } else {
            &self.0.closing
        }
    }
}

/// A fragment is not sent, and is no part of who answered.
fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn sign(
    headers: &mut HeaderMap,
    signer: Option<&dyn SignRequest>,
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
) -> Result<(), NetError> {
    let Some(signer) = signer else { return Ok(()) };
    let added = signer.sign(method.as_str(), url, body);
    let pairs = added
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    request::add(headers, pairs)
}

async fn in_time<T>(
    deadline: Instant,
    call: impl Future<Output = Result<T, NetError>>,
) -> Result<T, NetError> {
    timeout_at(deadline, call)
        .await
        .unwrap_or(Err(NetError::Timeout))
}

#[expect(
    clippy::disallowed_methods,
    reason = "this crate is where HTTP clients are made"
)]
fn transport(
    options: &ClientOptions,
    resolver: &Arc<CheckedResolver>,
    kept_per_host: usize,
) -> Result<reqwest::Client, NetError> {
    let setup = |error: reqwest::Error| NetError::Setup(error.to_string());
    // Not asking for compression is a header: without one, everything may be sent (RFC 9110, 12.5.3).
    let headers = request::headers([("accept-encoding", "identity")])?;
    let mut builder = reqwest::Client::builder()
        .user_agent(&options.user_agent)
        .default_headers(headers)
        .connect_timeout(options.connect_timeout)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .http1_only()
        .pool_idle_timeout(KEPT_FOR)
        .pool_max_idle_per_host(kept_per_host)
        .dns_resolver(Arc::clone(resolver));
    if let Some(authorities) = options.policy.authorities() {
        let mut known = Vec::new();
        for pem in authorities {
            known.push(reqwest::Certificate::from_pem(pem.as_bytes()).map_err(setup)?);
        }
        builder = builder.tls_certs_only(known);
    }
    builder.build().map_err(setup)
}
