//! Keys in all the forms in which actors publish them (17 of the catalogue of security, FEP-521a).

use proptest::prelude::*;
use staffroom_signatures::{Algorithm, KeyError, PrivateKey, PublicKey};

use crate::requests::{ED25519, RSA};

// fep-521a.feature
const FEP_RSA_MULTIBASE: &str = "z4MXj1wBzi9jUstyPMS4jQqB6KdJaiatPkAtVtGc6bQEQEEsKTic4G7Rou3iBf9vP\
    mT5dbkm9qsZsuVNjq8HCuW1w24nhBFGkRE4cd2Uf2tfrB3N7h4mnyPp1BF3ZttHTYv3DLUPi1zMdkULiow3M1GfXkoC6DoxD\
    Um1jmN6GBj22SjVsr6dxezRVQc7aj9TxE7JLbMH1wh5X3kA58H3DFW8rnYMakFGbca5CB2Jf6CnGQZmL7o5uJAdTwXfy2iii\
    yPxXEGerMhHwhjTA1mKYobyk2CpeEcmvynADfNZ5MBvcCS7m3XkFCMNUYBS9NQ3fze6vMSUPsNa6GVYmKx2x6JrdEjCk3qRM\
    MmyjnjCMfR4pXbRMZa3i";
const FEP_RSA_PEM: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsbX82NTV6IylxCh7MfV4
hlyvaniCajuP97GyOqSvTmoEdBOflFvZ06kR/9D6ctt45Fk6hskfnag2GG69NALV
H2o4RCR6tQiLRpKcMRtDYE/thEmfBvDzm/VVkOIYfxu+Ipuo9J/S5XDNDjczx2v+
3oDh5+CIHkU46hvFeCvpUS+L8TJSbgX0kjVk/m4eIb9wh63rtmD6Uz/KBtCo5mmR
4TEtcLZKYdqMp3wCjN+TlgHiz/4oVXWbHUefCEe8rFnX1iQnpDHU49/SaXQoud1j
CaexFn25n+Aa8f8bc5Vm+5SeRwidHa6ErvEhTvf1dz6GoNPp2iRvm+wJ1gxwWJEY
PQIDAQAB
-----END PUBLIC KEY-----
";
const FEP_ED25519_MULTIBASE: &str = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
const FEP_ED25519_PEM: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEALm/M42cB3HkUiODQsXRcweM6TByfzEHGO9ND274JcOY=
-----END PUBLIC KEY-----
";

#[test]
fn the_keys_of_fep_521a_are_read_and_written() {
    for (multibase, pem, algorithm) in [
        (FEP_RSA_MULTIBASE, FEP_RSA_PEM, Algorithm::Rsa),
        (FEP_ED25519_MULTIBASE, FEP_ED25519_PEM, Algorithm::Ed25519),
    ] {
        let key = PublicKey::from_multibase(multibase).unwrap();
        assert_eq!(key.algorithm(), algorithm);
        assert_eq!(key, PublicKey::from_pem(pem).unwrap());
        assert_eq!(key.to_multibase(), multibase);
        assert_eq!(key.to_pem(), pem);
        assert_eq!(PublicKey::from_der(&key.to_der()).unwrap(), key);
    }
}

// FEP-8b32's key, and the same in base64url as Controlled Identifiers write it.
#[test]
fn a_multikey_in_base64url_is_read() {
    let key = PublicKey::from_multibase("u7QGwDY2Tjn93PVFWWq02piP1NE9_XRlg-c8-jhJiDqKBDw").unwrap();
    assert_eq!(
        key.to_multibase(),
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    );
}

// RFC 9421, appendix B.1.1: the same key in both structures.
#[test]
fn pkcs_1_pem_is_read() {
    let body = "
MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
";
    let labelled = |label: &str| format!("-----BEGIN {label}-----{body}-----END {label}-----\n");
    let key = PublicKey::from_pem(&labelled("RSA PUBLIC KEY")).unwrap();
    assert!(key.to_pem().starts_with(
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhAKYdtoe"
    ));
    // Some mix the labels up.
    assert_eq!(PublicKey::from_pem(&labelled("PUBLIC KEY")).unwrap(), key);
}

#[test]
fn line_breaks_and_spaces_do_not_matter() {
    let key = PublicKey::from_pem(FEP_RSA_PEM).unwrap();
    let body: String = FEP_RSA_PEM
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    for pem in [
        FEP_RSA_PEM.replace('\n', "\r\n"),
        format!("  \n{FEP_RSA_PEM}\n\n"),
        FEP_RSA_PEM.trim_end().to_owned(),
        FEP_RSA_PEM.replace('\n', " \n  "),
        format!("-----BEGIN PUBLIC KEY-----{body}-----END PUBLIC KEY-----"),
    ] {
        assert_eq!(PublicKey::from_pem(&pem).as_ref(), Ok(&key), "{pem:?}");
    }
}

