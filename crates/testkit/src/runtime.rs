//! What `#[db_test]` calls.

use std::future::Future;

use crate::database::{Backend, TestDb};

/// Runs the body of a `#[db_test]` on a fresh database.
///
/// The runtime has one thread: the database works on threads of its own, and tasks of the test take
/// turns in an order that does not depend on the machine.
///
/// # Panics
///
/// Where the database or the runtime cannot be had, and where the test fails.
pub fn run_db_test<F, T>(backend: Backend, test: F)
where
    F: FnOnce(TestDb) -> T,
    T: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("the runtime of a test cannot be made: {error}"));
    let db = TestDb::new(backend);
    runtime.block_on(test(db));
}
