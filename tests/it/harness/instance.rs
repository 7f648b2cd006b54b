//! The program as a process with a folder and a database of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use staffroom_db::Location;
use staffroom_testkit::{Backend, Browser, TestLocation, free_port, http_client};
use tempfile::TempDir;

/// The program must answer within this time after its start.
const READY_WITHIN: Duration = Duration::from_mins(2);

/// A data folder, a database, settings; and the server on them, while it runs.
pub(crate) struct Instance {
    folder: TempDir,
    /// Removes a `PostgreSQL` database at the end.
    _location: TestLocation,
    url: String,
    environment: Vec<(String, String)>,
    /// Flags of the test server, where it takes the place of the program.
    test_server: Option<Vec<String>>,
    server: Option<Child>,
}

impl Instance {
    /// A fresh one that has never been started.
    pub(crate) fn new(backend: Backend) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("staffroom-black-box-")
            .tempdir()
            .unwrap();
        let location = TestLocation::empty(backend);
        let port = free_port();
        let url = format!("http://localhost:{port}");
        let mut environment = vec![
            pair("SERVER__URL", &url),
            pair("SERVER__BIND", &format!("127.0.0.1:{port}")),
            pair("SERVER__METRICS_BIND", "off"),
            pair(
                "STORAGE__DATA_DIR",
                folder.path().join("data").to_str().unwrap(),
            ),
            pair("API__RATE_LIMITS", "false"),
            pair("USERS__PASSWORD_HASH_CONCURRENCY", "1"),
            pair("LOG__LEVEL", "info"),
            pair("LOG__FORMAT", "json"),
        ];
        if let Location::Postgres(url) = &location.options().location {
            environment.push(pair("DATABASE__URL", url));
        }
        Self {
            folder,
            _location: location,
            url,
            environment,
            test_server: None,
            server: None,
        }
    }

    /// With a setting, named as in the environment but for the prefix: `JOBS__LEASE`.
    pub(crate) fn with(mut self, setting: &str, value: &str) -> Self {
        self.environment.push(pair(setting, value));
        self
    }

    /// With a public address of its own, reached through somebody who listens there.
    pub(crate) fn at(self, url: &str) -> Self {
        self.with("SERVER__URL", url)
    }

    /// From now on the test server with these flags: it calls other servers on loopback.
    pub(crate) fn use_test_server(&mut self, flags: Vec<String>) {
        self.test_server = Some(flags);
    }

    /// Where it listens: `http://127.0.0.1:port`.
    pub(crate) fn address(&self) -> String {
        self.url.replace("localhost", "127.0.0.1")
    }

    /// Its public address, where it has none of its own: `http://localhost:port`.
    pub(crate) fn public_url(&self) -> &str {
        &self.url
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program with this instance's settings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = match &self.test_server {
            Some(flags) => {
                let mut command = Command::new(built("staffroom-testserver"));
                command.args(flags).arg("--");
                command
            }
            None => Command::new(program()),
        };
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .envs(self.environment.iter().map(|(k, v)| (k, v)))
            .stdin(Stdio::null());
        command
    }

    /// Runs one command to its end and gives its output; fails where the command does.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> String {
        let output = self.output(arguments, input);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "staffroom {arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Whether nothing waits: no event, no job, no delivery, no activity that came.
    pub(crate) fn is_quiet(&self) -> bool {
        let work = self.run(&["jobs", "list"], "");
        let exchange = self.run(&["federation", "status"], "");
        work.lines()
            .all(|line| line.contains(" 0 waiting") || line == "outbox: 0 waiting")
            && exchange.contains("received and not yet applied: 0")
            && exchange.contains("Nothing waits to be delivered.")
    }

    /// Runs one command to its end.
    pub(crate) fn output(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read may have ended already.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        child.wait_with_output().unwrap()
    }

    /// Starts one of several processes on the same database: `serve --no-work`, at the address of the instance or at
    /// another, or `work`. Waits until it is ready.
    pub(crate) async fn beside(
        &self,
        name: &str,
        command: &[&str],
        address: Option<&str>,
    ) -> Process {
        let log = self.folder.path().join(format!("{name}.json"));
        let metrics = format!("127.0.0.1:{}", free_port());
        let mut settings = vec![format!("server.metrics_bind={metrics}")];
        settings.extend(address.map(|it| format!("server.bind={it}")));
        let flags = settings.iter().flat_map(|it| ["--set", it.as_str()]);
        let arguments: Vec<&str> = command.iter().copied().chain(flags).collect();
        let file = std::fs::File::create(&log).unwrap();
        let mut child = self.command(&arguments);
        let mut process = Process {
            child: child.stdout(Stdio::null()).stderr(file).spawn().unwrap(),
            metrics: format!("http://{metrics}/metrics"),
            log,
        };
        let answered = tokio::time::timeout(READY_WITHIN, async {
            while !process.log().contains("\"ready\"") {
                let ended = process.child.try_wait().unwrap();
                assert!(ended.is_none(), "{name} ended:\n{}", process.log());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(
            answered.await.is_ok(),
            "{name} is not ready:\n{}",
            process.log()
        );
        process
    }

    /// Starts the server and waits until it answers.
    pub(crate) async fn start(&mut self) {
        assert!(self.server.is_none(), "it runs already");
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log.json"))
            .unwrap();
        let mut command = self.command(&["serve"]);
        let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        self.server = Some(child);
        let client = http_client();
        let ready = format!("{}/ready", self.address());
        let answered = tokio::time::timeout(READY_WITHIN, async {
            loop {
                if client
                    .get(&ready)
                    .send()
                    .await
                    .is_ok_and(|r| r.status().is_success())
                {
                    return;
                }
                if let Some(status) = self.server.as_mut().unwrap().try_wait().unwrap() {
                    panic!("the server ended with {status}:\n{}", self.log());
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        assert!(
            answered.await.is_ok(),
            "the server is not ready:\n{}",
            self.log()
        );
    }

    /// `SIGKILL`: no chance to tidy up.
    pub(crate) fn kill(&mut self) {
        let mut server = self.server.take().expect("it runs");
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// `SIGTERM`, and waits for the orderly end.
    pub(crate) fn stop(&mut self) {
        let mut server = self.server.take().expect("it runs");
        terminate(&mut server, || self.log());
    }

    /// What the server wrote about its work.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log.json")).unwrap_or_default()
    }

    /// A browser that has never been here.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Makes a user by the command line.
    pub(crate) fn create_user(&self, name: &str, role: &str, password: &str) {
        let arguments = ["user", "create", name, "--role", role, "--password-stdin"];
        self.run(&arguments, &format!("{password}\n"));
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            drop(server.kill());
            drop(server.wait());
        }
    }
}

/// One of several processes on the database of an instance.
pub(crate) struct Process {
    child: Child,
    metrics: String,
    log: PathBuf,
}

impl Process {
    /// What it wrote about its work.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// How much it has counted under a name, of what has all of these labels.
    pub(crate) async fn counted(&self, name: &str, labels: &[&str]) -> u64 {
        counted(&self.metrics, name, labels).await
    }

    /// `SIGKILL`: no chance to tidy up.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// `SIGTERM`, and waits for the orderly end.
    pub(crate) fn stop(&mut self) {
        let log = self.log.clone();
        terminate(&mut self.child, || {
            std::fs::read_to_string(&log).unwrap_or_default()
        });
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// How much is counted at an address of measurements.
pub(crate) async fn counted(metrics: &str, name: &str, labels: &[&str]) -> u64 {
    let text = http_client().get(metrics).send().await.unwrap();
    let text = text.text().await.unwrap();
    let lines = text.lines().filter(|line| {
        let of_name =
            line.starts_with(&format!("{name}{{")) || line.starts_with(&format!("{name} "));
        of_name && labels.iter().all(|label| line.contains(label))
    });
    let numbers = lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u64>().ok());
    numbers.sum()
}

fn terminate(server: &mut Child, log: impl Fn() -> String) {
    let told = Command::new("kill").arg(server.id().to_string()).status();
    assert!(told.unwrap().success());
    let status = server.wait().unwrap();
    assert!(
        status.success(),
        "the server stopped with {status}:\n{}",
        log()
    );
}

fn pair(setting: &str, value: &str) -> (String, String) {
    (format!("STAFFROOM_{setting}"), value.to_owned())
}

/// The program that was built with these tests, in the same folder.
pub(crate) fn program() -> PathBuf {
    built("staffroom")
}

fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join(name);
    assert!(
        program.exists(),
        "{} is missing; build it first: cargo build --workspace --bins (cargo xtask test does)",
        program.display()
    );
    program
}
