//! The addresses that machines ask: is it alive, is it ready, what does it measure, how does it look
//! from outside.

use std::fmt::Write as _;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use data_encoding::HEXLOWER;
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use staffroom_db::{DbError, jobs, outbox};
use staffroom_domain::ClientAddress;
use staffroom_domain::job::Queue;
use staffroom_service::Ctx;
use staffroom_service::secrets::SecretKey;

/// A database that does not answer within this time is not ready.
const READY_WITHIN: Duration = Duration::from_secs(2);
/// `staffroom doctor` signs the present minute with the instance's key.
const DOCTOR_HEADER: &str = "staffroom-doctor";

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/health", web::get().to(health))
        .route("/health", web::head().to(health))
        .route("/ready", web::get().to(ready))
        .route("/ready", web::head().to(ready));
}

/// What `staffroom doctor` sends to be told how a request arrived: only who holds the instance's key
/// is told.
pub fn doctor_signature(key: &SecretKey, minute: i64) -> String {
    HEXLOWER.encode(&key.sign("doctor", minute.to_string().as_bytes()))
}

async fn health(ctx: web::Data<Ctx>, request: HttpRequest) -> HttpResponse {
    if !is_doctor(&ctx, &request) {
        // Word for word what clients of the API wait for.
        return HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type("text/plain; charset=utf-8")
            .body("OK");
    }
    let mut answer = json!({ "status": "ok" });
    if let Some(object) = answer.as_object_mut() {
        let header = |name: &str| {
            request
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let client = request
            .extensions()
            .get::<ClientAddress>()
            .map(|c| c.0.to_string());
        object.insert(
            "seen".to_owned(),
            json!({
                "client": client,
                "peer": request.peer_addr().map(|peer| peer.ip().to_string()),
                "host": header("host"),
                "forwarded_for": header("x-forwarded-for"),
                "forwarded_proto": header("x-forwarded-proto"),
            }),
        );
    }
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(answer)
}

fn is_doctor(ctx: &Ctx, request: &HttpRequest) -> bool {
    let Some(given) = request
        .headers()
        .get(DOCTOR_HEADER)
        .and_then(|v| v.to_str().ok())
    else {
        return false;
    };
    let Ok(given) = HEXLOWER.decode(given.as_bytes()) else {
        return false;
    };
    let minute = ctx.now().as_secs() / 60;
    (minute - 1..=minute + 1).any(|minute| {
        ctx.key
            .verify("doctor", minute.to_string().as_bytes(), &given)
    })
}

async fn ready(ctx: web::Data<Ctx>) -> HttpResponse {
    let asked = ctx.db.read(|conn| outbox::any(conn).map(drop));
    let problem = match tokio::time::timeout(READY_WITHIN, asked).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Some("the database does not answer")
        }
        Err(_) => Some("the database is slow to answer"),
    };
    let mut answer = match problem {
        None => HttpResponse::Ok(),
        Some(_) => HttpResponse::ServiceUnavailable(),
    };
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    match problem {
        None => answer.json(json!({ "status": "ready" })),
        Some(reason) => answer.json(json!({ "status": "not ready", "reason": reason })),
    }
}

/// What `/metrics` shows.
#[derive(Clone)]
pub struct Metrics {
    /// Counters and histograms of this process.
    pub recorder: PrometheusHandle,
    /// For the gauges that are read when asked.
    pub ctx: Ctx,
}

pub(super) async fn metrics(metrics: web::Data<Metrics>) -> HttpResponse {
    let mut text = metrics.recorder.render();
    if let Err(error) = gauges(&metrics.ctx, &mut text).await {
        tracing::warn!(%error, "the gauges of the database could not be read");
    }
    metrics.recorder.run_upkeep();
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text)
}

async fn gauges(ctx: &Ctx, text: &mut String) -> Result<(), DbError> {
    let (events, queues) = ctx
        .db
        .read(|conn| {
            let mut queues = Vec::with_capacity(Queue::ALL.len());
            for queue in Queue::ALL {
                queues.push((queue, jobs::counts(conn, queue)?));
            }
            Ok::<_, DbError>((outbox::count(conn)?, queues))
        })
        .await?;
    let (reads, writes) = ctx.db.waiting();
    let mut gauge = |name: &str, help: &str, values: &[(String, i64)]| {
        // Writing to a String does not fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in values {
            let _ = writeln!(text, "{name}{labels} {value}");
        }
    };
    let per_queue = |of: fn(jobs::QueueCounts) -> i64| {
        queues
            .iter()
            .map(|(queue, counts)| (format!("{{queue=\"{}\"}}", queue.as_str()), of(*counts)))
            .collect::<Vec<_>>()
    };
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    gauge(
        "staffroom_jobs_waiting",
        "Jobs that wait or run.",
        &per_queue(|c| c.live),
    );
    gauge(
        "staffroom_jobs_dead",
        "Jobs that failed for good.",
        &per_queue(|c| c.dead),
    );
    gauge(
        "staffroom_outbox_events",
        "Events that are not jobs yet.",
        &[(String::new(), events)],
    );
    let waiting = [
        ("{for=\"read\"}".to_owned(), count(reads)),
        ("{for=\"write\"}".to_owned(), count(writes)),
    ];
    gauge(
        "staffroom_db_tasks_waiting",
        "Tasks that wait for a connection.",
        &waiting,
    );
    if let Some(bytes) = resident_bytes() {
        let help = "Resident memory of the process.";
        gauge(
            "process_resident_memory_bytes",
            help,
            &[(String::new(), bytes)],
        );
    }
    Ok(())
}

/// Resident memory, as Linux tells it.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: i64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1_024)
}
