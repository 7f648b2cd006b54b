//! One connection type over both databases.

use diesel::connection::{
    AnsiTransactionManager, Connection, SimpleConnection as _, TransactionManager,
};
use diesel::result::QueryResult;

pub use multi::Conn;

mod multi {
    use diesel::pg::PgConnection;
    use diesel::sqlite::SqliteConnection;

    /// A connection to either database.
    ///
    /// Ordinary queries are written once against this type, and run on the connection that there is
    /// (`run.rs`), so they are checked against both databases. Upserts, batch inserts, `RETURNING` and row
    /// locks go through `each_backend!`.
    #[derive(diesel::MultiConnection)]
    pub enum Conn {
        /// The embedded database.
        Sqlite(SqliteConnection),
        /// A `PostgreSQL` server.
        Postgres(PgConnection),
    }
}

/// Compiles one body for each real connection type, for what the derived connection cannot do.
///
/// ```ignore
/// each_backend!(conn, c => diesel::insert_into(t).values(&rows).on_conflict_do_nothing().execute(c))
/// ```
macro_rules! each_backend {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::connection::Conn::Sqlite($c) => $body,
            $crate::connection::Conn::Postgres($c) => $body,
        }
    };
}
pub(crate) use each_backend;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Sees one state of the database throughout, and cannot change it.
    Read,
    /// May change the database.
    Write,
}

impl Conn {
    /// Opens the outer transaction of a task.
    pub(crate) fn begin(&mut self, mode: Mode) -> QueryResult<()> {
        match (self, mode) {
            (Self::Sqlite(c), Mode::Read) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")
            }
            // A deferred BEGIN that turns into a write fails at once when another writer was faster,
            // whatever the busy time-out says.
            (Self::Sqlite(c), Mode::Write) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")
            }
            (Self::Postgres(c), Mode::Read) => AnsiTransactionManager::begin_transaction_sql(
                c,
                "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            (Self::Postgres(c), Mode::Write) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")
            }
        }
    }

    /// Opens a savepoint inside the open transaction.
    pub(crate) fn savepoint(&mut self) -> QueryResult<()> {
        <Self as Connection>::TransactionManager::begin_transaction(self)
    }

    /// Commits the innermost open transaction or savepoint.
    ///
    /// `PostgreSQL` answers the `COMMIT` of a transaction in which a statement has failed with
    /// success, and undoes it. A statement before it, in the same message, makes that an error.
    pub(crate) fn commit(&mut self) -> QueryResult<()> {
        let is_outermost = self.depth()? == 1;
        match self {
            Self::Postgres(c) if is_outermost => c.batch_execute("SAVEPOINT before_commit; COMMIT"),
            _ => <Self as Connection>::TransactionManager::commit_transaction(self),
        }
    }

    /// Undoes the innermost open transaction or savepoint.
    pub(crate) fn rollback(&mut self) -> QueryResult<()> {
        <Self as Connection>::TransactionManager::rollback_transaction(self)
    }

    /// How many transactions and savepoints are open.
    pub(crate) fn depth(&mut self) -> QueryResult<u32> {
        match self {
            Self::Sqlite(c) => depth(c),
            Self::Postgres(c) => depth(c),
        }
    }

    /// Whether this is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }
}

fn depth<C>(conn: &mut C) -> QueryResult<u32>
where
    C: Connection<TransactionManager = AnsiTransactionManager>,
{
    let depth = AnsiTransactionManager::transaction_manager_status_mut(conn).transaction_depth()?;
    Ok(depth.map_or(0, std::num::NonZeroU32::get))
}
