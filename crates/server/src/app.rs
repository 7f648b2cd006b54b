//! Puts the program together: settings, key, database, node number, context, job handlers.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use staffroom_config::{
    Config, DatabaseUrl, Durability as ConfigDurability, FederationMode, Loaded,
};
use staffroom_db::facts::{self, Fact};
use staffroom_db::inspect::{Inspection, inspect};
use staffroom_db::nodes::NodeLease;
use staffroom_db::presence::Presence;
use staffroom_db::{
    BackupBefore, Db, DbError, DbOptions, Durability, Location, Migrated, inbox, jobs, nodes, peers,
};
use staffroom_domain::{Addresses, Clock, IdGenerator, Random, Timestamp};
use staffroom_federation::inbox::InboxState;
use staffroom_federation::outbox::FederationSubscriber;
use staffroom_federation::resolve::RemoteDirectory;
use staffroom_federation::{Federation, OwnDocuments};
use staffroom_net::{AddressPolicy, Client, ClientOptions, NetError, PublicOnly};
use staffroom_outbound::files::HttpFetcher;
use staffroom_outbound::mail::{MailSetupError, SendMailHandler, SmtpMailer};
use staffroom_outbound::push::PushHandler;
use staffroom_service::Ctx;
use staffroom_service::accounts;
use staffroom_service::calendar::TellParticipantsHandler;
use staffroom_service::cards::FetchCardHandler;
use staffroom_service::context::Parts;
use staffroom_service::departures;
use staffroom_service::domain_blocks::LeaveDomainHandler;
use staffroom_service::domain_levels::ApplyPoliciesHandler;
use staffroom_service::hub::{CountLibraryHandler, ForgetMemberHandler};
use staffroom_service::instance::{self, Standing, StandingError, Start};
use staffroom_service::jobs::{PublishScheduledHandler, ScheduledHandler, TellPollHandler};
use staffroom_service::ledger::RefreshPracticeHandler;
use staffroom_service::limits::Limits;
use staffroom_service::mail::{LinkResolver, MailSubscriber};
use staffroom_service::media::{ProcessUploadHandler, StoreError};
use staffroom_service::open_data::WriteOpenDataHandler;
use staffroom_service::passwords::Hasher;
use staffroom_service::ports::{EventSubscriber, JobHandler, Mailer};
use staffroom_service::secrets::SecretKey;
use staffroom_service::transfer::ImportHandler;
use staffroom_service::transfer::archive::ArchiveHandler;
use staffroom_service::voice::{AnnounceOutcomesHandler, AnnounceRecordsHandler};
use thiserror::Error;

use crate::files::free_bytes;
use crate::key_file::{self, KeyFileError};
use crate::node::{self, NodeError};
use crate::system::{SystemClock, SystemRandom};

/// Why the program cannot work on this machine as it is set up.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The data folder.
    #[error("the data folder {} cannot be used: {reason}", .path.display())]
    DataDir {
        /// Which folder.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// The folder of an `SQLite` database that lies elsewhere.
    #[error("the database {} cannot be used: {reason}", .path.display())]
    DatabaseFolder {
        /// Which database.
        path: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// Another server.
    #[error(
        "another staffroom server is running on {}; stop it first (SQLite is for one server, PostgreSQL \
         for many)", .0.display()
    )]
    AlreadyRunning(PathBuf),
    /// A server that would find its database changed beneath it.
    #[error(
        "the database {} needs an upgrade, but a server of the older version is running; restart it first",
        .0.display()
    )]
    UpgradeBeneathServer(PathBuf),
    /// Nothing to work on.
    #[error(
        "there is no instance here yet (looked in {0}); start one with `staffroom serve` or `staffroom init`"
    )]
    NoInstance(Location),
    /// The secret key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The database belongs to another instance.
    #[error(transparent)]
    Standing(#[from] StandingError),
    /// The node number.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// Mail.
    #[error(transparent)]
    Mail(#[from] MailSetupError),
    /// The store of files.
    #[error(transparent)]
    Media(#[from] StoreError),
    /// The client for other servers.
    #[error("other servers cannot be called: {0}")]
    Net(#[from] NetError),
}

/// What may be replaced in tests.
pub struct Outside {
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub random: Arc<dyn Random>,
    /// Password hashes; `None` for what the settings say.
    pub hasher: Option<Hasher>,
    /// Sends mail; `None` for the server of the settings.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Counts statements.
    pub query_counter: Option<staffroom_db::QueryCounter>,
    /// Which other servers may be called; `None` for those of the internet, by https.
    pub address_policy: Option<AddressPolicy>,
    /// Whether test suites of client programs are run against it.
    pub rehearsal: bool,
}

impl Default for Outside {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
            hasher: None,
            mailer: None,
            query_counter: None,
            address_policy: None,
            rehearsal: false,
        }
    }
}

/// What the process is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Serve: the only one on an `SQLite` database.
    Serve,
    /// One command on an instance, beside a server that may be running.
    Command,
    /// The same, by which an instance may begin: before the first start there is a first account.
    FirstCommand,
}

