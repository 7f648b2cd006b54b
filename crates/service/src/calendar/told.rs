//! Who takes part here hears where an event is at another time or place, or does not take place. Those of other servers
//! are sent the new version.

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, accounts, participations};
use staffroom_domain::{AccountId, ParticipationId};

use crate::notifications::{self, Kind};
use crate::tx::Tx;

/// How many are told at once.
const AT_ONCE: i64 = 500;

/// Tells everybody here who takes part that there is news of an event.
pub(super) fn tell_participants_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    event: &StatusRow,
) -> Result<(), DbError> {
    let mut after = ParticipationId::from(0);
    loop {
        let rows = participations::of_event(tx.conn, event.id, after, AT_ONCE)?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.id;
        let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
        for person in accounts::find_many(tx.conn, &ids)? {
            if person.is_local() && person.id != author.id {
                notifications::tell(tx, Kind::Update, person.id, author, Some(event.id))?;
            }
        }
    }
}
