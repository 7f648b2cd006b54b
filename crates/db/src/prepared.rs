//! Statements that are prepared once for each connection.
//!
//! Diesel keeps prepared statements, but prepares those anew of which it cannot know that their texts
//! are few: updates, upserts, and lists of any length. Ours are few.

use diesel::connection::LoadConnection as _;
use diesel::pg::{Pg, PgConnection};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel::{QueryResult, RunQueryDsl, backend::Backend, define_sql_function};

use crate::connection::Conn;

/// A query whose prepared statement is kept under its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prepared<Q>(Q);

/// For queries of which there are few texts; lists in them go through [`padded`].
pub(crate) trait PreparedOnce: Sized {
    /// Keeps the prepared statement.
    fn prepared_once(self) -> Prepared<Self> {
        Prepared(self)
    }
}

impl<Q> PreparedOnce for Q {}

impl<Q, DB> QueryFragment<DB> for Prepared<Q>
where
    DB: Backend,
    Q: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Prepared<Q> {
    /// Runs a statement that gives no rows; how many rows it changed.
    ///
    /// `RunQueryDsl::execute` hands statements on by reference, and a reference does not pass on that its statement may be
    /// kept: updates and upserts would be prepared anew each time.
    pub(crate) fn execute<C>(self, conn: &mut C) -> QueryResult<usize>
    where
        C: ExecutePrepared<Q>,
    {
        conn.execute_prepared(self)
    }
}

/// A connection that keeps the prepared statements of what gives no rows.
pub(crate) trait ExecutePrepared<Q> {
    fn execute_prepared(&mut self, statement: Prepared<Q>) -> QueryResult<usize>;
}

/// A statement that is run like a query that gives no rows.
struct WithoutRows<Q>(Q);

impl<Q, DB> QueryFragment<DB> for WithoutRows<Q>
where
    DB: Backend,
    Q: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<Q> Query for WithoutRows<Q> {
    type SqlType = BigInt;
}

define_sql_function! {
    /// How many rows the last statement of a connection changed.
    fn changes() -> BigInt;
}

impl<Q> ExecutePrepared<Q> for SqliteConnection
where
    Q: QueryFragment<Sqlite>,
{
    fn execute_prepared(&mut self, statement: Prepared<Q>) -> QueryResult<usize> {
        for row in self.load(WithoutRows(statement.0).prepared_once())? {
            row?;
        }
        let changed: i64 = diesel::select(changes()).get_result(self)?;
        Ok(usize::try_from(changed).unwrap_or_default())
    }
}

impl<Q> ExecutePrepared<Q> for PgConnection
where
    Q: QueryFragment<Pg>,
{
    fn execute_prepared(&mut self, statement: Prepared<Q>) -> QueryResult<usize> {
        RunQueryDsl::execute(statement, self)
    }
}

impl<Q> ExecutePrepared<Q> for Conn
where
    Q: QueryFragment<Sqlite> + QueryFragment<Pg>,
{
    fn execute_prepared(&mut self, statement: Prepared<Q>) -> QueryResult<usize> {
        match self {
            Self::Sqlite(conn) => conn.execute_prepared(statement),
            Self::Postgres(conn) => conn.execute_prepared(statement),
        }
    }
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Prepared<Q> {}

/// A list for `eq_any`, the last item repeated up to the next power of two: so there are few lengths.
pub(crate) fn padded<T: Clone>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    if let Some(last) = list.last().cloned() {
        list.resize(list.len().next_power_of_two(), last);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::padded;

    #[test]
    fn lists_have_few_lengths_and_the_same_members() {
        assert_eq!(padded([0_i64; 0]), Vec::<i64>::new());
        assert_eq!(padded([7]), [7]);
        assert_eq!(padded([1, 2, 3]), [1, 2, 3, 3]);
        assert_eq!(padded(0..40).len(), 64);
    }
}
