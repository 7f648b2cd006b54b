//! Which server is measured: one that runs already, or our program, started for it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use anyhow::Context as _;
use clap::Args;
use url::Url;

use super::server::{Server, address_of};

/// The server under test.
#[derive(Clone, Debug, Args)]
pub(crate) struct Tested {
    /// A server that runs already, by its public address; needs --token
    #[arg(long, value_name = "URL", requires = "token")]
    pub(crate) server: Option<Url>,
    /// A bearer token of an account there that may read, write and follow
    #[arg(long, requires = "server")]
    pub(crate) token: Option<String>,
    /// Where to connect to, if it is not the server's address (this speaks no TLS)
    #[arg(long, value_name = "ADDRESS:PORT", requires = "server")]
    pub(crate) connect: Option<SocketAddr>,
    /// A header that a proxy would add, as "X-Forwarded-Proto: https" (may be repeated)
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = parse_header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The process whose memory is read
    #[arg(long, requires = "server")]
    pub(crate) pid: Option<u32>,
    /// The program that is started [default: staffroom-testserver beside the benchmark]
    #[arg(long, conflicts_with = "server")]
    pub(crate) program: Option<PathBuf>,
    /// The program that makes users and tokens [default: staffroom beside the benchmark]
    #[arg(long, conflicts_with = "server")]
    pub(crate) cli: Option<PathBuf>,
    /// With which `database.durability` the program is started
    #[arg(long, value_delimiter = ',', default_value = "normal,full")]
    pub(crate) durability: Vec<String>,
    /// How many connections send at once
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) connections: u32,
}

impl Tested {
    /// The server that runs already, if one was named.
    pub(crate) async fn running(&self) -> anyhow::Result<Option<Server>> {
        let Some(url) = self.server.clone() else {
            return Ok(None);
        };
        Ok(Some(Server {
            address: match self.connect {
                Some(address) => address,
                None => address_of(&url).await?,
            },
            url,
            token: self.token.clone().unwrap_or_default(),
            extra: self.headers.clone(),
            process: Arc::new(AtomicU32::new(self.pid.unwrap_or(0))),
        }))
    }

    /// The programs to start: the server, and what makes users.
    pub(crate) fn programs(&self) -> anyhow::Result<(PathBuf, PathBuf)> {
        let binary = beside(self.program.as_deref(), "staffroom-testserver")?;
        let cli = beside(self.cli.as_deref(), "staffroom")?;
        Ok((binary, cli))
    }
}

pub(crate) fn beside(named: Option<&Path>, name: &str) -> anyhow::Result<PathBuf> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => std::env::current_exe()?.with_file_name(name),
    };
    path.canonicalize().with_context(|| {
        format!(
            "{} is not there: build it (cargo build --release) or name it",
            path.display()
        )
    })
}

fn parse_header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("there is no colon")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
