//! Every page of the program is looked at.

use super::pages::{NO_PAGES, PAGES};

/// As rustfmt writes it: which path is which page.
const ROUTES: &str = include_str!("../../../crates/web/src/routes.rs");

/// The paths of pages that can be looked at, in the order in which they are tried.
fn routes() -> Vec<&'static str> {
    let mut paths = Vec::new();
    for part in ["page(", "form("] {
        for (at, _) in ROUTES.match_indices(part) {
            let rest = &ROUTES[at + part.len()..];
            // Another word that ends like it.
            if ROUTES[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let path = rest.trim_start().strip_prefix('"');
            let path = path.and_then(|path| path.split_once('"'));
            let (path, _) =
                path.unwrap_or_else(|| panic!("a route that is no literal: {rest:.60}"));
            paths.push((at, path));
        }
    }
    paths.sort_unstable();
    paths.into_iter().map(|(_, path)| path).collect()
}

/// Whether a path is one of a route: `/@{name}/{id:[1-9][0-9]*}`.
fn fits(route: &str, path: &str) -> bool {
    let (ours, theirs) = (route.split('/'), path.split('/'));
    ours.clone().count() == theirs.clone().count()
        && ours
            .zip(theirs)
            .all(|(ours, theirs)| fits_segment(ours, theirs))
}

fn fits_segment(route: &str, path: &str) -> bool {
    let (Some(open), Some(close)) = (route.find('{'), route.rfind('}')) else {
        return route == path;
    };
    let inside = path.strip_prefix(&route[..open]);
    let inside = inside.and_then(|rest| rest.strip_suffix(&route[close + 1..]));
    let is_number = route[open..close].contains("[0-9]");
    inside.is_some_and(|inside| {
        !inside.is_empty() && (!is_number || inside.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// The path of a line, with a number in place of each sample.
fn path(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let mut parts = path.split('{');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('1');
        plain.push_str(part.split_once('}').unwrap().1);
    }
    plain
}

#[test]
fn every_page_is_looked_at_or_says_why_not() {
    let routes = routes();
    assert!(routes.len() > 25, "they are found: {routes:?}");
    let seen: Vec<&str> = PAGES
        .iter()
        .filter_map(|line| {
            let path = path(line.address);
            routes.iter().copied().find(|route| fits(route, &path))
        })
        .collect();
    let excepted = |route: &str| NO_PAGES.iter().any(|(other, _)| *other == route);
    let missing: Vec<&&str> = routes
        .iter()
        .filter(|route| !seen.contains(route) && !excepted(route))
        .collect();
    assert!(
        missing.is_empty(),
        "add a line to tests/it/browser/pages.rs for each of {missing:#?}"
    );
    for (route, reason) in NO_PAGES {
        assert!(routes.contains(route), "{route} ({reason}) is gone");
        assert!(!seen.contains(route), "{route} is looked at after all");
    }
}

#[test]
fn a_path_is_of_the_route_that_it_fits() {
    assert!(fits("/@{name}/{id:[1-9][0-9]*}", "/@amira/1"));
    assert!(!fits("/@{name}/{id:[1-9][0-9]*}", "/@amira/new"));
    assert!(!fits("/@{name}", "/amira"));
    assert!(fits("/events/{id:[1-9][0-9]*}.ics", "/events/1.ics"));
    assert!(!fits("/events/{id:[1-9][0-9]*}.ics", "/events/1"));
    assert_eq!(path("/@amira/{post}?max={post}"), "/@amira/1");
}
