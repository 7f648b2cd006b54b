//! Who else works on a database.

use staffroom_db::Location;
use staffroom_db::presence::Presence;
use staffroom_testkit::{Backend, TestLocation};

#[test]
fn a_server_knows_whether_it_is_alone_postgres() {
    let place = TestLocation::empty(Backend::Postgres);
    let Location::Postgres(url) = &place.options().location else {
        panic!("no PostgreSQL");
    };
    let (first, is_alone) = Presence::show(url).unwrap();
    assert!(is_alone);
    first.let_others_in().unwrap();
    let (second, is_alone) = Presence::show(url).unwrap();
    assert!(!is_alone, "the first is here");
    drop(first);
    let (third, is_alone) = Presence::show(url).unwrap();
    assert!(!is_alone, "the second is here");
    drop((second, third));
    let (_fourth, is_alone) = Presence::show(url).unwrap();
    assert!(is_alone, "whoever was here is gone");
}
