//! Keys of clients: the same one makes the same thing once, and nothing else.

use staffroom_db::idempotency::IdempotencyRow;
use staffroom_db::{Conn, DbError, adoptions, event_plans, outcomes, practices, talks};
use staffroom_domain::{Addresses, RecordKind, StatusId, UserId};

use super::{RecordError, status_at, uri_of};
use crate::context::Ctx;
use crate::statuses::{claim, made_before};
use crate::tx::Tx;

/// What a client wants to make with a key.
#[derive(Clone, Debug)]
pub(crate) struct Making {
    /// Whose key it is, and the key.
    pub(crate) key: Option<(UserId, String)>,
    /// The kind of what is made.
    pub(crate) kind: RecordKind,
    /// The id of the practice or event that it is about, where it is not one itself.
    pub(crate) about: String,
}

impl Making {
    /// What the key has made before, where that has to be known before somebody is looked up whom `text` names.
    pub(crate) async fn before(
        &self,
        ctx: &Ctx,
        text: &str,
    ) -> Result<Option<StatusId>, RecordError> {
        let Some(made) = made_before(ctx, self.key.clone(), text).await? else {
            return Ok(None);
        };
        let (making, addresses) = (self.clone(), ctx.addresses.clone());
        ctx.db
            .read(move |conn| making.again(conn, &addresses, &made))
            .await
            .map(Some)
    }

    /// Notes that the key makes `id`; gives what it has made before.
    pub(crate) fn claim_in(
        &self,
        tx: &mut Tx<'_>,
        id: StatusId,
    ) -> Result<Option<StatusId>, RecordError> {
        match claim(tx, self.key.clone(), id.get(), false)? {
            Some(made) => self.again(tx.conn, tx.addresses, &made).map(Some),
            None => Ok(None),
        }
    }

    /// The same thing; what is another, waits for its time, or is gone is not what the client asks for.
    fn again(
        &self,
        conn: &mut Conn,
        addresses: &Addresses,
        made: &IdempotencyRow,
    ) -> Result<StatusId, RecordError> {
        let id: StatusId = made.made_id.into();
        if !made.is_scheduled && self.is(conn, addresses, id)? {
            return Ok(id);
        }
        Err(RecordError::problem(
            "",
            "key-used",
            "This Idempotency-Key was used before, and not for this. Send another one.",
        ))
    }

    fn is(&self, conn: &mut Conn, addresses: &Addresses, id: StatusId) -> Result<bool, DbError> {
        let about = match self.kind {
            RecordKind::Practice => return Ok(practices::find(conn, id)?.is_some()),
            RecordKind::Adoption => adoptions::find(conn, id)?.map(|row| row.practice_uri),
            RecordKind::Outcome => outcomes::find(conn, id)?.map(|row| row.practice_uri),
            RecordKind::Event => return Ok(event_plans::find(conn, id)?.is_some()),
            RecordKind::EventNote => talks::note(conn, id)?.map(|row| row.event_uri),
        };
        let subject = status_at(conn, addresses, &self.about)?;
        let subject = subject.map_or_else(|| self.about.clone(), |row| uri_of(addresses, &row));
        Ok(about == Some(subject))
    }
}
