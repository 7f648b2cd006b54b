//! Turns `vocabulary.toml` into static Rust tables, so that the crate parses nothing at run time.

extern crate alloc;

#[path = "build/check.rs"]
mod check;
#[path = "build/digest.rs"]
mod digest;
#[path = "build/emit.rs"]
mod emit;
#[path = "src/fold.rs"]
mod fold;
#[path = "build/source.rs"]
mod source;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

/// What decides the bytes of the documents: the data, how it is turned into tables, and the code that writes them.
const DIGESTED: &[&str] = &[
    "vocabulary.toml",
    "build/source.rs",
    "build/emit.rs",
    "src/lib.rs",
    "src/document/mod.rs",
    "src/document/node.rs",
    "src/document/graph.rs",
    "src/document/json_ld.rs",
    "src/document/turtle.rs",
    "src/document/csv.rs",
    "src/document/context.rs",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/fold.rs");
    let mut digest = digest::Digest::new();
    for name in DIGESTED {
        println!("cargo:rerun-if-changed={name}");
        digest.update(&fs::read_to_string(name)?);
    }

    let source: source::Source = toml::from_str(&fs::read_to_string("vocabulary.toml")?)?;
    let problems = check::problems(&source);
    if !problems.is_empty() {
        return Err(format!("vocabulary.toml:\n  {}", problems.join("\n  ")).into());
    }

    let out = PathBuf::from(out_dir()?);
    fs::write(
        out.join("tables.rs"),
        emit::tables(&source, &digest.finish())?,
    )?;
    fs::write(out.join("facets.rs"), emit::facets(&source)?)?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "Cargo tells a build script its output folder in the environment"
)]
fn out_dir() -> Result<String, env::VarError> {
    env::var("OUT_DIR")
}
