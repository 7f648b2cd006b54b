//! From the start of the process to its first answer, and the memory that it takes when idle.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Args;

use crate::figures::Figures;
use crate::process::resident_bytes;

const PATIENCE: Duration = Duration::from_secs(30);

/// What to start, and how often.
#[derive(Debug, Args)]
pub(crate) struct Startup {
    /// The program [default: built in release by cargo]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// How many starts of each sort
    #[arg(long, default_value_t = 15)]
    runs: usize,
    /// How long to wait before the idle memory is read, in seconds
    #[arg(long, default_value_t = 5)]
    idle: u64,
}

pub(crate) fn run(benchmark: &Startup) -> anyhow::Result<()> {
    let binary = match &benchmark.binary {
        Some(path) => path.canonicalize().context("the program is not there")?,
        None => build()?,
    };
    let size = fs::metadata(&binary)?.len();
    println!("program: {} ({:.1} MB)", binary.display(), mega(size));

    let mut first = Vec::new();
    for _ in 0..benchmark.runs {
        let folder = tempfile::tempdir()?;
        let (server, millis) = start(&binary, folder.path())?;
        first.push(millis);
        stop(server)?;
    }
    let folder = tempfile::tempdir()?;
    stop(start(&binary, folder.path())?.0)?;
    let mut later = Vec::new();
    for _ in 0..benchmark.runs {
        let (server, millis) = start(&binary, folder.path())?;
        later.push(millis);
        stop(server)?;
    }
    let (server, _) = start(&binary, folder.path())?;
    std::thread::sleep(Duration::from_secs(benchmark.idle));
    let resident = resident_bytes(server.id())?;
    stop(server)?;

    println!(
        "first start, ms:  {}   goal: under 1000",
        Figures::new(first)
    );
    println!(
        "later start, ms:  {}   goal: under 100",
        Figures::new(later)
    );
    println!(
        "idle memory, MB:  {:.1} resident   goal: under 25",
        mega(resident)
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "sizes of programs fit an f64")]
pub(crate) fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo says where it is in the environment"
)]
fn build() -> anyhow::Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "staffroom-server",
        ])
        .args(["--bin", "staffroom"])
        .status()
        .context("cargo cannot be started; name the program with --binary")?;
    if !built.success() {
        bail!("the program does not build");
    }
    // This benchmark was built into the same folder.
    let path = std::env::current_exe()?.with_file_name("staffroom");
    path.canonicalize()
        .context("the program is not beside the benchmark; name it with --binary")
}

/// Starts the server in a folder; gives how many milliseconds later it was ready.
fn start(binary: &Path, folder: &Path) -> anyhow::Result<(Child, f64)> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let started = Instant::now();
    let mut server = Command::new(binary)
        .args([
            "serve",
            "--bind",
            &address.to_string(),
            "--set",
            "server.metrics_bind=off",
        ])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    while started.elapsed() < PATIENCE {
        if is_ready(address) {
            return Ok((server, started.elapsed().as_secs_f64() * 1e3));
        }
        if let Some(status) = server.try_wait()? {
            bail!("the server ended with {status}");
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    server.kill()?;
    bail!("the server was not ready within {PATIENCE:?}")
}

pub(crate) fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(&head == b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

pub(crate) fn stop(mut server: Child) -> anyhow::Result<()> {
    let told = Command::new("kill").arg(server.id().to_string()).status()?;
    let status = server.wait()?;
    if !told.success() || !status.success() {
        bail!("the server did not stop in order: {status}");
    }
    Ok(())
}