#[test]
fn garbage_is_refused() {
    for pem in [
        "",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n!!!\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        &FEP_RSA_PEM.replace("PUBLIC", "PRIVATE"),
        &FEP_RSA_PEM.repeat(2),
        &format!(
            "-----BEGIN PUBLIC KEY-----{}-----END PUBLIC KEY-----",
            "A".repeat(1 << 20)
        ),
    ] {
        assert_eq!(PublicKey::from_pem(pem), Err(KeyError::Unreadable));
    }
    for multibase in ["", "z", "x6Mk", "z0", "zxxxxx", "z6Mkha", "m7QE="] {
        assert!(PublicKey::from_multibase(multibase).is_err(), "{multibase}");
    }
    assert_eq!(
        PublicKey::from_multibase(&format!("z{}", "2".repeat(1 << 20))),
        Err(KeyError::Unreadable)
    );
}

// Made with `openssl genrsa`: 1024 and 2047 bits, and 2048 bits with the exponent 3.
/// Checklist 18. Catalogue 17.
#[test]
fn weak_rsa_keys_and_other_kinds_are_refused() {
    for (body, expected) in [
        (
            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCq2BU+UWsh7RtI1wj7twlIu9FYPJXp3iEMNXhYnq6ncFGdnSs/\
             Rw7o6+fKtRnjdjAPLgcsdK3QMOYU9+B7GcAwHcLn5LBe5Vnbu29yVO/vLw4T9J7dF73wPDF43WdtAzsC5aQudwBU/\
             tgnprgpiZX79W4oQERkKafziA+s3McaSQIDAQAB",
            KeyError::Size,
        ),
        (
            "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAzM3M21EA3lQrZeNyX5aYkR26dmEJ5W50QetcB8kIPX1g\
             JNDofcf7RI5tJkTytNgSM339aiMNve4hryv4eaKIxMVo413EhnP9mg58fD2k0P70EffcGWhDqoz4P0zNwaTFynls3\
             h1HiAz8qYsmF5xF7/j+ZTarr1eCmqksUWcd0l9zJFNRjytEW5XhvkNxc86lsAr6dMlVMx3wBoFfQ0dNoKpgZualAe\
             M2WDXmpcFaJZ2Oz7Jzz3hskTZ+g47d8JjQXTsn73F/pNSqXZKJI1pBZwqYUoSs+7kIa09Uaw2m3+kLgGyAWnPTL+1\
             HOY5/hYjhACReafU7fdPAFMMBhIQMJwIBAw==",
            KeyError::Exponent,
        ),
        (
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEH6ryc8NrOthA5eNwenZZ7ixNtNAeFq73e5l3eS6tbA9uPr7AGpzs\
             NhbL6lJMQjGKEEmr0O+vUtMkOchF6G+hSw==",
            KeyError::Unsupported,
        ),
    ] {
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n");
        assert_eq!(PublicKey::from_pem(&pem), Err(expected));
    }
}

#[test]
fn private_keys_survive_storage() {
    for key in [&*RSA, &*ED25519] {
        let again = PrivateKey::from_pkcs8_der(&key.to_pkcs8_der().unwrap()).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(again.sign(b"x").unwrap(), key.sign(b"x").unwrap());
    }
}

#[test]
fn debug_shows_no_secret() {
    assert_eq!(format!("{:?}", *RSA), "PrivateKey(Rsa, ..)");
    assert_eq!(format!("{:?}", *ED25519), "PrivateKey(Ed25519, ..)");
}

proptest! {
    #[test]
    fn no_text_makes_reading_a_key_panic(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = PublicKey::from_pem(&text);
        let _ = PublicKey::from_pem(&format!("-----BEGIN PUBLIC KEY-----{text}-----END PUBLIC KEY-----"));
        let _ = PublicKey::from_multibase(&text);
        let _ = PublicKey::from_der(&bytes);
        let _ = PrivateKey::from_pkcs8_der(&bytes);
    }

    #[test]
    fn no_change_of_a_key_makes_reading_it_panic(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        for key in [&*RSA, &*ED25519] {
            let mut der = key.public().to_der();
            let place = at.index(der.len());
            der[place] = to;
            let _ = PublicKey::from_der(&der);
            let mut der = key.to_pkcs8_der().unwrap();
            let place = at.index(der.len());
            der[place] = to;
            let _ = PrivateKey::from_pkcs8_der(&der);
        }
    }
}

/// Checklist 18. Catalogue 17. Moduli of 512 bits and of 16,384, and more than a key has room for, are
/// refused before anything is computed with them.
#[test]
fn moduli_of_any_size_are_refused_at_once() {
    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = content.len().to_be_bytes();
        let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
        let count = u8::try_from(length.len()).unwrap();
        let head = if content.len() < 128 {
            vec![tag, length.first().copied().unwrap_or_default()]
        } else {
            [vec![tag, 0x80 | count], length].concat()
        };
        [head, content.to_vec()].concat()
    }
    for bits in [512, 1024, 16_384, 1 << 20] {
        let modulus = [&[0][..], &vec![0xff; bits / 8]].concat();
        let key = [element(2, &modulus), element(2, &[1, 0, 1])].concat();
        let pem = format!(
            "-----BEGIN RSA PUBLIC KEY-----\n{}\n-----END RSA PUBLIC KEY-----\n",
            data_encoding::BASE64.encode(&element(0x30, &key))
        );
        let start = std::time::Instant::now();
        assert!(PublicKey::from_pem(&pem).is_err(), "{bits}");
        assert!(
            start.elapsed() < std::time::Duration::from_secs(1),
            "{bits}"
        );
    }
}
