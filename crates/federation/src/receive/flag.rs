//! Flag: another server reports somebody here.

use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, domain_policies};
use staffroom_domain::{AccountId, StatusId};
use staffroom_protocol::Iri;
use staffroom_protocol::incoming::ObjectRef;
use staffroom_service::Tx;
use staffroom_service::reports::{MAX_COMMENT, MAX_STATUSES, NewReport, report_in};

use super::received::{Outcome, ReceiveError, Received};
use crate::Federation;
use crate::lookup::{local_account_at, status_at};

pub(super) async fn receive(
    fed: &Federation,
    received: &Received,
) -> Result<Outcome, ReceiveError> {
    let named: Vec<Iri> = received
        .activity
        .objects
        .iter()
        .filter_map(ObjectRef::id)
        .collect();
    let reason = received.activity.content.as_ref();
    let reason = reason.or(received.activity.summary.as_ref());
    let comment: String = reason
        .map(|text| staffroom_text::plain_text(text))
        .unwrap_or_default()
        .chars()
        .take(MAX_COMMENT)
        .collect();
    let (actor, host, uri) = (
        received.actor.id,
        received.host.clone(),
        received.uri.clone(),
    );
    received
        .apply(fed, move |tx| {
            let policy = domain_policies::find_covering(tx.conn, &host, tx.now)?;
            if policy.is_some_and(|policy| policy.reject_reports) {
                return Ok(Outcome::Ignored("its server's reports are not wanted"));
            }
            let Some((target, statuses)) = reported(tx, &named)? else {
                return Ok(Outcome::Ignored("nobody here is reported"));
            };
            let new = NewReport {
                statuses,
                comment,
                ..NewReport::default()
            };
            Ok(if report_in(tx, actor, target, &new, uri)? {
                Outcome::Applied
            } else {
                Outcome::Ignored("it was reported before")
            })
        })
        .await
}

/// The first person of ours that is named, or whose status is, with the statuses of theirs that are.
fn reported(tx: &mut Tx<'_>, named: &[Iri]) -> Result<Option<(AccountId, Vec<StatusId>)>, DbError> {
    let mut target = None;
    let mut statuses: Vec<StatusRow> = Vec::new();
    for id in named {
        if let Some(account) = local_account_at(tx.conn, tx.addresses, id)? {
            target = target.or(Some(account.id));
        } else if let Some(status) = status_at(tx.conn, tx.addresses, id)?.filter(|row| row.local) {
            statuses.push(status);
        }
    }
    let target = target.or_else(|| statuses.first().map(|status| status.account_id));
    Ok(target.map(|target| {
        let of_target = statuses
            .iter()
            .filter(|status| status.account_id == target)
            .take(MAX_STATUSES)
            .map(|status| status.id)
            .collect();
        (target, of_target)
    }))
}
