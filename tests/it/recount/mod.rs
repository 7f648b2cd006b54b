//! The script that counts ledgers again (`tests/recount`), which shares no line with the program: it has to come to the same.

mod attacks;
mod folder;
mod made;
mod written;

use std::path::Path;
use std::process::{Command, Stdio};

use staffroom_testkit::SeededRandom;

use crate::harness::seed;
pub(crate) use folder::Folder;
use made::Made;

/// How many ledgers are counted …
const LEDGERS: usize = 1_000;
/// … and in how many of them somebody cheats.
const HOSTILE: usize = 200;

/// What the script says, and how it ends.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) text: String,
}

/// Runs the script; what it reads by TLS is believed by the word of that authority.
pub(crate) fn recount(arguments: &[&str], authority: Option<&Path>) -> Said {
    let python = ["python3.11", "python3"].into_iter().find(|python| {
        let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
        let tried = Command::new(python).args(["-c", new_enough]).status();
        tried.is_ok_and(|status| status.success())
    });
    let mut command = Command::new(python.expect("Python 3.11 or newer"));
    command
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/recount/recount.py"))
        .args(arguments)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null());
    if let Some(authority) = authority {
        command.env("SSL_CERT_FILE", authority);
    }
    let output = command.output().unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Said {
        code: output.status.code(),
        text,
    }
}

/// What the script says of one ledger: its line, and those of what is wrong.
fn about<'a>(said: &'a Said, made: &Made) -> Vec<&'a str> {
    let mut lines = said.text.lines();
    let is_its = |line: &str| {
        let named = line.split(": ").nth(1).unwrap_or_default();
        named == made.address || named.starts_with(&format!("{},", made.address))
    };
    let first = lines.by_ref().find(|line| is_its(line));
    let rest = lines.take_while(|line| line.starts_with(' '));
    first.into_iter().chain(rest).collect()
}

/// A ledger that a hub keeps, honest.
fn of_hub(web: &Folder, random: &SeededRandom) -> Made {
    let mut all = (0..100).map(|n| made::ledger(web, random, n, false));
    let is_of_hub = |made: &Made| made.address.starts_with("https://hub.example/");
    all.find(is_of_hub).unwrap()
}

/// Whoever asks for the ledger of P, and is given that of a practice elsewhere, is told that it is not the one of P.
#[test]
fn what_is_the_ledger_of_another_practice_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let web = Folder::new(folder.path());
    let made = of_hub(&web, &SeededRandom::new(seed()));
    let folder = folder.path().to_str().unwrap();
    let said = recount(
        &["--folder", folder, "--now", made::NOW, &made.address],
        None,
    );
    let asked_for = made.address.strip_suffix("/ledger").unwrap();
    let line = said.text.lines().next().unwrap();
    assert!(line.starts_with("agrees: "), "{line}");
    let ending = format!(" as a hub counts, not of {asked_for}");
    assert!(line.ends_with(&ending), "{line}");
    assert_eq!(said.code, Some(0));
}

/// Of two values of one name, one reader takes the first and another the last.
#[test]
fn an_object_in_which_a_name_stands_twice_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let web = Folder::new(folder.path());
    let made = of_hub(&web, &SeededRandom::new(seed()));
    let arguments = [
        "--folder",
        folder.path().to_str().unwrap(),
        "--now",
        made::NOW,
        &made.address,
    ];
    let head = web.get(&made.address);
    for (member, twice) in [
        ("\"ledgerSummary\":{", "\"practice\":\"x\","),
        ("{", "\"totalItems\":0,"),
    ] {
        // The last, for the context has such members too; the outermost is the first of all.
        let at = if member == "{" {
            head.find(member)
        } else {
            head.rfind(member)
        };
        let (before, after) = head.split_at(at.unwrap() + member.len());
        web.put(&made.address, &format!("{before}{twice}{after}"));
        let said = recount(&arguments, None);
        assert!(said.text.contains("stands twice"), "{}", said.text);
        assert_eq!(said.code, Some(2));
    }
    web.put(&made.address, &head);
    assert_eq!(recount(&arguments, None).code, Some(0));
}

#[test]
fn a_thousand_ledgers_are_counted_alike_and_every_lie_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let web = Folder::new(folder.path());
    let random = SeededRandom::new(seed());
    let ledgers: Vec<Made> = (0..LEDGERS)
        .map(|n| made::ledger(&web, &random, n, n % (LEDGERS / HOSTILE) == 0))
        .collect();
    let mut arguments = vec!["--folder", folder.path().to_str().unwrap()];
    arguments.extend(["--documents", "1000000", "--bytes", "1000000000"]);
    arguments.extend(["--now", made::NOW]);
    arguments.extend(ledgers.iter().map(|made| made.address.as_str()));
    let said = recount(&arguments, None);
    let mut found = 0;
    for made in &ledgers {
        let lines = about(&said, made);
        let all = lines.join("\n");
        if let Some(member) = made.lie {
            found += 1;
            assert!(
                all.starts_with("differs: "),
                "{member}: {all}\n{}",
                made.story
            );
            let is_named = lines
                .iter()
                .any(|line| line.trim_start().starts_with(member));
            assert!(is_named && lines.len() == 2, "{member}: {all}");
        } else {
            assert!(all.starts_with("agrees: "), "{all}\n{}", made.story);
        }
        assert_eq!(all.contains("too few"), made.is_too_few, "{all}");
    }
    assert!(found > 20, "{found}");
    assert_eq!(said.code, Some(1), "{}", said.text.len());
}
