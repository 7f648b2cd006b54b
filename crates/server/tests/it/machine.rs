//! A machine with the program on it: a temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "a long walk by the sea";

/// A folder in which the program is run.
pub(crate) struct Machine(TempDir);

/// What a run said.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With the configuration of `https://school.example`, and nothing else.
    pub(crate) fn configured() -> Self {
        let machine = Self::new();
        machine.run(&INIT).done();
        machine
    }

    /// The same, with one user and one upload.
    pub(crate) fn with_instance() -> Self {
        let machine = Self::configured();
        machine.create_user("amira", &[]).done();
        fs::create_dir_all(machine.data("media/ab")).unwrap();
        fs::write(machine.data("media/ab/photo.webp"), b"a picture").unwrap();
        machine
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.path("staffroom-data").join(name)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    pub(crate) fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses early reads nothing.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staffroom"));
        #[expect(
            clippy::disallowed_methods,
            reason = "the settings of whoever runs the tests must not reach the program"
        )]
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("STAFFROOM_") {
                command.env_remove(name);
            }
        }
        command.args(args).current_dir(self.0.path());
        if args.first() == Some(&"serve") {
            // Tests run beside each other: each takes any free port, unless it says which.
            command.env("STAFFROOM_SERVER__BIND", "127.0.0.1:0");
            command.env("STAFFROOM_SERVER__METRICS_BIND", "off");
        }
        command
    }

    pub(crate) fn create_user(&self, name: &str, more: &[&str]) -> Ran {
        let args = [
            "user",
            "create",
            name,
            "--role",
            "owner",
            "--password-stdin",
        ];
        self.run_with(&[&args, more].concat(), PASSWORD)
    }

    /// Starts a server and waits until it is ready.
    pub(crate) fn serve(&self, port: u16, args: &[&str]) -> Server {
        let bind = format!("127.0.0.1:{port}");
        let fixed = ["serve", "--bind", &bind, "--set", "server.metrics_bind=off"];
        let mut child = self
            .command(&[&fixed, args].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        while !said.contains("\"ready\"") {
            let read = log.read_line(&mut said).unwrap();
            assert!(read > 0, "the server did not start: {said}");
        }
        // Somebody has to read what it says.
        std::thread::spawn(move || drop(std::io::copy(&mut log, &mut std::io::sink())));
        Server(child)
    }

    /// Every file with its bytes, but locks; paths below the folder.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for file in fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path
                    .extension()
                    .is_none_or(|end| !end.to_string_lossy().ends_with("-lock"))
                {
                    let name = path.strip_prefix(self.0.path()).unwrap();
                    found.insert(name.to_owned(), fs::read(&path).unwrap());
                }
            }
        }
        found
    }
}

/// The flags of a complete `init`.
pub(crate) const INIT: [&str; 7] = [
    "init",
    "--domain",
    "school.example",
    "--provider",
    "school",
    "--contact-email",
    "office@school.example",
];

impl Ran {
    /// It did what it should; gives what it said.
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stderr, "");
        self.stdout
    }

    /// It refused, with one clear sentence; gives that.
    pub(crate) fn refused(self) -> String {
        self.one_sentence(1)
    }

    /// It was used wrongly; gives the sentence.
    pub(crate) fn misused(self) -> String {
        self.one_sentence(2)
    }

    fn one_sentence(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "{}", self.stderr);
        let sentence = self
            .stderr
            .strip_prefix("error: ")
            .and_then(|text| text.strip_suffix('\n'))
            .unwrap_or_else(|| panic!("no sentence: {}", self.stderr));
        assert!(!sentence.contains('\n'), "more than one line: {sentence}");
        assert!(sentence.len() < 500, "too long: {sentence}");
        sentence.to_owned()
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Asserts that a text has each of these in it.
#[track_caller]
pub(crate) fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no {word:?} in: {text}");
    }
}

/// The text of a path.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
