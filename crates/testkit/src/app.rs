//! The real program on a database of the test's own, with a clock that the test moves.

use std::sync::Arc;
use std::time::Duration;

use staffroom_config::{Loaded, Overrides, Sources};
use staffroom_db::users::UserWithAccount;
use staffroom_db::{DbError, Location, QueryCounter, jobs as job_rows, outbox};
use staffroom_domain::job::Queue;
use staffroom_domain::{EmailAddress, Password, Role, Roles, Username};
use staffroom_federation::{Federation, deliver, inbox};
use staffroom_net::LoopbackPolicy;
use staffroom_server::app::{App, Outside, Purpose};
use staffroom_server::http;
use staffroom_server::jobs::{Execution, drain};
use staffroom_service::Ctx;
use staffroom_service::passwords::Hasher;
use staffroom_service::users::{self, NewUser};
use staffroom_web::Web;
use tempfile::TempDir;

use crate::browser::Browser;
use crate::clock::FixedClock;
use crate::database::{TestDb, TestLocation};
use crate::mail::SentMail;
use crate::ports::free_port;
use crate::random::SeededRandom;

/// The password of every user that a test makes.
pub const PASSWORD: &str = "four words in a row";

/// The real program: same wiring, same pages over real HTTP on loopback. Its clock stands still
/// until it is moved, its letters go into a box, its jobs run when [`TestApp::drain`] says so.
///
/// # Panics
///
/// When it is dropped while jobs or events are left: what a test causes, it has to look at.
pub struct TestApp {
    app: Option<App>,
    pages: Option<Pages>,
    clock: FixedClock,
    mail: SentMail,
    queries: QueryCounter,
    url: String,
    // Removed in this order, after the program is closed.
    _folder: TempDir,
    _location: TestLocation,
}

impl TestApp {
    /// On a test's database, with mail.
    pub async fn start(db: TestDb) -> Self {
        Self::with_settings(db, &[("mail.smtp_host", "mail.example")]).await
    }

    /// On a test's database, as `http://{name}.localhost:{port}`, exchanging with every other instance
    /// under such a name: activities go when [`TestApp::drain`] or [`settle`] says so.
    pub async fn federating(db: TestDb, name: &str) -> Self {
        let port = free_port();
        let url = format!("http://{name}.localhost:{port}");
        let settings = [
            ("server.url", url.as_str()),
            ("server.bind", &format!("127.0.0.1:{port}")),
            ("federation.mode", "open"),
        ];
        Self::with_settings(db, &settings).await
    }

    /// On a test's database, with settings as on the command line.
    ///
    /// # Panics
    ///
    /// Where the settings are wrong or the program does not start.
    pub async fn with_settings(db: TestDb, settings: &[(&str, &str)]) -> Self {
        let location = db.close();
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("no temporary folder: {e}"));
        let (clock, mail, queries) = (
            FixedClock::default(),
            SentMail::default(),
            QueryCounter::default(),
        );
        let (loaded, url) = load(&location, &folder, settings);
        let outside = Outside {
            clock: Arc::new(clock.clone()),
            random: Arc::new(SeededRandom::default()),
            hasher: Some(Hasher::weak()),
            mailer: loaded
                .config
                .mail
                .smtp_host
                .is_some()
                .then(|| mail.mailer()),
            query_counter: Some(queries.clone()),
            address_policy: Some(LoopbackPolicy::for_localhost_names().into()),
            rehearsal: false,
        };
        let app = App::open(&loaded, outside, Purpose::Serve)
            .await
            .unwrap_or_else(|error| panic!("the program does not open: {error}"));
        let pages = Pages::serve(&app);
        Self {
            app: Some(app),
            pages: Some(pages),
            clock,
            mail,
            queries,
            url,
            _folder: folder,
            _location: location,
        }
    }

    /// What use cases need.
    pub fn ctx(&self) -> &Ctx {
        &self.app().ctx
    }

    /// Where it listens: scheme, host and port.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its clock.
    pub const fn clock(&self) -> &FixedClock {
        &self.clock
    }

    /// The letters that were sent.
    pub const fn mail(&self) -> &SentMail {
        &self.mail
    }

    /// Counts statements.
    pub const fn queries(&self) -> &QueryCounter {
        &self.queries
    }

    /// The host of its ids, with its port.
    pub fn host(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// A user, to be built.
    pub fn user(&self, name: &str) -> UserBuilder<'_> {
        UserBuilder {
            app: self,
            name: name.to_owned(),
            roles: Vec::new(),
            email: None,
        }
    }

    /// Turns all events into jobs and runs what is due, until nothing is left.
    ///
    /// # Panics
    ///
    /// Where the database fails.
    pub async fn drain(&self) -> Vec<Execution> {
        drain(self.app())
            .await
            .unwrap_or_else(|error| panic!("jobs cannot be run: {error}"))
    }

    /// What is exchanged with other instances.
    ///
    /// # Panics
    ///
    /// Where nothing is.
    pub fn federation(&self) -> &Federation {
        self.app()
            .federation
            .as_ref()
            .unwrap_or_else(|| panic!("this instance does not federate"))
    }

    /// Does everything that waits, once: events, jobs, deliveries, what came in. Gives how much.
    async fn step(&self) -> usize {
        let jobs = self.drain().await.len();
        let federation = self.federation();
        jobs + deliver::drain(federation).await + inbox::drain(federation).await
    }

    fn app(&self) -> &App {
        self.app
            .as_ref()
            .unwrap_or_else(|| unreachable!("it is there until it is dropped"))
    }
}

