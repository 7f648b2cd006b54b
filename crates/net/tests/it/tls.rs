//! Which certificates are believed.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use staffroom_net::{Client, LoopbackPolicy, NetError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::scripted::{Act, Scripted, ok, to};
use crate::{SHORT, get, options};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server with a certificate for this name, which redirects `/down` to http.
async fn server(authority: &Authority, name: &str) -> SocketAddr {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut head = [0; 4_096];
            let read = stream.read(&mut head).await.unwrap_or(0);
            let answer = if head[..read].starts_with(b"GET /down") {
                let Some(Act::Send(bytes)) = to("http://peer.example/").pop() else {
                    unreachable!()
                };
                bytes
            } else {
                ok("application/activity+json", "{}").into_bytes()
            };
            drop(stream.write_all(&answer).await);
            drop(stream.shutdown().await);
        }
    });
    address
}

fn client(address: SocketAddr, trusted: &[&Authority]) -> Client {
    let mut policy = LoopbackPolicy::for_hosts([("peer.example", address)]);
    for authority in trusted {
        policy = policy.trusting(authority.pem());
    }
    Client::new(&options(policy)).unwrap()
}

#[tokio::test]
async fn a_named_authority_is_believed_and_no_other() {
    let (known, other) = (authority(), authority());
    let address = server(&known, "peer.example").await;
    let response = get(&client(address, &[&known]), "https://peer.example/").await;
    assert_eq!(response.unwrap().status, 200);
    for trusted in [&[][..], &[&other][..]] {
        let error = get(&client(address, trusted), "https://peer.example/")
            .await
            .unwrap_err();
        assert!(matches!(error, NetError::Tls(_)), "{error:?}");
        assert!(error.is_temporary());
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_believed() {
    let known = authority();
    let address = server(&known, "other.example").await;
    let error = get(&client(address, &[&known]), "https://peer.example/")
        .await
        .unwrap_err();
    assert!(matches!(error, NetError::Tls(_)), "{error:?}");
}

/// Checklist 38. Catalogue 40.
#[tokio::test]
async fn https_does_not_lead_to_http() {
    let known = authority();
    let address = server(&known, "peer.example").await;
    let error = get(&client(address, &[&known]), "https://peer.example/down")
        .await
        .unwrap_err();
    let expected = NetError::Downgrade {
        from: "https".to_owned(),
        to: "http".to_owned(),
    };
    assert_eq!(error, expected);
}

#[tokio::test]
async fn a_server_without_tls_is_told_as_that() {
    let server = Scripted::answering("HTTP/1.1 400 Bad Request\r\n\r\n");
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = plain.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await);
        }
    });
    let error = get(&client(address, &[]), "https://peer.example/")
        .await
        .unwrap_err();
    assert!(matches!(error, NetError::Tls(_)), "{error:?}");
    // One that waits for a request which never comes.
    let policy = LoopbackPolicy::for_hosts([("peer.example", server.address)]);
    let mut options = options(policy);
    options.get_deadline = SHORT;
    let error = get(&Client::new(&options).unwrap(), "https://peer.example/")
        .await
        .unwrap_err();
    assert_eq!(error, NetError::Timeout);
}
