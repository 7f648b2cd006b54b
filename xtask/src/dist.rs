//! `cargo xtask dist`: the archive that a release consists of.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::interrupts::Interrupts;
use crate::process;
use crate::workspace::{Metadata, Workspace};

/// What goes into the archive beside the program; a folder with all its files.
const FILES: [&str; 12] = [
    "config/staffroom.toml",
    "config/systemd",
    "config/caddy",
    "config/nginx",
    "docs",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "ARCHITECTURE.md",
    "FEDERATION.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
];

/// The parts of glibc, and the unwinder that every Linux system has beside it. A program that needs
/// more would not start on a machine where nothing was installed for it.
const EXPECTED: [&str; 8] = [
    "ld-linux-",
    "libc.so.",
    "libdl.so.",
    "libgcc_s.so.",
    "libm.so.",
    "libpthread.so.",
    "libresolv.so.",
    "librt.so.",
];

pub(crate) fn run(workspace: &Workspace, interrupts: &mut Interrupts) -> Result<ExitCode> {
    let metadata = workspace.metadata()?;
    let missing: Vec<_> = FILES
        .into_iter()
        .filter(|file| !workspace.root().join(file).exists())
        .collect();
    if !missing.is_empty() {
        bail!(
            "these parts of the archive are missing: {}",
            missing.join(", ")
        );
    }
    let server = metadata
        .packages
        .iter()
        .find(|package| package.name == "staffroom-server");
    let version = &server
        .context("there is no package staffroom-server")?
        .version;

    let mut build = workspace.cargo();
    build.args([
        "build",
        "--profile",
        "dist",
        "--locked",
        "-p",
        "staffroom-server",
    ]);
    let status = process::run(build.args(["--bin", "staffroom"]), interrupts)?;
    if !status.success() {
        return Ok(process::exit_code(status));
    }
    let program = metadata.target.join("dist/staffroom");
    describe(workspace, &program)?;
    pack(workspace, &metadata, &program, version)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what the program needs from the machine, and fails if that is too much.
fn describe(workspace: &Workspace, program: &Path) -> Result<()> {
    let mut command = workspace.program("readelf");
    command
        .env("LC_ALL", "C")
        .args(["--wide", "--dynamic", "--version-info"])
        .arg(program);
    let text = process::output(&mut command).context("readelf is in the package binutils")?;
    let libraries = needed_libraries(&text);
    let size = fs::metadata(program)?.len();
    println!("size       {} KiB", size.div_ceil(1024));
    println!("libraries  {}", libraries.join(" "));
    match newest_glibc(&text) {
        Some(version) => println!("glibc      {version} or newer"),
        None => println!("glibc      any"),
    }
    let unexpected: Vec<_> = libraries
        .into_iter()
        .filter(|library| !EXPECTED.iter().any(|known| library.starts_with(known)))
        .collect();
    if !unexpected.is_empty() {
        bail!(
            "the program must need nothing but glibc, yet it needs {}",
            unexpected.join(", ")
        );
    }
    Ok(())
}

/// The names in lines such as `0x… (NEEDED)  Shared library: [libm.so.6]`.
fn needed_libraries(readelf: &str) -> Vec<&str> {
    let lines = readelf.lines().filter(|line| line.contains("(NEEDED)"));
    lines
        .filter_map(|line| line.split_once('[')?.1.split(']').next())
        .collect()
}

/// The greatest of the versions in lines such as `0x…: Name: GLIBC_2.34  Flags: none  Version: 5`.
fn newest_glibc(readelf: &str) -> Option<String> {
    let versions = readelf.split("Name: GLIBC_").skip(1).filter_map(|rest| {
        let version = rest.split_whitespace().next()?;
        let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
        Some((parts?, version.to_owned()))
    });
    versions.max().map(|(_, version)| version)
}

/// Makes `staffroom-<version>-<machine>-linux.tar.gz` and SHA256SUMS beside it. The same commit
/// gives the same bytes: names are sorted, owners and times fixed.
fn pack(workspace: &Workspace, metadata: &Metadata, program: &Path, version: &str) -> Result<()> {
    let name = format!("staffroom-{version}-{}-linux", std::env::consts::ARCH);
    let folder = metadata.target.join("dist");
    let stage = folder.join(&name);
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    copy(program, &stage.join("bin/staffroom"))?;
    for file in FILES {
        copy(&workspace.root().join(file), &stage.join(file))?;
    }

    let time = process::output(workspace.program("git").args(["log", "-1", "--format=%ct"]))?;
    let archive = format!("{name}.tar.gz");
    let mut tar = workspace.program("tar");
    tar.current_dir(&folder)
        .args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
    tar.args([
        "--mode=u=rwX,go=rX",
        "--format=ustar",
        "--use-compress-program=gzip -n9",
    ]);
    tar.arg(format!("--mtime=@{}", time.trim()))
        .args(["--create", "--file", &archive, &name]);
    process::output(&mut tar)?;
    let sums = process::output(
        workspace
            .program("sha256sum")
            .current_dir(&folder)
            .arg(&archive),
    )?;
    fs::write(folder.join("SHA256SUMS"), &sums)?;
    fs::remove_dir_all(&stage)?;
    println!("archive    {}", folder.join(&archive).display());
    print!("sha256     {sums}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in from.read_dir()? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    fs::create_dir_all(to.parent().context("a file without folder")?)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{needed_libraries, newest_glibc};

    const READELF: &str = "
 0x0000000000000001 (NEEDED)             Shared library: [libm.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000001e (FLAGS)              BIND_NOW
  0x0010:   Name: GLIBC_2.9  Flags: none  Version: 5
  0x0020:   Name: GLIBC_2.34  Flags: none  Version: 4
  0x0030:   Name: GLIBC_2.2.5  Flags: none  Version: 3
  0x0040:   Name: GCC_4.2.0  Flags: none  Version: 2
";

    #[test]
    fn reads_readelf() {
        assert_eq!(needed_libraries(READELF), ["libm.so.6", "libc.so.6"]);
        assert_eq!(newest_glibc(READELF).as_deref(), Some("2.34"));
        assert_eq!(newest_glibc(""), None);
    }
}
