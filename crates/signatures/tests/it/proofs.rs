//! Integrity proofs of documents (FEP-8b32; 17 of the checklist of federation).

use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use serde_json::{Value, json};
use staffroom_domain::Timestamp;
use staffroom_signatures::{PrivateKey, Proof, ProofError, PublicKey, proof};

use crate::requests::{ED25519, RSA};

const METHOD: &str = "https://server.example/users/alice#ed25519-key";
/// 2023-02-24T23:36:38Z
const CREATED: Timestamp = Timestamp::from_secs(1_677_281_798);

fn contexts() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v1"
    ])
}

/// The key of vc-di-eddsa and FEP-8b32, from its JWK.
fn fep_key() -> PrivateKey {
    // RFC 8410: an Ed25519 key in PKCS#8 is these bytes, and the seed.
    let seed = BASE64URL_NOPAD
        .decode(b"yW756hDF5BTEcXI6_53nLDX6W3D66X6IMuysfS4rjtY")
        .unwrap();
    let mut der = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    der.extend(seed);
    PrivateKey::from_pkcs8_der(&der).unwrap()
}

fn fep_document() -> Value {
    json!({
        "@context": contexts(),
        "id": "https://server.example/activities/1",
        "type": "Create",
        "actor": "https://server.example/users/alice",
        "object": {
            "id": "https://server.example/objects/1",
            "type": "Note",
            "attributedTo": "https://server.example/users/alice",
            "content": "Hello world",
            "location": { "type": "Place", "longitude": -71.184_902, "latitude": 25.273_962 }
        }
    })
}

fn proven() -> Value {
    let mut document = fep_document();
    proof::attach(&mut document, &ED25519, METHOD, CREATED).unwrap();
    document
}

fn check(document: &Value) -> Result<(), ProofError> {
    Proof::of(document)?.verify(ED25519.public(), CREATED)
}

// fep-8b32.feature
#[test]
fn the_proof_of_the_fep_is_made_exactly() {
    let key = fep_key();
    assert_eq!(
        key.public().to_multibase(),
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    );
    let mut document = fep_document();
    proof::attach(&mut document, &key, METHOD, CREATED).unwrap();
    assert_eq!(
        document["proof"],
        json!({
            "@context": contexts(),
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "verificationMethod": METHOD,
            "proofPurpose": "assertionMethod",
            "proofValue": "zLaewdp4H9kqtwyrLatK4cjY5oRHwVcw4gibPSUDYDMhi4M49v8pcYk3ZB6D69dNpAPbUmY8ocuJ3m9KhKJEEg7z",
            "created": "2023-02-24T23:36:38Z",
        })
    );
}

// fep-8b32.feature, before the proof had an `@context` of its own.
#[test]
fn the_older_proof_of_the_fep_is_valid() {
    let document = json!({
        "@context": contexts(),
        "type": "Create",
        "actor": "https://server.example/users/alice",
        "object": { "type": "Note", "content": "Hello world" },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "verificationMethod": METHOD,
            "proofPurpose": "assertionMethod",
            "proofValue": "z3sXaxjKs4M3BRicwWA9peyNPJvJqxtGsDmpt1jjoHCjgeUf71TRFz56osPSfDErszyLp5Ks1EhYSgpDaNM977Rg2",
            "created": "2023-02-24T23:36:38Z"
        }
    });
    let key =
        PublicKey::from_multibase("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
    let proof = Proof::of(&document).unwrap();
    assert_eq!(proof.verification_method(), METHOD);
    assert_eq!(proof.created(), Some(CREATED));
    assert_eq!(proof.verify(&key, CREATED), Ok(()));
}

// vc-di-eddsa, representation eddsa-jcs-2022.
#[test]
fn the_credential_of_vc_di_eddsa_is_valid() {
    let method = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    let contexts = json!([
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2"
    ]);
    let document = json!({
        "@context": contexts,
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2023-02-24T23:36:38Z",
            "verificationMethod": method,
            "proofPurpose": "assertionMethod",
            "@context": contexts,
            "proofValue": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
        }
    });
    assert_eq!(
        Proof::of(&document)
            .unwrap()
            .verify(fep_key().public(), CREATED),
        Ok(())
    );
}

#[test]
fn the_order_of_members_does_not_matter() {
    let document = proven();
    let Value::Object(members) = &document else {
        unreachable!()
    };
    let turned: Value = members
        .iter()
        .rev()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    assert_eq!(check(&turned), Ok(()));
}

#[test]
fn a_changed_document_is_refused() {
    for change in [
        |document: &mut Value| document["object"]["content"] = json!("Hello, world"),
        |document: &mut Value| document["actor"] = json!("https://server.example/users/bob"),
        |document: &mut Value| document["to"] = json!([]),
        |document: &mut Value| document["proof"]["created"] = json!("2023-02-24T23:36:39Z"),
        |document: &mut Value| document["proof"]["verificationMethod"] = json!("x:y"),
        |document: &mut Value| document["proof"]["nonce"] = json!("1"),
    ] {
        let mut document = proven();
        change(&mut document);
        assert_eq!(check(&document), Err(ProofError::BadProof), "{document}");
    }
}

