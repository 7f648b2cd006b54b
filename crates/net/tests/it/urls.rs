//! Whatever a URL looks like, it is judged and nothing panics.

use std::net::SocketAddr;

use proptest::prelude::*;
use staffroom_net::{AddressPolicy, FetchBudget, LoopbackPolicy, PublicOnly, registrable_domain};
use url::{Host, Url};

fn urls() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        any::<String>(),
        "[a-z0-9.-]{0,80}",
        "[0-9a-fx.]{1,20}",
        "\\[[0-9a-f:.]{2,40}\\]",
        "([a-z]{1,9}\\.){0,40}(com|localhost|local|onion|uk)\\.?",
    ];
    prop_oneof![
        any::<String>(),
        (
            "(https|http|ftp|[a-z]{1,5})://",
            "([a-z:]{0,3}@)?",
            host,
            "(:[0-9]{0,6})?",
            any::<String>()
        )
            .prop_map(|(scheme, user, host, port, path)| format!(
                "{scheme}{user}{host}{port}/{path}"
            )),
    ]
}

proptest! {
    #[test]
    fn every_url_is_judged(text in urls()) {
        let public = AddressPolicy::from(PublicOnly::new());
        let none: [(&str, SocketAddr); 0] = [];
        let loopback = AddressPolicy::from(LoopbackPolicy::for_hosts(none));
        let mut budget = FetchBudget::default();
        if let Ok(url) = Url::parse(&text) {
            drop(budget.spend(&url));
            if public.check_url(&url).is_ok() {
                prop_assert_eq!(url.scheme(), "https");
                prop_assert_eq!(url.port(), None);
                prop_assert!(url.username().is_empty() && url.password().is_none());
                let is_name = matches!(url.host(), Some(Host::Domain(name)) if name.contains('.'));
                prop_assert!(is_name);
            }
            if loopback.check_url(&url).is_ok() {
                prop_assert!(url.host_str().is_some_and(|host| host.ends_with(".localhost")));
            }
        }
    }

    #[test]
    fn the_instance_itself_is_not_called(port in "(:443|)", path in "[a-z/]{0,9}", loud in any::<bool>()) {
        let public = AddressPolicy::from(PublicOnly::new().except_names(["School.org", "handles.org"]));
        for name in ["school.org", "handles.org"] {
            let name = if loud { name.to_uppercase() } else { name.to_owned() };
            let url = Url::parse(&format!("https://{name}{port}/{path}")).unwrap();
            prop_assert!(public.check_url(&url).is_err());
            let below = Url::parse(&format!("https://www.{name}{port}/{path}")).unwrap();
            prop_assert!(public.check_url(&below).is_ok());
        }
    }

    #[test]
    fn every_text_has_a_domain_which_is_a_part_of_it(text in any::<String>()) {
        prop_assert!(text.contains(registrable_domain(&text)));
    }
}
