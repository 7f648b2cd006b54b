//! What all that is done with files shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use staffroom_config::Config;
use staffroom_domain::random::{self, Random};
use staffroom_media::{FileType, Store, StoreError};
use tokio::sync::Semaphore;

use crate::ports::FetchFile;
use crate::secrets::SecretKey;

/// Pictures are made by at most so many threads at once.
const MOST_AT_ONCE: usize = 4;

/// The store, who fetches, and how much is done at once. Cheap to clone.
#[derive(Clone)]
pub struct Media(Arc<Inner>);

struct Inner {
    config: Arc<Config>,
    store: OnceLock<Store>,
    key: hmac::Key,
    fetcher: OnceLock<Arc<dyn FetchFile>>,
    slots: Arc<Semaphore>,
    flights: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
}

impl Media {
    /// As the settings say; the store is opened when it is first used.
    pub(crate) fn new(config: &Arc<Config>, key: &SecretKey) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Inner {
            config: Arc::clone(config),
            store: OnceLock::new(),
            key: hmac::Key::new(hmac::HMAC_SHA256, &key.derive("media")),
            fetcher: OnceLock::new(),
            slots: Arc::new(Semaphore::new((cores / 2).clamp(1, MOST_AT_ONCE))),
            flights: Mutex::default(),
        }))
    }

    /// The store.
    pub fn store(&self) -> Result<&Store, StoreError> {
        if let Some(store) = self.0.store.get() {
            return Ok(store);
        }
        let opened = Store::open(&self.0.config)?;
        Ok(self.0.store.get_or_init(|| opened))
    }

    /// Who fetches files and pages of others. Said once, when the program is put together; where nobody
    /// does, nothing is fetched.
    pub fn set_fetcher(&self, fetcher: Arc<dyn FetchFile>) {
        // Set once: a context is made for each opening.
        drop(self.0.fetcher.set(fetcher));
    }

    /// Who fetches.
    pub(crate) fn fetcher(&self) -> Option<&Arc<dyn FetchFile>> {
        self.0.fetcher.get()
    }

    /// Places for those who make pictures.
    pub(super) fn slots(&self) -> &Arc<Semaphore> {
        &self.0.slots
    }

    /// What nobody can guess of an address that we give out.
    pub(super) fn signature(&self, of: &str) -> String {
        let whole = hmac::sign(&self.0.key, of.as_bytes());
        BASE64URL_NOPAD.encode(whole.as_ref().get(..12).unwrap_or_default())
    }

    /// One at a time for each key: those who come second wait, and find what the first has fetched.
    pub(super) fn flight(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self
            .0
            .flights
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(key).and_then(Weak::upgrade) {
            return flight;
        }
        flights.retain(|_, flight| flight.strong_count() > 0);
        let flight = Arc::new(tokio::sync::Mutex::new(()));
        flights.insert(key.to_owned(), Arc::downgrade(&flight));
        flight
    }
}

/// A new path in the store that nobody can guess.
pub(super) fn new_path(random: &dyn Random, kind: FileType) -> String {
    let name = data_encoding::HEXLOWER.encode(&random::bytes::<16>(random));
    let folder = name.get(..2).unwrap_or_default();
    format!("media/{folder}/{name}.{}", kind.extension())
}

/// The path of the small picture of that file.
pub(super) fn small_path(path: &str, kind: FileType) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    format!("{stem}-small.{}", kind.extension())
}
