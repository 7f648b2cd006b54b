//! What everything here works with.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use moka::future::Cache;
use staffroom_domain::{AccountId, Addresses};
use staffroom_net::{AddressPolicy, Client, ClientOptions, NetError};
use staffroom_service::Ctx;
use staffroom_service::keys::{self, ActorKeys, ActorKeysError};
use staffroom_signatures::Hosts;
use tokio::sync::Notify;

use crate::knock::Knock;
use crate::policy::{Gatekeeper, Policies};
use crate::signer::Signer;
use crate::verify::Memory;

/// How many actors' keys are kept in memory.
const KEPT_KEYS: u64 = 10_000;
/// How long a document is served without looking again.
const DOCUMENTS_KEPT_FOR: Duration = Duration::from_secs(10);
/// How many bytes of documents are kept.
const KEPT_BYTES: u64 = 64 << 20;
/// Keys that another process replaced are noticed after this time.
const KEYS_KEPT_FOR: Duration = Duration::from_mins(5);

/// The context, the client for other servers, and the keys. Cheap to clone.
#[derive(Clone)]
pub struct Federation(Arc<Parts>);

struct Parts {
    memory: Memory,
    ctx: Ctx,
    client: Client,
    hosts: Hosts,
    keys: Cache<AccountId, Arc<ActorKeys>>,
    documents: Cache<String, Bytes>,
    policies: Policies,
    due: Arc<Notify>,
}

impl Federation {
    /// For an instance, calling whom the policy lets it call.
    pub fn new(ctx: &Ctx, policy: AddressPolicy) -> Result<Self, NetError> {
        let url = &ctx.config.server.url;
        let authority = url.origin();
        let authority = authority.split_once("://").map_or("", |(_, rest)| rest);
        let policies = Policies::new(ctx);
        let own = Hosts::new([authority, ctx.config.account_domain().as_str()]);
        let mut options = ClientOptions::new(policy, ctx.agent());
        options.judge = Some(Arc::new(Gatekeeper::new(policies.clone(), own)));
        let client = Client::new(&options)?;
        Ok(Self(Arc::new(Parts {
            memory: Memory::default(),
            ctx: ctx.clone(),
            client,
            hosts: Hosts::new([authority]),
            keys: Cache::builder()
                .max_capacity(KEPT_KEYS)
                .time_to_live(KEYS_KEPT_FOR)
                .build(),
            documents: Cache::builder()
                .weigher(|id: &String, document: &Bytes| {
                    u32::try_from(id.len() + document.len()).unwrap_or(u32::MAX)
                })
                .max_capacity(KEPT_BYTES)
                .time_to_live(DOCUMENTS_KEPT_FOR)
                .build(),
            policies,
            due: Arc::default(),
        })))
    }

    /// What is remembered of signatures, their keys and fetches under way.
    pub fn memory(&self) -> &Memory {
        &self.0.memory
    }

    /// What use cases need.
    pub fn ctx(&self) -> &Ctx {
        &self.0.ctx
    }

    /// The ids of what lives here.
    pub fn addresses(&self) -> &Addresses {
        &self.0.ctx.addresses
    }

    /// The client for other servers.
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// The hosts that requests to us may name.
    pub fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    /// What is exchanged with which server.
    pub fn policies(&self) -> &Policies {
        &self.0.policies
    }

    /// Told when deliveries were queued, or may go on: wakes [`crate::deliver::run`]. Others need not
    /// be told, it also looks by itself.
    pub fn deliveries_due(&self) -> &Arc<Notify> {
        &self.0.due
    }

    /// The keys of an actor here; made where they are missing, once for all who wait for them.
    pub async fn keys_of(&self, account: AccountId) -> Result<Arc<ActorKeys>, ActorKeysError> {
        let found = async { keys::ensure(self.ctx(), account).await.map(Arc::new) };
        self.0
            .keys
            .try_get_with(account, found)
            .await
            .map_err(|error| ActorKeysError::clone(&error))
    }

    /// Finished public documents by id: a popular post is fetched by thousands of servers in the same
    /// moment.
    pub(crate) fn documents(&self) -> &Cache<String, Bytes> {
        &self.0.documents
    }

    /// What is remembered of an actor here is outdated: its document, its keys. Other processes see a new
    /// document after ten seconds.
    pub async fn forget_actor(&self, account: AccountId) {
        self.0.keys.invalidate(&account).await;
        self.forget_document(&self.addresses().actor(account)).await;
    }

    /// Serves the document of that id anew from now on: something in it has changed. Without this a
    /// change is seen after ten seconds.
    pub async fn forget_document(&self, id: &str) {
        self.0.documents.invalidate(id).await;
    }

    /// Forgets the keys of an actor here if others are in use by now: another process may have
    /// replaced them. Says whether it was so.
    pub(crate) async fn renew_keys_of(&self, account: AccountId) -> Result<bool, ActorKeysError> {
        let known = self.keys_of(account).await?;
        let changed = keys::have_changed(self.ctx(), account, &known).await?;
        if changed {
            self.forget_actor(account).await;
        }
        Ok(changed)
    }

    /// The signature of an actor here, of that kind.
    pub async fn signer(&self, account: AccountId, knock: Knock) -> Result<Signer, ActorKeysError> {
        let keys = self.keys_of(account).await?;
        let actor = self.addresses().actor(account);
        Ok(Signer::new(
            &keys,
            &actor,
            knock,
            Arc::clone(&self.ctx().clock),
        ))
    }
}
