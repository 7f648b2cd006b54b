//! Integrity proofs of what we send (FEP-8b32).

use serde_json::Value;
use staffroom_domain::Timestamp;
use staffroom_signatures::{PrivateKey, ProofError, proof};

/// Adds a proof at the end of a document. Its text stays as it was otherwise, since what is passed on
/// of others must stay as they wrote it.
pub(crate) fn with_proof(
    json: &str,
    key: &PrivateKey,
    actor: &str,
    now: Timestamp,
) -> Result<String, ProofError> {
    let broken = ProofError::Malformed("not an object");
    let mut document: Value = serde_json::from_str(json).map_err(|_| broken)?;
    proof::attach(&mut document, key, &format!("{actor}#ed25519-key"), now)?;
    let proof = document.get("proof").ok_or(ProofError::Missing)?;
    let open = json.trim_end().strip_suffix('}').ok_or(broken)?;
    Ok(format!("{open},\"proof\":{proof}}}"))
}

#[cfg(test)]
mod tests {
    use staffroom_signatures::Proof;

    use super::*;

    #[test]
    fn the_text_stays_and_the_proof_holds() {
        let key = PrivateKey::generate_ed25519().unwrap();
        let json = r#"{"@context":["https://www.w3.org/ns/activitystreams"],"type":"Announce","object":{"z":1.50,"a":"\u00e9"}}"#;
        let now = Timestamp::from_secs(1_750_000_000);
        let proven = with_proof(json, &key, "https://a.example/ap/actors/1", now).unwrap();
        assert!(proven.starts_with(json.strip_suffix('}').unwrap()));
        let proof = Proof::of(&serde_json::from_str(&proven).unwrap()).unwrap();
        assert!(proof.verify(key.public(), now).is_ok());
        let method = proof.verification_method();
        assert_eq!(method, "https://a.example/ap/actors/1#ed25519-key");
    }

    #[test]
    fn what_is_no_object_gets_none() {
        let key = PrivateKey::generate_ed25519().unwrap();
        for json in ["", "[]", "1", "{"] {
            assert!(with_proof(json, &key, "x", Timestamp::from_secs(1)).is_err());
        }
    }
}