/// The program, put together and ready to serve or to run a command.
pub struct App {
    /// What use cases need.
    pub ctx: Ctx,
    /// Trial or real, new or not.
    pub standing: Standing,
    /// What the start changed in the database.
    pub migrated: Migrated,
    /// The node number.
    pub node: NodeLease,
    /// What is exchanged with other servers; none where nothing is: switched off, or a trial.
    pub federation: Option<Federation>,
    /// What the inbox remembers between requests.
    pub inbox: InboxState,
    /// Who turns events into jobs.
    pub subscribers: Arc<[Box<dyn EventSubscriber>]>,
    /// Who does jobs.
    pub handlers: Arc<[Box<dyn JobHandler>]>,
    /// Held for as long as this process serves.
    _server_lock: Option<File>,
    /// The same on `PostgreSQL`, where several may serve.
    _presence: Option<Presence>,
}

impl App {
    /// Opens everything: makes what is missing, migrates, settles a fresh database.
    pub async fn open(
        loaded: &Loaded,
        outside: Outside,
        purpose: Purpose,
    ) -> Result<Self, OpenError> {
        let config = Arc::new(loaded.config.clone());
        if purpose == Purpose::Command {
            ensure_instance(db_options(&config).location).await?;
        }
        prepare_data_dir(&config.storage.data_dir)?;
        let options = DbOptions {
            query_counter: outside.query_counter.clone(),
            ..db_options(&config)
        };
        let lock = match (&options.location, purpose) {
            (Location::Sqlite(path), Purpose::Serve) => Some(lock_server(path)?),
            _ => None,
        };
        // Until the database is open, no server of another version may start on it.
        let upgrade_lock = match purpose {
            Purpose::Serve => None,
            Purpose::Command | Purpose::FirstCommand => lock_upgrade(&options.location)?,
        };
        let (db, migrated) = open_db(&config, options).await?;
        drop(upgrade_lock);
        let key = key(&config, &db, &*outside.random).await?;
        let start = Start::new(
            config.server.url.origin(),
            config.account_domain().as_str().to_owned(),
            loaded.is_trial(),
            &key,
        );
        let now = outside.clock.now();
        let standing = db
            .write(move |conn| instance::settle(conn, &start, now))
            .await?;
        let node = node::claim(&db, &*outside.clock, &*outside.random).await?;
        let presence = match (&db.location().clone(), purpose) {
            (Location::Postgres(url), Purpose::Serve) => Some(show_presence(url.clone()).await?),
            _ => None,
        };
        let is_alone = lock.is_some() || presence.as_ref().is_some_and(|(_, alone)| *alone);
        if is_alone {
            // Whoever held a job is dead.
            db.write(jobs::release_all).await?;
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let hasher = outside
            .hasher
            .unwrap_or_else(|| Hasher::new(Some(config.password_hash_concurrency(cores))));
        let ctx = Ctx::new(Parts {
            db,
            clock: outside.clock,
            random: outside.random,
            ids: Arc::new(IdGenerator::new(node.id)),
            hasher,
            key,
            limits: Limits::default(),
            rehearsal: outside.rehearsal,
            addresses: Addresses::new(config.server.url.origin()),
            directory: Arc::default(),
            config: Arc::clone(&config),
        });
        if purpose == Purpose::Serve {
            // What is set up wrongly is heard now, and not by who first uploads something.
            ctx.media().store()?;
        }
        let mailer = mailer(&config, outside.mailer)?;
        let policy = outside
            .address_policy
            .unwrap_or_else(|| others_only(&config).into());
        let push = push_client(&ctx, standing, &policy)?;
        let federation = federation(&ctx, &standing, policy).await?;
        if is_alone && federation.is_some() {
            let now = ctx.now();
            ctx.db
                .write(move |conn| {
                    peers::release_all(conn, now)?;
                    inbox::release_all(conn, now)
                })
                .await?;
        }
        let presence = match presence {
            Some((presence, true)) => Some(let_others_in(presence).await?),
            other => other.map(|(presence, _)| presence),
        };
        Ok(Self {
            subscribers: subscribers(&config, mailer.is_some(), federation.as_ref()),
            handlers: handlers(&ctx, mailer, federation.as_ref(), push),
            federation,
            inbox: InboxState::new(standing.trial),
            ctx,
            standing,
            migrated,
            node,
            _server_lock: lock,
            _presence: presence,
        })
    }

    /// Gives the node number back.
    pub async fn close(self) -> Result<(), DbError> {
        let lease = self.node;
        self.ctx
            .db
            .write(move |conn| nodes::release(conn, lease))
            .await
    }
}

/// How the settings open the database.
pub fn db_options(config: &Config) -> DbOptions {
    let location = match config.database_url() {
        DatabaseUrl::Sqlite(path) => Location::Sqlite(path),
        DatabaseUrl::Postgres(url) => Location::Postgres(url),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let or = |set: u32, default: usize| match set {
        0 => default,
        n => usize::try_from(n).unwrap_or(default),
    };
    DbOptions {
        durability: match config.database.durability {
            ConfigDurability::Full => Durability::Full,
            ConfigDurability::Normal => Durability::Normal,
        },
        connections: or(config.database.connections, (cores * 2).clamp(4, 16)),
        worker_connections: or(config.database.worker_connections, 4),
        busy_timeout: config.database.busy_timeout,
        queue_timeout: config.database.queue_timeout,
        ..DbOptions::new(location)
    }
}

/// Whether, and where, a copy is made before a migration.
pub fn backup_before(config: &Config) -> Option<BackupBefore> {
    config.backup.before_migration.then(|| BackupBefore {
        folder: config.storage.data_dir.join("backups"),
        keep: usize::try_from(config.backup.keep).unwrap_or(usize::MAX),
    })
}

/// The mailer that the settings describe, if they describe one.
pub fn mailer(
    config: &Config,
    given: Option<Arc<dyn Mailer>>,
) -> Result<Option<Arc<dyn Mailer>>, MailSetupError> {
    match (given, &config.mail.smtp_host) {
        (Some(mailer), _) => Ok(Some(mailer)),
        (None, Some(_)) => Ok(Some(Arc::new(SmtpMailer::new(config)?))),
        (None, None) => Ok(None),
    }
}

/// A point in time in words, for letters and the command line: UTC, and saying so.
pub fn in_words(at: Timestamp) -> String {
    chrono::DateTime::from_timestamp_micros(at.as_micros()).map_or_else(
        || "(unknown)".to_owned(),
        |t| t.format("%-d %B %Y, %H:%M UTC").to_string(),
    )
}

/// A point in time for programs: UTC, to the second.
pub fn in_rfc3339(at: Timestamp) -> String {
    chrono::DateTime::from_timestamp(at.as_secs(), 0).map_or_else(String::new, |t| {
        t.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    })
}

/// The public internet, but for this machine and the names of the instance itself.
fn others_only(config: &Config) -> PublicOnly {
    let domain = config.account_domain();
    let own = [config.server.url.as_url().host_str(), Some(domain.host())];
    PublicOnly::new()
        .except([config.server.bind.ip()])
        .except_names(own.into_iter().flatten())
}

/// The exchange with other servers, where there is any, with the account that signs for the instance.
async fn federation(
    ctx: &Ctx,
    standing: &Standing,
    policy: AddressPolicy,
) -> Result<Option<Federation>, OpenError> {
    if standing.trial || ctx.config.federation_mode() == FederationMode::Off {
        return Ok(None);
    }
    accounts::ensure_instance_actor(ctx).await?;
    let fetcher = HttpFetcher::new(&ctx.for_fetching(), &policy)?;
    ctx.media().set_fetcher(Arc::new(fetcher));
    let federation = Federation::new(&ctx.for_workers(), policy)?;
    let directory = RemoteDirectory(federation.clone());
    // Set once: a context is made for each opening.
    drop(ctx.directory.set(Arc::new(directory)));
    Ok(Some(federation))
}

/// What calls push services; none in a trial, which calls nobody.
fn push_client(
    ctx: &Ctx,
    standing: Standing,
    policy: &AddressPolicy,
) -> Result<Option<Client>, OpenError> {
    if standing.trial {
        return Ok(None);
    }
    let options = ClientOptions::new(policy.clone(), ctx.agent());
    Ok(Some(Client::new(&options)?))
}

fn subscribers(
    config: &Config,
    sends_mail: bool,
    federation: Option<&Federation>,
) -> Arc<[Box<dyn EventSubscriber>]> {
    let mut all: Vec<Box<dyn EventSubscriber>> = Vec::new();
    if sends_mail {
        let contact = &config.instance;
        let contact = match (&contact.contact_name, &contact.contact_email) {
            (Some(name), Some(email)) => Some(format!("{name} ({})", email.as_str())),
            (Some(name), None) => Some(name.clone()),
            (None, email) => email.as_ref().map(|email| email.as_str().to_owned()),
        };
        all.push(Box::new(MailSubscriber {
            instance_name: config.instance.name.clone(),
            instance_url: config.server.url.origin(),
            contact,
            format_time: in_words,
        }));
    }
    if federation.is_some() {
        all.push(Box::new(FederationSubscriber { federates: true }));
    }
    all.into()
}

fn handlers(
    ctx: &Ctx,
    mailer: Option<Arc<dyn Mailer>>,
    federation: Option<&Federation>,
    push: Option<Client>,
) -> Arc<[Box<dyn JobHandler>]> {
    let known = federation.cloned();
    let workers = ctx.for_workers();
    let mut all = departures::handlers(&workers);
    all.push(Box::new(ScheduledHandler(workers.clone())));
    all.push(Box::new(TellPollHandler(workers.clone())));
    all.push(Box::new(RefreshPracticeHandler(workers.clone())));
    all.push(Box::new(AnnounceRecordsHandler(workers.clone())));
    all.push(Box::new(AnnounceOutcomesHandler(workers.clone())));
    all.push(Box::new(TellParticipantsHandler(workers.clone())));
    all.push(Box::new(ForgetMemberHandler(workers.clone())));
    all.push(Box::new(CountLibraryHandler(workers.clone())));
    all.push(Box::new(WriteOpenDataHandler(workers.clone())));
    all.push(Box::new(ProcessUploadHandler(workers.clone())));
    all.push(Box::new(FetchCardHandler {
        ctx: workers.clone(),
        parse_time,
    }));
    all.push(Box::new(LeaveDomainHandler(workers.clone())));
    all.push(Box::new(PublishScheduledHandler(workers.clone())));
    all.push(Box::new(ImportHandler {
        ctx: workers.clone(),
        directory: Arc::clone(&ctx.directory),
    }));
    all.push(Box::new(ArchiveHandler {
        ctx: workers.clone(),
        documents: Arc::new(OwnDocuments(workers.clone())),
        free_bytes,
    }));
    all.push(Box::new(PushHandler {
        ctx: workers.clone(),
        client: push,
    }));
    all.push(Box::new(ApplyPoliciesHandler {
        ctx: workers,
        forget: Box::new(move || {
            if let Some(federation) = &known {
                federation.policies().forget();
                federation.memory().forget_everybody();
            }
        }),
    }));
    if let Some(mailer) = mailer {
        all.push(Box::new(SendMailHandler {
            mailer,
            links: LinkResolver::of(ctx),
        }));
    }
    if let Some(federation) = federation {
        all.extend(staffroom_federation::outbox::handlers(federation, true));
        all.extend(staffroom_federation::resolve::handlers(federation));
        all.extend(staffroom_hub::handlers(federation));
    }
    all.into()
}

/// A time as pages write it: RFC 3339.
fn parse_time(text: &str) -> Option<Timestamp> {
    let at = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some(Timestamp::from_micros(at.timestamp_micros()))
}

/// The instance's key; a new one only for a database that has none yet.
async fn key(config: &Config, db: &Db, random: &dyn Random) -> Result<SecretKey, OpenError> {
    let path = config.secret_key_file();
    let has_key = db
        .read(|conn| facts::get(conn, Fact::SecretKeyFingerprint))
        .await?
        .is_some();
    match key_file::read(&path)? {
        Some(key) => Ok(key),
        None if has_key => Err(KeyFileError::Missing(path).into()),
        None => Ok(key_file::read_or_create(&path, random)?),
    }
}

async fn open_db(config: &Config, options: DbOptions) -> Result<(Db, Migrated), DbError> {
    let backup = backup_before(config);
    // Opening blocks: files, locks, a server that may be far away.
    tokio::task::spawn_blocking(move || {
        let migrated = Db::migrate(&options, backup.as_ref())?;
        Ok((Db::open(&options)?, migrated))
    })
    .await
    .unwrap_or_else(|error| Err(DbError::Unavailable(error.to_string())))
}

/// Shows other servers of a `PostgreSQL` database that this one works on it, and whether it is alone.
async fn show_presence(url: String) -> Result<(Presence, bool), DbError> {
    tokio::task::spawn_blocking(move || Presence::show(&url))
        .await
        .unwrap_or_else(|error| Err(DbError::Unavailable(error.to_string())))
}

async fn let_others_in(presence: Presence) -> Result<Presence, DbError> {
    tokio::task::spawn_blocking(move || presence.let_others_in().map(|()| presence))
        .await
        .unwrap_or_else(|error| Err(DbError::Unavailable(error.to_string())))
}

/// Makes the data folder, for its owner alone.
pub fn prepare_data_dir(path: &Path) -> Result<(), OpenError> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| OpenError::DataDir {
            path: path.to_owned(),
            reason: data_dir_reason(&error),
        })
}