#[test]
fn another_key_is_refused() {
    let proof = Proof::of(&proven()).unwrap();
    assert_eq!(
        proof.verify(fep_key().public(), CREATED),
        Err(ProofError::BadProof)
    );
    assert_eq!(
        proof.verify(RSA.public(), CREATED),
        Err(ProofError::Algorithm)
    );
    assert_eq!(
        proof::attach(&mut fep_document(), &RSA, METHOD, CREATED),
        Err(ProofError::Algorithm)
    );
}

#[test]
fn a_proof_is_not_valid_after_it_expires_nor_long_before_it_was_made() {
    let mut document = proven();
    document["proof"]["expires"] = json!("2023-02-25T00:00:00Z");
    let proof = Proof::of(&document).unwrap();
    let at = |secs| proof.verify(ED25519.public(), Timestamp::from_secs(secs));
    // It was not signed with that, but the time comes first.
    assert_eq!(at(1_677_283_199), Err(ProofError::BadProof));
    assert_eq!(at(1_677_283_200), Err(ProofError::Expired));
    assert_eq!(at(CREATED.as_secs() - 2 * 3600), Err(ProofError::Expired));
    assert_eq!(
        Proof::of(&proven()).unwrap().verify(
            ED25519.public(),
            Timestamp::from_secs(CREATED.as_secs() - 600)
        ),
        Ok(())
    );
}

#[test]
fn the_contexts_of_the_document_must_begin_with_those_of_the_proof() {
    let mut document = proven();
    document["@context"] = json!([contexts()[0], contexts()[1], "https://added.example/"]);
    assert_eq!(check(&document), Ok(()));
    for context in [
        json!([contexts()[0]]),
        json!([contexts()[1], contexts()[0]]),
        json!(["https://added.example/", contexts()[0], contexts()[1]]),
        json!("https://www.w3.org/ns/activitystreams"),
    ] {
        let mut document = proven();
        document["@context"] = context;
        assert_eq!(check(&document), Err(ProofError::Context));
    }
    let mut document = proven();
    document.as_object_mut().unwrap().remove("@context");
    assert_eq!(check(&document), Err(ProofError::Context));
}

#[test]
fn a_linked_data_signature_beside_the_proof_does_not_matter() {
    let mut document = proven();
    document["signature"] = json!({ "type": "RsaSignature2017", "signatureValue": "x" });
    assert_eq!(check(&document), Ok(()));
}

#[test]
fn the_proof_of_an_embedded_object_says_nothing_about_what_is_around_it() {
    let wrapper =
        json!({ "type": "Announce", "actor": "https://other.example/", "object": proven() });
    assert_eq!(Proof::of(&wrapper).err(), Some(ProofError::Missing));
    assert_eq!(check(&wrapper["object"]), Ok(()));
}

#[test]
fn of_several_proofs_the_one_that_we_read_counts() {
    let mut document = proven();
    let proof = document["proof"].take();
    document["proof"] =
        json!([{ "type": "DataIntegrityProof", "cryptosuite": "mldsa44-jcs-2024" }, proof]);
    assert_eq!(check(&document), Ok(()));
}

#[test]
fn what_is_no_proof_is_refused() {
    for (name, value, expected) in [
        ("type", json!("Ed25519Signature2020"), ProofError::Missing),
        ("cryptosuite", json!("eddsa-rdfc-2022"), ProofError::Missing),
        (
            "proofPurpose",
            json!("authentication"),
            ProofError::Malformed("proofPurpose"),
        ),
        (
            "verificationMethod",
            json!({}),
            ProofError::Malformed("verificationMethod"),
        ),
        (
            "verificationMethod",
            json!(""),
            ProofError::Malformed("verificationMethod"),
        ),
        (
            "proofValue",
            json!("z"),
            ProofError::Malformed("proofValue"),
        ),
        (
            "proofValue",
            json!("uAAAA"),
            ProofError::Malformed("proofValue"),
        ),
        (
            "proofValue",
            json!(null),
            ProofError::Malformed("proofValue"),
        ),
        (
            "created",
            json!("yesterday"),
            ProofError::Malformed("created"),
        ),
        ("expires", json!(5), ProofError::Malformed("expires")),
        (
            "previousProof",
            json!("x"),
            ProofError::Malformed("previousProof"),
        ),
    ] {
        let mut document = proven();
        document["proof"][name] = value;
        assert_eq!(check(&document), Err(expected), "{name}");
    }
    for document in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "proof": [] }),
        json!({ "proof": "x" }),
    ] {
        assert_eq!(check(&document), Err(ProofError::Missing));
    }
}

proptest! {
    #[test]
    fn a_proof_holds_for_its_document_and_no_other(content in ".*", other in ".*", number in any::<f64>()) {
        prop_assume!(number.is_finite());
        let mut document = json!({ "type": "Note", "content": content, "number": number });
        proof::attach(&mut document, &ED25519, METHOD, CREATED).unwrap();
        // As it comes out at the other end.
        let mut document: Value = serde_json::from_str(&document.to_string()).unwrap();
        prop_assert_eq!(check(&document), Ok(()));
        document["content"] = json!(other);
        prop_assert_eq!(check(&document).is_ok(), content == other);
    }

    #[test]
    fn no_json_makes_reading_a_proof_panic(name in "type|cryptosuite|proofPurpose|proofValue|created|@context", text in ".*") {
        let mut document = proven();
        document["proof"][name.as_str()] = json!(text);
        let _ = check(&document);
        document["proof"][name.as_str()] = json!([text]);
        let _ = check(&document);
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let _ = check(&value);
        }
    }
}
