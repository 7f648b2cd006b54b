//! With whom anything is exchanged.

use std::time::Duration;

use staffroom_service::policies::{self, decision};

use super::world::World;

/// Checklist 52. Catalogue 59.
#[tokio::test]
async fn a_decision_holds_for_subdomains_and_until_its_end() {
    let world = World::reaching(&[]).await;
    let now = world.ctx().now();
    let mut row = decision("bad.example", policies::SUSPEND, now);
    row.expires_at = Some(now.plus(Duration::from_hours(1)).as_micros());
    let allowed = decision("good.bad.example", policies::ALLOW, now);
    let all = world.fed.policies();
    assert!(all.of("bad.example").await.unwrap().federates);
    all.set(vec![row, allowed]).await.unwrap();
    for (host, federates) in [
        ("bad.example", false),
        ("BAD.example", false),
        ("x.bad.example", false),
        ("x.bad.example:8443", false),
        ("good.bad.example", true),
        ("notbad.example", true),
    ] {
        let policy = all.of(host).await.unwrap();
        assert_eq!(policy.federates, federates, "{host}");
    }
    world.advance(Duration::from_hours(2));
    all.forget();
    assert!(all.of("bad.example").await.unwrap().federates);
}

#[tokio::test]
async fn where_only_chosen_servers_are_allowed_others_are_not() {
    let world = World::with_settings(&[], &[("federation.mode", "allow-list")]).await;
    let all = world.fed.policies();
    assert!(!all.of("peer.example").await.unwrap().federates);
    let row = decision("peer.example", policies::ALLOW, world.ctx().now());
    all.set(vec![row]).await.unwrap();
    assert!(all.of("peer.example").await.unwrap().federates);
    assert!(all.remove("peer.example").await.unwrap());
    assert!(!all.of("peer.example").await.unwrap().federates);
}