fn data_dir_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "it cannot be written; let the user who runs staffroom own it, or set `storage.data_dir`"
                .to_owned()
        }
        std::io::ErrorKind::AlreadyExists | std::io::ErrorKind::NotADirectory => {
            "there is a file in its place; set `storage.data_dir` to a folder".to_owned()
        }
        _ => error.to_string(),
    }
}

fn database_folder_reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            "its folder does not exist; make it, or correct `database.url`".to_owned()
        }
        std::io::ErrorKind::NotADirectory => {
            "there is a file in place of its folder; correct `database.url`".to_owned()
        }
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "its folder cannot be written; let the user who runs staffroom own it".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Refuses where there is no instance. What cannot be looked at is left to the opening, which says why.
async fn ensure_instance(location: Location) -> Result<(), OpenError> {
    tokio::task::spawn_blocking(move || match inspect(&location) {
        Ok(seen) if !is_instance(seen.as_ref()) => Err(OpenError::NoInstance(location)),
        _ => Ok(()),
    })
    .await
    .unwrap_or_else(|error| Err(DbError::Unavailable(error.to_string()).into()))
}

fn is_instance(seen: Option<&Inspection>) -> bool {
    seen.is_some_and(|seen| seen.secret_key_fingerprint.is_some())
}

/// Where an `SQLite` database is about to be upgraded: keeps servers away, and refuses where one runs.
/// Commands share the lock.
pub fn lock_upgrade(location: &Location) -> Result<Option<File>, OpenError> {
    let Location::Sqlite(path) = location else {
        return Ok(None);
    };
    let needs_upgrade = match inspect(location) {
        Ok(Some(seen)) => !seen.migrations.is_empty() && seen.pending()? > 0,
        // There is nothing yet, or nothing that can be opened; the opening says why.
        _ => false,
    };
    if !needs_upgrade {
        return Ok(None);
    }
    let file = server_lock_file(path)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Err(OpenError::UpgradeBeneathServer(path.clone())),
        Err(fs::TryLockError::Error(error)) => Err(OpenError::DatabaseFolder {
            path: path.clone(),
            reason: database_folder_reason(&error),
        }),
    }
}

/// Takes the lock by which an `SQLite` database has one server at most.
pub fn lock_server(database: &Path) -> Result<File, OpenError> {
    let file = server_lock_file(database)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(OpenError::AlreadyRunning(database.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(OpenError::DatabaseFolder {
            path: database.to_owned(),
            reason: database_folder_reason(&error),
        }),
    }
}

fn server_lock_file(database: &Path) -> Result<File, OpenError> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(database.with_extension("server-lock"))
        .map_err(|error| OpenError::DatabaseFolder {
            path: database.to_owned(),
            reason: database_folder_reason(&error),
        })
}
