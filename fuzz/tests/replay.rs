//! Replays every file of the corpus, and every one that ever made a fuzz target panic.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use staffroom_fuzz::Target;

/// The files for a target, in order.
fn files(folder: &str, target: Target) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(entries) = fs::read_dir(root.join(folder).join(target.name)) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_file_of_the_corpus_gets_the_answer_that_its_name_promises() {
    let mut wrong = Vec::new();
    for target in Target::ALL {
        let files = files("corpus", target);
        assert!(!files.is_empty(), "{} has no corpus", target.name);
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            // Shown when the target panics.
            println!("{}/{name}", target.name);
            let answer = (target.run)(&fs::read(&file).unwrap());
            let promised = if name.starts_with("accepted-") {
                true
            } else if name.starts_with("refused-") {
                false
            } else {
                continue;
            };
            if answer != promised {
                wrong.push(format!("{}/{name}", target.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_that_once_made_a_target_panic_does_so_again() {
    for target in Target::ALL {
        for file in files("regressions", target) {
            println!("{}", file.display());
            (target.run)(&fs::read(&file).unwrap());
        }
    }
}

#[test]
fn every_folder_and_every_program_belongs_to_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known: Vec<&str> = Target::ALL.iter().map(|target| target.name).collect();
    for folder in ["corpus", "regressions", "fuzz_targets"] {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy();
            assert!(
                known.contains(&&*name) || name == "README",
                "{}",
                path.display()
            );
        }
    }
    for name in known {
        assert!(
            root.join(format!("fuzz_targets/{name}.rs")).exists(),
            "{name}"
        );
    }
}
