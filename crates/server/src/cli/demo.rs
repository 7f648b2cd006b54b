//! `staffroom demo`.

use std::io::IsTerminal as _;
use std::net::ToSocketAddrs as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::say;
use super::{SettingsArgs, UsageError, runtime};
use crate::demo::{
    self, DemoError, FolderError, Options, Place, PortError, Progress, Shown, ShownPractice,
};

/// Flags of `demo`.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Keep everything in this folder, and go on with what is in it; otherwise nothing is left afterwards
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// The first of three ports that follow one another; 0 for any that are free [default: 8081, or others where that is
    /// taken]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

pub(super) fn run(command: Demo, settings: &SettingsArgs) -> anyhow::Result<()> {
    if settings.config.is_some() || !settings.set.is_empty() {
        anyhow::bail!(UsageError(
            "a demonstration has settings of its own: --config and --set do not go with it"
                .to_owned()
        ));
    }
    let options = Options {
        keep: command.keep,
        port: command.port,
    };
    let steps = Steps::new();
    let done = runtime()?.block_on(demo::run(&options, &steps, |shown| {
        steps.end();
        show(shown);
    }));
    steps.end();
    done.map_err(|error| match error {
        // What was asked for cannot be, whatever the machine does.
        DemoError::Folder(FolderError::Ports(
            wrong @ (PortError::TooHigh(_) | PortError::Fixed(_)),
        )) => UsageError(wrong.to_string()).into(),
        other => other.into(),
    })
}

/// How many steps there are, for those who wait.
const STEPS: usize = 16;

/// How far it is: a bar on a terminal, otherwise a line for each step.
struct Steps {
    is_terminal: bool,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    step: usize,
    bar: Option<ProgressBar>,
}

impl Steps {
    fn new() -> Self {
        Self {
            is_terminal: std::io::stderr().is_terminal(),
            now: Mutex::default(),
        }
    }

    fn end(&self) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = now.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Steps {
    fn step(&self, what: &str, parts: usize) {
        self.end();
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.step += 1;
        let what = format!("{} of {STEPS}  {what}", now.step);
        if self.is_terminal {
            let parts = u64::try_from(parts).unwrap_or_default();
            let bar = ProgressBar::with_draw_target(Some(parts), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
                bar.set_style(style);
            }
            bar.set_message(what);
            now.bar = Some(bar);
        } else {
            eprintln!("{what}: {parts}");
        }
    }

    fn advance(&self) {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = &now.bar {
            bar.inc(1);
        }
    }
}

fn show(shown: &Shown) {
    say!("Three instances are ready. They exchange with one another, and with nobody else:\n");
    for place in &shown.places {
        say!("  {:<17} {:<34} {}", place.title, place.url(), place.kind);
    }
    if shown.moved {
        say!("\nThe usual ports, 8081 to 8083, are taken by another program or were not wanted.");
    }
    if let Some(place) = shown.places.iter().find(|place| !is_resolved(place)) {
        say!(
            "\nThis machine does not know the name {}. Browsers mostly do (names below localhost are this machine); if\n\
             yours does not, add to /etc/hosts: 127.0.0.1 {}",
            place.host(),
            shown
                .places
                .iter()
                .map(Place::host)
                .collect::<Vec<_>>()
                .join(" ")
        );
    }
    say!(
        "\nSign in, at the instance of each, with the password {}\n",
        shown.password
    );
    for place in &shown.places {
        let people = shown
            .people
            .iter()
            .filter(|person| person.instance == place.name);
        let names: Vec<&str> = people.map(|person| person.handle.as_str()).collect();
        if let Some((first, others)) = names.split_first() {
            say!(
                "  {:<17} {first} (who runs it), {}",
                place.title,
                others.join(", ")
            );
        }
    }
    say!("\nFive things to try:\n");
    for (number, thing) in things(shown).iter().enumerate() {
        say!("  {}. {thing}\n", number + 1);
    }
    match &shown.kept {
        Some(folder) => say!(
            "It is kept in {}; start it again with --keep. Stop with Ctrl-C.",
            folder.display()
        ),
        None => say!("Stop with Ctrl-C; nothing is left behind."),
    }
    say!("It is ready to be tried.");
}

/// Whether programs of this machine find a place by its name.
fn is_resolved(place: &Place) -> bool {
    let found = (place.host(), place.port).to_socket_addrs();
    found.is_ok_and(|mut all| all.any(|address| address.ip().is_loopback()))
}

fn things(shown: &Shown) -> Vec<String> {
    let api = "/api/staffroom/v1/practices";
    let urls: Vec<String> = shown.places.iter().map(Place::url).collect();
    let url = |n: usize| urls.get(n).map(String::as_str).unwrap_or_default();
    let id = |of: &ShownPractice, n: usize| of.ids.get(n).cloned().unwrap_or_default();
    let page = |of: &ShownPractice, n: usize| format!("{}/practices/{}", url(n), id(of, n));
    let (practice, suppressed) = (&shown.practice, &shown.suppressed);
    let (token, whose) = &shown.token;
    vec![
        format!(
            "Read what came of \"{}\".\n     \
             Its author keeps one result out of their ledger; the hub, which has seen each at its own server, shows it:\n     \
             {}\n     {}\n     Programs read both: curl {}/api/staffroom/v1/hub/practices/{}/ledgers",
            suppressed.title,
            page(suppressed, 0),
            page(suppressed, 2),
            url(2),
            id(suppressed, 2)
        ),
        format!(
            "Report that \"{}\" did nothing with you:\n     \
             sign in as {whose}, and press \"Report what happened\". A few seconds later the other two count it too.\n     \
             {}\n     {}\n     {}\n     A program does it like this:\n     \
             curl -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\\n       \
             {}{api}/{}/outcomes -d '{{\"text\": \"Tried it in two classes.\", \"record\": {{\n       \
             \"outcome\": \"oc/no-effect\", \"evidenceLevel\": \"ev/tried\", \"independence\": \
             \"in/independent-practitioner\",\n       \"nextTime\": \"With a comparison.\"}}}}'",
            practice.title,
            page(practice, 0),
            page(practice, 1),
            page(practice, 2),
            url(0),
            id(practice, 0)
        ),
        format!(
            "Find what others have tried against workload, with how many there are of each kind; and, on the hub, what nobody\n     \
             has tried yet:\n     {}/practices?problem=pr/workload\n     {}/library/gaps",
            url(1),
            url(2)
        ),
        format!(
            "See who meets when, on a page where one joins, and as a calendar; the TeachMeet of another server is here too:\n     \
             {}/events\n     {}/events.ics",
            url(0),
            url(0)
        ),
        format!(
            "Sign in at {}/sign-in, or with a Mastodon app that takes http addresses, and answer somebody elsewhere.",
            url(0)
        ),
    ]
}
