//! What values mean, and what they come to when they are not set.

use std::path::PathBuf;
use std::time::Duration;

use staffroom_config::{
    AccountDomain, ByteSize, Config, DatabaseUrl, EmailAddress, FederationMode, Raw, ServerUrl,
    TrustedProxies, Value,
};

use crate::from_file;

fn text<T: Value>(text: &str) -> Result<T, String> {
    T::from_raw(&Raw::Text(text.to_owned()))
}

fn config(file: &str) -> Config {
    from_file(file).expect("valid").config
}

#[test]
fn durations() {
    for (written, milliseconds, shown) in [
        ("30s", 30_000, "\"30s\""),
        ("1h 30m", 5_400_000, "\"90m\""),
        ("2w", 1_209_600_000, "\"14d\""),
        ("250 ms", 250, "\"250ms\""),
        ("0s", 0, "\"0s\""),
    ] {
        let duration: Duration = text(written).expect("valid");
        assert_eq!(duration, Duration::from_millis(milliseconds));
        assert_eq!(duration.show(), shown);
    }
    for wrong in [
        "",
        "30",
        "s",
        "-1s",
        "1.5h",
        "99999999999999999999s",
        "9999999999999999w",
        "1S",
    ] {
        assert!(text::<Duration>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn sizes() {
    for (written, bytes, shown) in [
        ("1 MiB", 1 << 20, "\"1 MiB\""),
        ("1536kib", 1536 << 10, "\"1536 KiB\""),
        ("5 MB", 5_000_000, "\"5 MB\""),
        ("17 B", 17, "\"17 B\""),
    ] {
        let size: ByteSize = text(written).expect("valid");
        assert_eq!(size.as_u64(), bytes);
        assert_eq!(size.show(), shown);
    }
    for wrong in ["", "1", "1 M", "MiB", "-1 B", "99999999999 GiB"] {
        assert!(text::<ByteSize>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn server_urls() {
    for (written, origin) in [
        (
            "https://Staffroom.School.example/",
            "https://staffroom.school.example",
        ),
        ("https://a.example:443", "https://a.example"),
        ("https://a.example:8443", "https://a.example:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://hill.localhost:8080", "http://hill.localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        (
            "https://schülerhilfe.example",
            "https://xn--schlerhilfe-vhb.example",
        ),
    ] {
        assert_eq!(ServerUrl::parse(written).expect("valid").origin(), origin);
    }
    for wrong in [
        "",
        "a.example",
        "ftp://a.example",
        "http://a.example",
        "http://notlocalhost",
        "https://a.example/path",
        "https://a.example?x",
        "https://a.example#x",
        "https://u@a.example",
        "https://u:p@a.example",
        "https://a.example.",
        "https://",
        "http://localhost:0",
        "http://localhost.a.example",
    ] {
        assert!(ServerUrl::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn account_domains() {
    for (written, stored) in [
        ("School.example", "school.example"),
        ("localhost:8080", "localhost:8080"),
        ("schülerhilfe.example", "xn--schlerhilfe-vhb.example"),
        ("[::1]:8080", "[::1]:8080"),
        ("[::1]", "[::1]"),
    ] {
        assert_eq!(
            AccountDomain::parse(written).expect("valid").as_str(),
            stored
        );
    }
    for wrong in [
        "",
        "a..example",
        "a.example.",
        "a b",
        "a/b",
        "@a.example",
        "a:x",
        "a:",
        "a:+8",
        "a!b",
    ] {
        assert!(AccountDomain::parse(wrong).is_err(), "{wrong}");
    }
    assert_eq!(
        AccountDomain::parse("[::1]:8080").expect("valid").host(),
        "[::1]"
    );
}

#[test]
fn mail_addresses() {
    assert!(EmailAddress::parse("o'neill+x@school.example").is_ok());
    for wrong in ["", "a", "@b", "a@", "A <a@b.example>", "a@b@c", "a b@c"] {
        assert!(EmailAddress::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn trusted_proxies() {
    let proxies: TrustedProxies = text("loopback, private,192.0.2.7").expect("valid");
    let trusts = |address: &str| proxies.contains(address.parse().expect("an address"));
    for inside in [
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "172.31.0.1",
        "::ffff:192.168.0.1",
        "fd00::1",
        "192.0.2.7",
    ] {
        assert!(trusts(inside), "{inside}");
    }
    for outside in ["172.32.0.1", "192.0.2.8", "2001:db8::1"] {
        assert!(!trusts(outside), "{outside}");
    }
    assert_eq!(proxies.show(), "[\"loopback\", \"private\", \"192.0.2.7\"]");
    assert!(text::<TrustedProxies>("0.0.0.0/0").is_err());
    assert!(text::<TrustedProxies>("").expect("valid").is_empty());
}

#[test]
fn databases() {
    let sqlite = |path: &str| DatabaseUrl::Sqlite(PathBuf::from(path));
    assert_eq!(DatabaseUrl::parse("sqlite:a.db"), Ok(sqlite("a.db")));
    assert_eq!(
        DatabaseUrl::parse("sqlite:///var/a.db"),
        Ok(sqlite("/var/a.db"))
    );
    for wrong in [
        "sqlite:",
        "sqlite::memory:",
        "sqlite:a?mode=ro",
        "postgres:x",
        "a.db",
        "mysql://x",
    ] {
        assert!(DatabaseUrl::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_follows_from_other_settings() {
    let trial = Config::default();
    assert_eq!(trial.account_domain().as_str(), "localhost:8080");
    assert_eq!(trial.mail_from().as_str(), "noreply@localhost");
    assert_eq!(trial.federation_mode(), FederationMode::Open);
    assert!(!trial.hsts());
    assert_eq!(
        (trial.server_workers(4), trial.password_hash_concurrency(1)),
        (4, 1)
    );

    let school = config(
        "[server]\nurl = \"https://a.example\"\n[instance]\nprovider = \"trust\"\n\
         [storage]\ndata_dir = \"/srv\"\n[mail]\nencryption = \"tls\"\n",
    );
    assert_eq!(school.federation_mode(), FederationMode::AllowList);
    assert!(school.hsts());
    assert_eq!(school.smtp_port(), 465);
    assert_eq!(school.account_domain().as_str(), "a.example");
    assert_eq!(
        school.database_url(),
        DatabaseUrl::Sqlite(PathBuf::from("/srv/staffroom.sqlite"))
    );
    assert_eq!(school.secret_key_file(), PathBuf::from("/srv/secret.key"));

    let off = config("[server]\nmetrics_bind = \"off\"\n[federation]\nmode = \"off\"\n");
    assert_eq!(off.server.metrics_bind, None);
    assert_eq!(off.federation_mode(), FederationMode::Off);
}
