//! The header `Collection-Synchronization` (FEP-8fcf): another server says whom of ours it holds for
//! followers of an actor of its own.

use actix_web::http::header::HeaderMap;
use staffroom_db::{DbError, follows, remote_actors};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, FollowId};
use staffroom_protocol::Iri;
use staffroom_service::Tx;

use crate::followers_digest::FollowersDigest;

/// How many followers are read at once.
const AT_ONCE: i64 = 1_000;

const HEADER: &str = "collection-synchronization";

/// What the header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    collection: Iri,
    url: Iri,
    digest: FollowersDigest,
}

impl Claim {
    /// Of a request that this actor signed; none where the header is missing, malformed, not among what
    /// is signed, or leads to another server.
    pub(super) fn of(headers: &HeaderMap, covered: &[String], actor: &Iri) -> Option<Self> {
        if !covered.iter().any(|name| name == HEADER) {
            return None;
        }
        let header = headers.get(HEADER)?.to_str().ok()?;
        Self::parse(header).filter(|claim| claim.url.same_origin(actor))
    }

    fn parse(header: &str) -> Option<Self> {
        let value = |name: &str| {
            header.split(',').find_map(|part| {
                let (key, value) = part.trim().split_once('=')?;
                (key.trim() == name).then(|| value.trim().trim_matches('"'))
            })
        };
        Some(Self {
            collection: Iri::parse(value("collectionId")?).ok()?,
            url: Iri::parse(value("url")?).ok()?,
            digest: FollowersDigest::parse(value("digest")?)?,
        })
    }

    /// Has the lists compared where the digests differ. `false` where it is about another list than the
    /// actor's followers, and says nothing of ours.
    pub(super) fn check(&self, tx: &mut Tx<'_>, actor: AccountId) -> Result<bool, DbError> {
        let followers = remote_actors::find(tx.conn, actor)?.and_then(|row| row.followers);
        let is_own =
            followers.is_some_and(|own| Iri::parse(&own).is_ok_and(|own| own == self.collection));
        if !is_own || digest_of(tx, actor)? == self.digest {
            return Ok(is_own);
        }
        let payload = JobPayload::SyncFollowers {
            account: actor,
            url: self.url.as_str().to_owned(),
        };
        let job = NewJob::now(payload, tx.now).with_dedup_key(format!("followers-{actor}"));
        tx.queue(&job)?;
        Ok(true)
    }
}

/// Of the followers here.
fn digest_of(tx: &mut Tx<'_>, actor: AccountId) -> Result<FollowersDigest, DbError> {
    let mut combined = FollowersDigest::default();
    let mut after = FollowId::from(0);
    loop {
        let rows = follows::local_followers(tx.conn, actor, after, AT_ONCE)?;
        let Some(last) = rows.last() else {
            return Ok(combined);
        };
        after = last.id;
        for row in &rows {
            combined.add(&tx.addresses.actor(row.account_id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of FEP-8fcf, and a digest of 32 bytes.
    #[test]
    fn the_header_is_read_in_any_order() {
        let digest = "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f";
        let header = format!(
            "collectionId=\"https://social.example/users/1/followers\", \
             digest=\"{digest}\", url=\"https://social.example/users/1/followers_sync\""
        );
        let claim = Claim::parse(&header).unwrap();
        assert_eq!(
            claim.url.as_str(),
            "https://social.example/users/1/followers_sync"
        );
        assert_eq!(
            claim.collection.as_str(),
            "https://social.example/users/1/followers"
        );
        assert_eq!(claim.digest.to_hex(), digest);
        let nameless = header.replace("collectionId", "id");
        assert_eq!(Claim::parse(&nameless), None);
        for bad in [
            "",
            "digest",
            "digest=\"00\", url=\"https://a.example/\"",
            "url=\"x\"",
        ] {
            assert_eq!(Claim::parse(bad), None, "{bad}");
        }
    }
}
