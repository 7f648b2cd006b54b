//! Reports to other servers: the instance reports, and nobody learns who among us did.

use staffroom_db::{reports, statuses};
use staffroom_domain::{AccountId, ReportId, StatusId};
use staffroom_protocol::outgoing::{Activity, ActivityKind, Nothing, Part};
use staffroom_protocol::{Addressees, Iri};

use super::{Builder, Built, Sending};
use crate::documents;
use crate::outbox::recipients::Recipients;

/// `Flag` of a person and of what they posted.
pub(super) fn reported(b: &mut Builder<'_>, report: ReportId) -> Built {
    let Some(report) = reports::find(b.conn, report)? else {
        return Ok(Vec::new());
    };
    let Some((target, target_iri)) = b.account(report.target_id)? else {
        return Ok(Vec::new());
    };
    if target.is_local() {
        return Ok(Vec::new());
    }
    let ids: Vec<StatusId> = serde_json::from_str(&report.status_ids).unwrap_or_default();
    let mut objects = vec![target_iri.clone()];
    for row in statuses::find_many(b.conn, &ids)? {
        if row.account_id == target.id {
            objects.push(Iri::parse(&documents::object_id(b.addresses(), &row))?);
        }
    }
    let by = AccountId::INSTANCE;
    let (id, iri) = b.new_activity()?;
    let mut flag: Activity<Nothing> =
        Activity::new(iri, ActivityKind::Flag, b.actor(by)?, Part::Ids(objects));
    flag.to = Addressees::only([target_iri]);
    flag.content = Some(report.comment).filter(|comment| !comment.is_empty());
    let sending = Sending::new(id, by, &flag)?
        .in_thread(format_args!("report-{}", report.id))
        .to(Recipients::one(target.id));
    Ok(vec![sending])
}
