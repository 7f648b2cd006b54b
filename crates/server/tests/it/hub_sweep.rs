//! What a hub asks for again once a week, whoever it is of; and what it takes up again of whoever comes back.

use staffroom_domain::practice::{AdoptionRecord, AdoptionStatus, Version};
use staffroom_service::adoptions::{self, NewAdoption};
use staffroom_service::hub;
use staffroom_testkit::{TestDb, db_test};

use crate::hub::{World, at, indexable};

/// What came through somebody else's ledger is of an instance that was never asked: it counts, and is asked for again.
#[db_test]
async fn what_is_of_no_member_is_asked_for_again_too(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    world.report(&practice, "oc/no-effect").await;
    world.come_to_rest().await;
    world.join(&world.school).await;
    world.come_to_rest().await;
    let found_nothing = async || {
        let both = world.ledgers(&practice).await;
        both.view.summary.outcomes.no_effect
    };
    assert_eq!(found_nothing().await, 1);
    let never = hub::member(world.hub.ctx(), world.meet.host()).await;
    assert!(never.unwrap().is_none());

    indexable(&world.meet, world.ben, false).await;
    world.come_to_rest().await;
    assert_eq!(found_nothing().await, 1, "the hub has not heard of it");
    world.a_week_passes();
    // The practice, her own result, and his.
    assert_eq!(hub::sweep_due(world.hub.ctx()).await.unwrap(), 3);
    world.come_to_rest().await;
    assert_eq!(found_nothing().await, 0);
    indexable(&world.meet, world.ben, true).await;
    world.a_week_passes();
    hub::sweep_due(world.hub.ctx()).await.unwrap();
    world.come_to_rest().await;
    assert_eq!(found_nothing().await, 1);
}

/// Adoptions stand in no outbox: reading that again does not bring them back.
#[db_test]
async fn what_a_member_said_to_try_is_back_when_it_comes_back(db: TestDb) {
    let world = World::start(db).await;
    let (_, practice) = world.practice().await;
    let ctx = world.meet.ctx();
    let mut budget = staffroom_federation::resolve::FetchBudget::default();
    let found =
        staffroom_federation::resolve::status(world.meet.federation(), &practice, &mut budget);
    found.await.unwrap().unwrap();
    let planned = AdoptionRecord::new(practice.clone(), Version::FIRST, AdoptionStatus::Planned);
    let said = adoptions::say(ctx, world.ben, NewAdoption::of(planned)).await;
    let adoption = ctx.addresses.object(said.unwrap());
    world.come_to_rest().await;
    world.join(&world.school).await;
    world.join(&world.meet).await;
    world.come_to_rest().await;
    assert!(at(&world.hub, &adoption).await.is_some());
    let counted = async || {
        let of_meet = hub::member(world.hub.ctx(), world.meet.host()).await;
        let both = world.ledgers(&practice).await;
        (
            of_meet.unwrap().unwrap().adoptions,
            both.view.summary.denominator.said,
        )
    };
    assert_eq!(counted().await, (1, 1));
    hub::answer(ctx, world.hub.host(), false).await.unwrap();
    world.come_to_rest().await;
    assert_eq!(counted().await, (0, 0));
    world.join(&world.meet).await;
    hub::sweep_due(world.hub.ctx()).await.unwrap();
    world.come_to_rest().await;
    assert_eq!(counted().await, (1, 1));
}
