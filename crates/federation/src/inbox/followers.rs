//! The header `Collection-Synchronization` (FEP-8fcf): another server says whom of ours it holds for
//! followers of an actor of its own.

use actix_web::http::header::HeaderMap;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER_PERMISSIVE;
use staffroom_db::{DbError, follows, jobs};
use staffroom_domain::job::{JobPayload, NewJob};
use staffroom_domain::{AccountId, FollowId};
use staffroom_protocol::Iri;
use staffroom_service::Tx;

/// How many followers are read at once.
const AT_ONCE: i64 = 1_000;

/// What the header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    url: Iri,
    digest: [u8; 32],
}

impl Claim {
    /// Of a request by this actor; none where the header is missing, malformed or about another's
    /// followers.
    pub(super) fn of(headers: &HeaderMap, actor: &Iri) -> Option<Self> {
        let header = headers.get("collection-synchronization")?.to_str().ok()?;
        Self::parse(header).filter(|claim| claim.url.same_origin(actor))
    }

    fn parse(header: &str) -> Option<Self> {
        let value = |name: &str| {
            header.split(',').find_map(|part| {
                let (key, value) = part.trim().split_once('=')?;
                (key.trim() == name).then(|| value.trim().trim_matches('"'))
            })
        };
        let digest = HEXLOWER_PERMISSIVE
            .decode(value("digest")?.as_bytes())
            .ok()?;
        Some(Self {
            url: Iri::parse(value("url")?).ok()?,
            digest: digest.try_into().ok()?,
        })
    }

    /// Has the lists compared where the digests differ.
    pub(super) fn check(
        &self,
        tx: &mut Tx<'_>,
        actor: AccountId,
        attempts: u32,
    ) -> Result<(), DbError> {
        if digest_of(tx, actor)? == self.digest {
            return Ok(());
        }
        let payload = JobPayload::SyncFollowers {
            account: actor,
            url: self.url.as_str().to_owned(),
        };
        let job = NewJob::now(payload, tx.now).with_dedup_key(format!("followers-{actor}"));
        jobs::enqueue(tx.conn, tx.new_id(), &job, attempts, tx.now)?;
        Ok(())
    }
}

/// The digests of the ids of the followers here, combined by exclusive or.
fn digest_of(tx: &mut Tx<'_>, actor: AccountId) -> Result<[u8; 32], DbError> {
    let mut combined = [0; 32];
    let mut after = FollowId::from(0);
    loop {
        let rows = follows::local_followers(tx.conn, actor, after, AT_ONCE)?;
        let Some(last) = rows.last() else {
            return Ok(combined);
        };
        after = last.id;
        for row in &rows {
            let id = tx.addresses.actor(row.account_id);
            let hash = digest(&SHA256, id.as_bytes());
            for (byte, other) in combined.iter_mut().zip(hash.as_ref()) {
                *byte ^= other;
            }
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
        assert_eq!(claim.digest[..2], [0xc3, 0x3f]);
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
