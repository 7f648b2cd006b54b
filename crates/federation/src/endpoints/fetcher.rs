//! Who asks.

use actix_web::HttpRequest;
use staffroom_domain::AccountId;

use super::answer::Refusal;
use crate::state::Federation;
use crate::verify::{self, VerifyError};

/// Who signed a request, verified.
#[derive(Clone, Debug)]
pub(super) struct Fetcher {
    /// The host of their actor, with the port where there is one.
    pub(super) host: String,
    /// Their account, where it is known here.
    pub(super) account: Option<AccountId>,
}

/// Who signed a request; nobody where it is not signed.
pub(super) async fn who(
    fed: &Federation,
    request: &HttpRequest,
) -> Result<Option<Fetcher>, Refusal> {
    match verify::fetcher(fed, request).await {
        Ok(found) => Ok(found.map(|found| Fetcher {
            host: found.host,
            account: found.account.map(|account| account.id),
        })),
        Err(VerifyError::Suspended) => Err(Refusal::Suspended),
        Err(VerifyError::Db(error)) => Err(Refusal::Busy(error)),
        Err(VerifyError::Malformed(_)) => Err(Refusal::Malformed("the signature is malformed")),
        Err(error) => {
            tracing::debug!(%error, "a signed fetch is not believed");
            Err(Refusal::Unsigned)
        }
    }
}

/// The host that a request says it is from, not verified: whoever lies about it only shuts
/// themselves out.
pub(super) fn claimed_host(request: &HttpRequest) -> Option<String> {
    let headers = request.headers();
    ["signature-input", "signature", "authorization"]
        .iter()
        .flat_map(|name| headers.get_all(*name))
        .filter_map(|value| value.to_str().ok())
        .find_map(key_id)
        .and_then(host_of)
}

/// The value of `keyId="…"` (draft-cavage) or `keyid="…"` (RFC 9421).
fn key_id(header: &str) -> Option<&str> {
    let lower = header.to_ascii_lowercase();
    let start = lower.find("keyid=\"")? + "keyid=\"".len();
    let rest = header.get(start..)?;
    rest.split_once('"').map(|(id, _)| id)
}

fn host_of(key_id: &str) -> Option<String> {
    if let Some((_, host)) = key_id
        .strip_prefix("acct:")
        .and_then(|a| a.rsplit_once('@'))
    {
        return Some(host.to_ascii_lowercase());
    }
    let url = url::Url::parse(key_id).ok()?;
    let host = url.host_str()?.trim_end_matches('.');
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use proptest::prelude::*;

    use super::*;

    fn host(name: &'static str, value: &str) -> Option<String> {
        claimed_host(
            &TestRequest::default()
                .insert_header((name, value))
                .to_http_request(),
        )
    }

    #[test]
    fn the_host_of_a_key_is_read_from_both_kinds_of_signatures() {
        let cavage = "keyId=\"https://Peer.example/u/a#main-key\",headers=\"date\",signature=\"x\"";
        assert_eq!(host("signature", cavage).unwrap(), "peer.example");
        let rfc = "sig1=(\"@method\");created=1;keyid=\"https://peer.example:8443/u/a\"";
        assert_eq!(host("signature-input", rfc).unwrap(), "peer.example:8443");
        assert_eq!(
            host("signature", "keyId=\"acct:a@peer.example\"").unwrap(),
            "peer.example"
        );
        assert_eq!(host("signature", "sig1=:abc=:"), None);
        assert_eq!(host("authorization", "Bearer abc"), None);
    }

    proptest! {
        #[test]
        fn any_header_is_survived(value in "[ -~]{0,80}") {
            let _ = host("signature", &value);
        }
    }
}
