//! Listens, and stops listening.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::{App as ActixApp, HttpServer, web};
use staffroom_api::Streams;
use staffroom_federation::Federation;
use staffroom_federation::inbox::InboxState;
use staffroom_service::Ctx;
use staffroom_web::Web;
use thiserror::Error;
use tokio::task::JoinHandle;

use super::layers;
use super::operations::{self, Metrics};

/// A client has this long to send the head of a request.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// Why the server cannot listen.
#[derive(Debug, Error)]
pub enum HttpError {
    /// Somebody else listens there.
    #[error("{address} is in use by another program; stop it, or set `{setting}` to another port")]
    InUse {
        /// Where.
        address: SocketAddr,
        /// The setting that says so.
        setting: &'static str,
    },
    /// Ports below 1024.
    #[error(
        "{address} may not be used by this user: ports below 1024 belong to root; set `{setting}` to a \
         higher port and let a reverse proxy listen on 80 and 443"
    )]
    NotPermitted {
        /// Where.
        address: SocketAddr,
        /// The setting that says so.
        setting: &'static str,
    },
    /// Anything else.
    #[error("cannot listen on {address} (`{setting}`): {reason}")]
    Other {
        /// Where.
        address: SocketAddr,
        /// The setting that says so.
        setting: &'static str,
        /// What the operating system said.
        reason: String,
    },
}

/// A server that listens.
pub struct Served {
    /// Where people reach it; nowhere where others answer them.
    pub address: Option<SocketAddr>,
    /// Where Prometheus reaches it.
    pub metrics_address: Option<SocketAddr>,
    streams: Streams,
    handles: Vec<ServerHandle>,
    tasks: Vec<JoinHandle<io::Result<()>>>,
}

impl Served {
    /// Ends all streams, takes no new connections, lets running requests finish as long as the settings allow.
    pub async fn stop(self) {
        self.streams.close();
        for handle in self.handles {
            handle.stop(true).await;
        }
        for task in self.tasks {
            drop(task.await);
        }
    }
}

/// The addresses of the settings, taken: what cannot be had is heard before anything is written.
pub struct Listeners {
    main: Option<(TcpListener, SocketAddr)>,
    metrics: Option<(TcpListener, SocketAddr)>,
}

impl Listeners {
    /// Takes them; that for people only where this process answers them. Port 0 takes any free one.
    pub fn bind(settings: &staffroom_config::Server, answers: bool) -> Result<Self, HttpError> {
        let main = answers.then(|| bind(settings.bind, "server.bind"));
        let metrics = settings
            .metrics_bind
            .map(|at| bind(at, "server.metrics_bind"));
        Ok(Self {
            main: main.transpose()?,
            metrics: metrics.transpose()?,
        })
    }
}

/// Everything that answers requests.
#[derive(Clone)]
pub struct Doors {
    /// Pages and forms.
    pub web: Web,
    /// What other servers ask and send; none where nothing is exchanged.
    pub federation: Option<Federation>,
    /// What the inbox remembers between requests.
    pub inbox: InboxState,
}

/// Starts to answer.
pub fn serve(
    ctx: &Ctx,
    doors: Doors,
    metrics: Option<Metrics>,
    listeners: Listeners,
) -> Result<Served, HttpError> {
    let settings = &ctx.config.server;
    let mut served = Served {
        address: None,
        metrics_address: None,
        streams: Streams::new(ctx),
        handles: Vec::new(),
        tasks: Vec::new(),
    };
    if let Some((listener, address)) = listeners.main {
        let main = main_server(ctx, doors, served.streams.clone(), listener)
            .map_err(|error| refuse(settings.bind, "server.bind", &error))?;
        served.address = Some(address);
        served.handles.push(main.handle());
        served.tasks.push(tokio::spawn(main));
    }
    if let (Some((listener, address)), Some(metrics)) = (listeners.metrics, metrics) {
        let beside = metrics_server(metrics, listener)
            .map_err(|error| refuse(address, "server.metrics_bind", &error))?;
        served.metrics_address = Some(address);
        served.handles.push(beside.handle());
        served.tasks.push(tokio::spawn(beside));
    }
    Ok(served)
}

fn bind(at: SocketAddr, setting: &'static str) -> Result<(TcpListener, SocketAddr), HttpError> {
    let listener = TcpListener::bind(at).map_err(|error| refuse(at, setting, &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| refuse(at, setting, &error))?;
    Ok((listener, address))
}

fn refuse(address: SocketAddr, setting: &'static str, error: &io::Error) -> HttpError {
    match error.kind() {
        io::ErrorKind::AddrInUse => HttpError::InUse { address, setting },
        io::ErrorKind::PermissionDenied => HttpError::NotPermitted { address, setting },
        _ => HttpError::Other {
            address,
            setting,
            reason: error.to_string(),
        },
    }
}

fn main_server(
    ctx: &Ctx,
    doors: Doors,
    streams: Streams,
    listener: TcpListener,
) -> io::Result<actix_web::dev::Server> {
    let settings = &ctx.config.server;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = ctx.config.server_workers(cores);
    let connections = usize::try_from(settings.max_connections).unwrap_or(10_000);
    let body = settings.max_body.as_usize();
    let data = web::Data::new(ctx.clone());
    let api = staffroom_api::configure_with(ctx.clone(), streams);
    let exchange = doors.federation.map(|federation| {
        (
            staffroom_federation::inbox::configure(federation.clone(), doors.inbox),
            staffroom_federation::endpoints::configure(federation),
        )
    });
    let web = doors.web;
    let server = HttpServer::new(move || {
        let (api, exchange) = (api.clone(), exchange.clone());
        ActixApp::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(body))
            .app_data(web::FormConfig::default().limit(body))
            .configure(operations::configure)
            .configure(staffroom_web::configure_below_api)
            .configure(api)
            .configure(|routes| {
                if let Some((inbox, documents)) = exchange {
                    inbox(routes);
                    documents(routes);
                }
            })
            .configure(staffroom_web::configure(web.clone()))
            .wrap(from_fn(layers::time_limit))
            .wrap(from_fn(layers::headers))
            .wrap(from_fn(layers::trace))
    })
    .workers(workers)
    .max_connections(connections.div_ceil(workers.max(1)))
    .keep_alive(settings.keep_alive)
    .client_request_timeout(HEAD_WITHIN)
    .client_disconnect_timeout(Duration::from_secs(2))
    .shutdown_timeout(settings.shutdown_timeout.as_secs())
    .disable_signals()
    .listen(listener)?;
    Ok(server.run())
}

fn metrics_server(metrics: Metrics, listener: TcpListener) -> io::Result<actix_web::dev::Server> {
    let data = web::Data::new(metrics);
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(data.clone())
            .route("/metrics", web::get().to(operations::metrics))
    })
    .workers(1)
    .max_connections(64)
    .client_request_timeout(HEAD_WITHIN)
    .shutdown_timeout(1)
    .disable_signals()
    .listen(listener)?;
    Ok(server.run())
}
