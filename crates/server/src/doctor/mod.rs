//! Looks at an instance from all sides, changes nothing, and says what to do.
//!
//! Here belong the checks, one file for each thing that is looked at, and what they found
//! ([`report`]). Here does not belong any repair. Nothing is asked but the instance itself: no other
//! machine hears that a doctor was here.

mod clock;
mod data;
mod database;
mod domain;
mod mail;
pub mod report;
mod seen;
mod web;

use staffroom_config::Loaded;
use staffroom_db::inspect::Inspection;
use staffroom_domain::Clock;
use staffroom_service::secrets::SecretKey;

pub use report::{Finding, Level, Report};

/// What all checks look at.
pub(crate) struct Patient<'a> {
    loaded: &'a Loaded,
    clock: &'a dyn Clock,
    key: Option<SecretKey>,
    database: Option<Inspection>,
}

impl Patient<'_> {
    /// Whether nobody outside needs to reach it.
    fn is_local(&self) -> bool {
        self.loaded.is_trial() || self.loaded.config.server.url.is_loopback()
    }
}

/// Runs all checks; the mail server is asked only on request.
pub async fn examine(loaded: &Loaded, clock: &dyn Clock, with_mail: bool) -> Report {
    let mut report = Report::default();
    settings(loaded, &mut report);
    let key = data::check(loaded, &mut report);
    let database = database::check(loaded, key.as_ref(), &mut report).await;
    let patient = Patient {
        loaded,
        clock,
        key,
        database,
    };
    data::backups(&patient, &mut report);
    clock::check(&patient, &mut report);
    domain::check(&patient, &mut report).await;
    web::check(&patient, &mut report).await;
    if with_mail {
        mail::check(loaded, &mut report).await;
    }
    report
}

fn settings(loaded: &Loaded, report: &mut Report) {
    match &loaded.source_file {
        Some(file) => report.ok(
            "settings",
            format!("the settings in {} are valid", file.display()),
        ),
        None if loaded.is_trial() => report.ok(
            "settings",
            "there is no configuration file: this is a trial, which does not federate",
        ),
        None => report.ok("settings", "the settings in the environment are valid"),
    }
    for warning in &loaded.warnings {
        report.warn("settings", warning.to_string(), "");
    }
}
