//! What every use case is given.

use std::sync::{Arc, OnceLock};

use staffroom_config::Config;
use staffroom_db::Db;
use staffroom_domain::{Addresses, Clock, IdGenerator, Random, Timestamp};

use crate::limits::Limits;
use crate::media::Media;
use crate::passwords::Hasher;
use crate::ports::Directory;
use crate::secrets::SecretKey;

/// The database, the clock and everything else that a use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Ctx(Arc<Inner>);

struct Inner {
    parts: Parts,
    media: Media,
}

/// What a [`Ctx`] is made of.
pub struct Parts {
    /// The settings.
    pub config: Arc<Config>,
    /// The database.
    pub db: Db,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub random: Arc<dyn Random>,
    /// New ids.
    pub ids: Arc<IdGenerator>,
    /// Password hashes, a few at a time.
    pub hasher: Hasher,
    /// The key that signs forms and links.
    pub key: SecretKey,
    /// How often somebody may try.
    pub limits: Limits,
    /// The ids of what lives here.
    pub addresses: Addresses,
    /// Finds people and posts of other servers; filled when the program is put together, and empty
    /// where nothing federates.
    pub directory: Arc<OnceLock<Arc<dyn Directory>>>,
    /// A build against which test suites of client programs are run: it gives tokens for passwords, and
    /// takes any password at sign-up. Never in the real program.
    pub rehearsal: bool,
}

impl Ctx {
    /// From its parts.
    pub fn new(parts: Parts) -> Self {
        let media = Media::new(&parts.config, &parts.key);
        Self(Arc::new(Inner { parts, media }))
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// A new id for something that happens now.
    pub fn new_id<T: From<i64>>(&self) -> T {
        self.0.parts.ids.next(self.now())
    }

    /// Whether mail can be sent.
    pub fn sends_mail(&self) -> bool {
        self.0.parts.config.mail.smtp_host.is_some()
    }

    /// The store of files, and who fetches those of others.
    pub fn media(&self) -> &Media {
        &self.0.media
    }

    /// What this instance calls itself where it asks others (`User-Agent`).
    pub fn agent(&self) -> String {
        let origin = self.0.parts.config.server.url.origin();
        format!("Staffroom/{} (+{origin})", env!("CARGO_PKG_VERSION"))
    }

    /// The address of a page of this instance; `path` begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.parts.config.server.url.origin())
    }

    /// The same, with the database connections that are meant for workers, and without the directory:
    /// that is made of such a context, and each would keep the other alive, with the database.
    #[must_use]
    pub fn for_workers(&self) -> Self {
        Self(Arc::new(Inner {
            parts: self.parts_for_workers(),
            media: self.0.media.clone(),
        }))
    }

    /// The same for whoever fetches files, who is known to this context and must not know it in turn.
    #[must_use]
    pub fn for_fetching(&self) -> Self {
        Self::new(self.parts_for_workers())
    }

    fn parts_for_workers(&self) -> Parts {
        let parts = &self.0.parts;
        Parts {
            config: Arc::clone(&parts.config),
            db: parts.db.for_workers(),
            clock: Arc::clone(&parts.clock),
            random: Arc::clone(&parts.random),
            ids: Arc::clone(&parts.ids),
            hasher: parts.hasher.clone(),
            key: parts.key.clone(),
            limits: parts.limits.clone(),
            addresses: parts.addresses.clone(),
            directory: Arc::default(),
            rehearsal: parts.rehearsal,
        }
    }
}

impl std::ops::Deref for Ctx {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
