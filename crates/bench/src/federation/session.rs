//! An account on the server under test, and the relations that a measurement needs.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout, timeout_at};
use url::{Url, form_urlencoded};

use super::hosts::{Delivery, Hosts};
use super::signed::{Signer, on_all_cores};
use super::world::Person;
use crate::tested::http::Connection;
use crate::tested::load::{Load, send_all};
use crate::tested::memory::Memory;
use crate::tested::server::{Api, LONGEST, Server, authority};

/// Both sides.
pub(crate) struct Session {
    pub(crate) hosts: Hosts,
    pub(crate) server: Server,
    pub(crate) api: Api,
    pub(crate) memory: Memory,
    /// The actor of the account.
    pub(crate) actor: Url,
    pub(crate) inbox: Url,
    /// The inbox of the whole server, if it has one.
    pub(crate) shared_inbox: Url,
    pub(crate) connections: u32,
    pub(crate) patience: Duration,
    /// How many followers it has, on the hosts from 1.
    followers: u32,
    /// How many people of host 0 it follows.
    follows: u32,
}

impl Session {
    /// Finds the account of the token and its inbox.
    pub(crate) async fn open(
        hosts: Hosts,
        server: Server,
        connections: u32,
        patience: Duration,
    ) -> anyhow::Result<Self> {
        let mut api = Api::new(&server);
        let me = api.get("/api/v1/accounts/verify_credentials").await?;
        let actor = match me.get("uri").and_then(Value::as_str) {
            Some(uri) => Url::parse(uri)?,
            None => by_webfinger(&server, text(&me, "username")?).await?,
        };
        let mut session = Self {
            memory: Memory::watch(server.process.clone()),
            inbox: actor.clone(),
            shared_inbox: actor.clone(),
            hosts,
            server,
            api,
            actor,
            connections,
            patience,
            followers: 0,
            follows: 0,
        };
        let document = session.document(&session.actor).await?;
        session.inbox = Url::parse(text(&document, "inbox")?)?;
        session.shared_inbox = match document
            .pointer("/endpoints/sharedInbox")
            .and_then(Value::as_str)
        {
            Some(shared) => Url::parse(shared)?,
            None => session.inbox.clone(),
        };
        Ok(session)
    }

