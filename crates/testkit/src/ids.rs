//! Ids for rows that tests make.

use staffroom_domain::{Clock, IdGenerator, NodeId, Timestamp};

use crate::FixedClock;

/// Makes ids by a clock, so that a test need not name the time again and again.
#[derive(Debug)]
pub struct TestIds {
    generator: IdGenerator,
    clock: FixedClock,
}

impl TestIds {
    /// Ids of node 0 by that clock.
    ///
    /// # Panics
    ///
    /// Never: node 0 exists.
    pub fn new(clock: &FixedClock) -> Self {
        let Some(node) = NodeId::new(0) else {
            panic!("there is a node 0");
        };
        Self {
            generator: IdGenerator::new(node),
            clock: clock.clone(),
        }
    }

    /// The next id, of whatever kind is asked for.
    pub fn next<T: From<i64>>(&self) -> T {
        self.generator.next(self.clock.now())
    }

    /// The clock's time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Default for TestIds {
    fn default() -> Self {
        Self::new(&FixedClock::default())
    }
}