/// Lets instances exchange until nothing moves any more: jobs, deliveries, and what came in.
///
/// # Panics
///
/// Where they never come to rest.
pub async fn settle(apps: &[&TestApp]) {
    for _ in 0..100 {
        let mut moved = 0;
        for app in apps {
            moved += app.step().await;
        }
        if moved == 0 {
            return;
        }
    }
    panic!("the instances do not come to rest");
}

/// As [`settle`], also what waits for a while so that it is done once for many: the clocks go on meanwhile.
pub async fn come_to_rest(apps: &[&TestApp]) {
    for _ in 0..3 {
        settle(apps).await;
        for app in apps {
            app.clock().advance(Duration::from_mins(6));
        }
    }
    settle(apps).await;
}

/// Settings of a configured instance (no trial) on loopback.
fn load(location: &TestLocation, folder: &TempDir, settings: &[(&str, &str)]) -> (Loaded, String) {
    let port = free_port();
    let url = format!("http://localhost:{port}");
    let database = match &location.options().location {
        Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let mut overrides = Overrides::new();
    for (key, value) in [
        ("server.url", url.as_str()),
        ("server.bind", &format!("127.0.0.1:{port}")),
        ("server.metrics_bind", "off"),
        ("server.workers", "1"),
        ("server.shutdown_timeout", "1s"),
        ("storage.data_dir", &folder.path().to_string_lossy()),
        ("database.url", &database),
        ("database.durability", "normal"),
        ("federation.mode", "off"),
        ("api.rate_limits", "false"),
    ]
    .iter()
    .chain(settings)
    {
        overrides
            .set(&format!("{key}={value}"))
            .unwrap_or_else(|error| panic!("a setting of the test is wrong: {error}"));
    }
    let loaded = staffroom_config::parse(&Sources::new().with_overrides(overrides))
        .unwrap_or_else(|error| panic!("the settings of the test are wrong: {error}"));
    let url = loaded.config.server.url.origin();
    (loaded, url)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.pages.take());
        let app = self.app.take();
        // A thread of its own: the test's runtime cannot wait in a destructor.
        let left = std::thread::spawn(move || close(app)).join();
        if std::thread::panicking() {
            return;
        }
        match left {
            Ok(Ok(0)) => {}
            Ok(Ok(n)) => {
                panic!("{n} jobs or events are left; call drain() and look at what they did")
            }
            Ok(Err(error)) => panic!("the program does not close: {error}"),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// The pages over HTTP, on a thread and a runtime of their own: a test's runtime has one thread,
/// which cannot serve while the test waits.
struct Pages {
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Pages {
    fn serve(app: &App) -> Self {
        let ctx = app.ctx.clone();
        let doors = http::Doors {
            web: Web::new(ctx.clone(), app.standing.trial),
            federation: app.federation.clone(),
            inbox: app.inbox.clone(),
        };
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (listening, is_listening) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            runtime().block_on(async {
                let served = http::Listeners::bind(&ctx.config.server, true)
                    .and_then(|at| http::serve(&ctx, doors, None, at))
                    .unwrap_or_else(|error| panic!("the program does not listen: {error}"));
                let _ = listening.send(());
                drop(stopped.await);
                served.stop().await;
            });
        });
        assert!(is_listening.recv().is_ok(), "the pages are served");
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("no runtime: {error}"))
}

/// Closes the program; gives how many jobs and events are left.
fn close(app: Option<App>) -> Result<i64, DbError> {
    runtime().block_on(async {
        let Some(app) = app else { return Ok(0) };
        let left = app
            .ctx
            .db
            .read(|conn| {
                let mut left = outbox::count(conn)?;
                for queue in Queue::ALL {
                    left += job_rows::counts(conn, queue)?.live;
                }
                Ok::<_, DbError>(left)
            })
            .await?;
        app.close().await?;
        Ok(left)
    })
}

/// A user that a test makes: `app.user("amira").teacher().build().await`.
pub struct UserBuilder<'a> {
    app: &'a TestApp,
    name: String,
    roles: Vec<Role>,
    email: Option<EmailAddress>,
}

impl UserBuilder<'_> {
    /// With a role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.roles.push(role);
        self
    }

    /// As a teacher.
    #[must_use]
    pub fn teacher(self) -> Self {
        self.role(Role::Teacher)
    }

    /// As an owner.
    #[must_use]
    pub fn owner(self) -> Self {
        self.role(Role::Owner)
    }

    /// With an address.
    ///
    /// # Panics
    ///
    /// Where it is none.
    #[must_use]
    pub fn email(mut self, address: &str) -> Self {
        self.email = Some(EmailAddress::parse(address).unwrap_or_else(|e| panic!("{e}")));
        self
    }

    /// Makes the user, with the password [`PASSWORD`].
    ///
    /// # Panics
    ///
    /// Where the name is taken or cannot be.
    pub async fn build(self) -> UserWithAccount {
        let new = NewUser {
            username: Username::parse(&self.name).unwrap_or_else(|e| panic!("{e}")),
            display_name: String::new(),
            email: self.email,
            roles: Roles::from_iter(self.roles),
            password: Some(
                Password::present(PASSWORD.to_owned()).unwrap_or_else(|e| panic!("{e}")),
            ),
        };
        users::create(self.app.ctx(), new)
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", self.name))
    }
}