    pub(crate) fn signer(&self) -> Signer<'_> {
        Signer {
            world: &self.hosts.world,
            extra: &self.server.extra,
        }
    }

    /// Sends many requests over as many connections as were asked for.
    pub(crate) async fn send_all(&self, requests: Vec<Vec<u8>>) -> anyhow::Result<Load> {
        send_all(&self.server, requests, self.connections).await
    }

    async fn document(&self, url: &Url) -> anyhow::Result<Value> {
        let reader = Person { host: 0, number: 0 };
        let request = self.signer().get(reader, url)?;
        let mut connection = Connection::new(self.server.address);
        let answer = timeout(LONGEST, connection.send(&request)).await??;
        if answer.status() != 200 {
            bail!("{url} was answered with {}", answer.first);
        }
        serde_json::from_slice(&answer.body).with_context(|| format!("{url} is no JSON"))
    }

    /// Lets the account follow so many people of host 0, as far as it does not yet, and these accept.
    pub(crate) async fn follow(&mut self, count: u32) -> anyhow::Result<()> {
        let people: Vec<_> = (self.follows..count)
            .map(|number| Person { host: 0, number })
            .collect();
        let mut ids = Vec::new();
        self.hosts.forget();
        for person in &people {
            let actor = self.hosts.world.actor(*person);
            let query: String = form_urlencoded::byte_serialize(actor.as_bytes()).collect();
            let target = format!("/api/v2/search?q={query}&resolve=true&type=accounts&limit=1");
            let found = self.api.get(&target).await?;
            let id = found.pointer("/accounts/0/id").and_then(Value::as_str);
            let id = id.with_context(|| format!("{actor} was not found: {found}"))?;
            let target = format!("/api/v1/accounts/{id}/follow");
            self.api.post(&target, &json!({})).await?;
            ids.push(id.to_owned());
        }
        let mut accepts = Vec::new();
        let mut answered = HashSet::new();
        let until = Instant::now() + self.patience;
        while answered.len() < people.len() {
            let delivery = self.next(until).await?;
            let Some(delivery) = delivery else {
                bail!("{} of {} follows arrived", answered.len(), people.len());
            };
            let whom = people
                .iter()
                .find(|person| self.hosts.world.actor(**person) == delivery.object);
            if let (Some(whom), "Follow") = (whom, delivery.kind.as_str())
                && answered.insert(*whom)
            {
                let follow: Value = serde_json::from_slice(&delivery.body)?;
                let accept = self.hosts.world.accept(*whom, &follow);
                accepts.push(self.signer().post(*whom, &self.inbox, &accept)?);
            }
        }
        self.send_all(accepts).await?.all_accepted("Accept")?;
        self.wait_until_following(&ids, until).await?;
        self.follows = self.follows.max(count);
        Ok(())
    }

    async fn wait_until_following(&mut self, ids: &[String], until: Instant) -> anyhow::Result<()> {
        for part in ids.chunks(40) {
            let query: Vec<String> = part.iter().map(|id| format!("id[]={id}")).collect();
            let target = format!("/api/v1/accounts/relationships?{}", query.join("&"));
            loop {
                let page = self.api.get(&target).await?;
                let following = page.as_array().map_or(0, |all| {
                    all.iter().filter(|one| one["following"] == true).count()
                });
                if following == part.len() {
                    break;
                }
                if Instant::now() > until {
                    bail!("{following} of {} follows were accepted", part.len());
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
        Ok(())
    }

    /// Lets one person each on the hosts up to this one follow the account, as far as they do not
    /// yet; how long it took until all were accepted.
    pub(crate) async fn gain_followers(&mut self, last: u32) -> anyhow::Result<Duration> {
        let people: Vec<_> = (self.followers + 1..=last)
            .map(|host| Person { host, number: 0 })
            .collect();
        let signer = self.signer();
        let requests = on_all_cores(&people, |person| {
            let follow = self.hosts.world.follow(*person, self.actor.as_str());
            signer.post(*person, &self.inbox, &follow)
        })?;
        self.hosts.forget();
        let load = self.send_all(requests).await?.all_accepted("Follow")?;
        let mut accepted = HashSet::new();
        let until = Instant::now() + self.patience;
        while accepted.len() < people.len() {
            let Some(delivery) = self.next(until).await? else {
                bail!(
                    "{} of {} follows were accepted",
                    accepted.len(),
                    people.len()
                );
            };
            if delivery.kind == "Accept" && delivery.host > self.followers {
                accepted.insert(delivery.host);
            }
        }
        self.followers = self.followers.max(last);
        Ok(load.started.elapsed())
    }

    /// What arrives next; `None` if nothing does until then.
    pub(crate) async fn next(&mut self, until: Instant) -> anyhow::Result<Option<Delivery>> {
        match timeout_at(until.into(), self.hosts.deliveries.recv()).await {
            Ok(Some(delivery)) => Ok(Some(delivery)),
            Ok(None) => bail!("the hosts stopped"),
            Err(_) => Ok(None),
        }
    }

    /// Writes a status; gives its URI.
    pub(crate) async fn post_status(&mut self, words: &str) -> anyhow::Result<String> {
        let body = json!({"status": words, "visibility": "public"});
        let status = self.api.post("/api/v1/statuses", &body).await?;
        Ok(text(&status, "uri")?.to_owned())
    }
}

async fn by_webfinger(server: &Server, username: &str) -> anyhow::Result<Url> {
    let account = format!("acct:{username}@{}", authority(&server.url));
    let query: String = form_urlencoded::byte_serialize(account.as_bytes()).collect();
    let target = format!("/.well-known/webfinger?resource={query}");
    let found = Api::new(server).get(&target).await?;
    let links = found
        .get("links")
        .and_then(Value::as_array)
        .context("no links")?;
    let own = links.iter().find(|link| link["rel"] == "self");
    let own = own.with_context(|| format!("{account} has no actor"))?;
    Ok(Url::parse(text(own, "href")?)?)
}

fn text<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    let text = value.get(name).and_then(Value::as_str);
    text.with_context(|| format!("there is no {name} in {value}"))
}
