//! Mentions, hashtags and addresses in what people type.

use staffroom_text::{extract, hashtag};

fn mentions(text: &str) -> Vec<String> {
    extract(text)
        .mentions
        .into_iter()
        .map(|m| match m.domain {
            Some(domain) => format!("{}@{domain}", m.username),
            None => m.username,
        })
        .collect()
}

fn hashtags(text: &str) -> Vec<String> {
    extract(text).hashtags.into_iter().map(|h| h.name).collect()
}

fn links(text: &str) -> Vec<String> {
    extract(text).links.into_iter().map(|l| l.url).collect()
}

#[test]
fn mentions_are_found() {
    let none: &[&str] = &[];
    for (text, expected) in [
        ("@alice", &["alice"][..]),
        ("hi @alice!", &["alice"]),
        ("(@alice)", &["alice"]),
        ("@alice, @bob: hi", &["alice", "bob"]),
        ("@alice.", &["alice"]),
        ("@alice.b-c_d.", &["alice.b-c_d"]),
        ("@alice@example.org", &["alice@example.org"]),
        ("@alice@example.org.", &["alice@example.org"]),
        ("@alice@EXAMPLE.org", &["alice@example.org"]),
        ("@alice@sub.example-a.org: hi", &["alice@sub.example-a.org"]),
        ("@alice@localhost", &["alice@localhost"]),
        ("@alice@a.localhost:8080: hi", &["alice@a.localhost:8080"]),
        ("@alice@localhost:", &["alice@localhost"]),
        ("@alice@localhost:123456", &["alice@localhost"]),
        ("@alice@example.org:30", &["alice@example.org"]),
        ("@alice@bücher.example", &["alice@bücher.example"]),
        ("@alice@", none),
        ("@aliceさん", &["alice"]),
        ("こんにちは @alice", &["alice"]),
        (".@alice hi", &["alice"]),
        ("@Alice @alice @ALICE", &["Alice"]),
        ("@alice @alice@example.org", &["alice", "alice@example.org"]),
        ("\n@alice\n@bob", &["alice", "bob"]),
        ("mail alice@example.org", none),
        ("alice.b+c@example.org", none),
        ("日本@alice", none),
        ("@", none),
        ("@ alice", none),
        ("@@alice", none),
        ("@.alice", none),
        ("@José", none),
        ("@alice@b@c", none),
        ("/@alice", none),
        ("x=@alice", none),
        ("https://example.org/@alice", none),
        ("https://example.org/@alice@other.example/1", none),
        ("@https://example.org", none),
        ("xmpp:alice@example.org", none),
    ] {
        assert_eq!(mentions(text), expected, "{text:?}");
    }
}

#[test]
fn hashtags_are_found() {
    let none: &[&str] = &[];
    for (text, expected) in [
        ("#tag", &["tag"][..]),
        ("a #tag.", &["tag"]),
        ("(#tag)", &["tag"]),
        ("#Tag #tag #TAG", &["Tag"]),
        ("#one#two", &["one"]),
        ("#snake_case_1", &["snake_case_1"]),
        ("#_x", &["_x"]),
        ("#x_", &["x_"]),
        ("#9to5", &["9to5"]),
        ("#a-b", &["a"]),
        ("#Ysgol2026!", &["Ysgol2026"]),
        ("#Tŷ", &["Tŷ"]),
        ("#日本語", &["日本語"]),
        ("#学校、#教育", &["学校", "教育"]),
        ("＃学校", &["学校"]),
        ("#हिन्दी", &["हिन्दी"]),
        ("#ไทยน้ำ", &["ไทยน้ำ"]),
        ("#عربي", &["عربي"]),
        ("#col·lecció", &["col·lecció"]),
        ("#スター・ウォーズ", &["スター・ウォーズ"]),
        ("#می\u{200C}خواهم", &["می\u{200C}خواهم"]),
        ("#a·", &["a"]),
        ("#·a", none),
        ("#1", none),
        ("#2026", none),
        ("#2026_27", none),
        ("#", none),
        ("##a", none),
        ("# a", none),
        ("a#b", none),
        ("日#本", none),
        ("&#39;", none),
        ("/#a", none),
        ("https://example.org/#tag", none),
        ("https://example.org/a?b#tag", none),
        ("https://example.org/#a #b", &["b"]),
    ] {
        assert_eq!(hashtags(text), expected, "{text:?}");
    }
}

#[test]
fn addresses_are_found() {
    let none: &[&str] = &[];
    for (text, expected) in [
        ("https://example.org", &["https://example.org"][..]),
        ("HTTPS://Example.org/A", &["HTTPS://Example.org/A"]),
        ("see http://example.org/a.", &["http://example.org/a"]),
        ("(http://example.org/)", &["http://example.org/"]),
        ("http://example.org/a_(b)", &["http://example.org/a_(b)"]),
        ("(http://example.org/a_(b))", &["http://example.org/a_(b)"]),
        ("http://example.org'", &["http://example.org"]),
        ("http://example.org!", &["http://example.org"]),
        ("<https://example.org/>", &["https://example.org/"]),
        ("\"https://example.org/\"", &["https://example.org/"]),
        ("https://example.org/\u{3000}abc", &["https://example.org/"]),
        ("「[https://example.org/」", &["https://example.org/"]),
        (
            "https://ja.example.org/wiki/日本",
            &["https://ja.example.org/wiki/日本"],
        ),
        ("https://nic.みんな/", &["https://nic.みんな/"]),
        (
            "https://example.org/?a=✓&b=%E2#c",
            &["https://example.org/?a=✓&b=%E2#c"],
        ),
        (
            "https://example.org:8080/x",
            &["https://example.org:8080/x"],
        ),
        ("https://192.0.2.1/x", &["https://192.0.2.1/x"]),
        (
            "http://example.org/b<del>b</del>",
            &["http://example.org/b"],
        ),
        (
            "https://a.example, https://b.example",
            &["https://a.example", "https://b.example"],
        ),
        (
            "https://example.org/@alice#x",
            &["https://example.org/@alice#x"],
        ),
        (
            "xmpp:user@instance.example",
            &["xmpp:user@instance.example"],
        ),
        (
            "join xmpp:muc@instance.example?join now",
            &["xmpp:muc@instance.example?join"],
        ),
        (
            "magnet:?xt=urn:btih:c12fe1c0",
            &["magnet:?xt=urn:btih:c12fe1c0"],
        ),
        ("http://www\\.google\\.com", none),
        ("http://localhost/x", none),
        ("https://", none),
        ("https://.", none),
        ("example.org", none),
        ("javascript:alert(1)", none),
        ("ftp://example.org", none),
        ("shttps://example.org", none),
    ] {
        assert_eq!(links(text), expected, "{text:?}");
    }
}

#[test]
fn hashtags_are_the_same_when_they_read_the_same() {
    for (one, other) in [
        ("Tag", "#tag"),
        ("ＴＡＧ", "tag"),
        ("ÉCOLE", "école"),
        ("e\u{301}cole", "école"),
        ("＃学校", "学校"),
        ("a b", "ab"),
    ] {
        assert_eq!(hashtag::fold(one), hashtag::fold(other), "{one} {other}");
    }
    assert_eq!(hashtag::fold("#<!>"), "");
}
