//! Running statements on the connection that there is.
//!
//! The derived connection over both databases puts the text of a statement together each time that diesel looks at it: twice
//! where the prepared statement is kept by its type, three times where it is kept by its text. What a repository writes is
//! therefore compiled for each database, and run on the connection itself; it has to be valid on both all the same.

use diesel::pg::PgConnection;
use diesel::query_dsl::methods::{ExecuteDsl, LimitDsl, LoadQuery};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel::{QueryResult, RunQueryDsl as Dsl, Selectable};

use crate::connection::Conn;

/// As diesel's trait of this name, which it takes the place of where both are imported.
pub(crate) trait RunQueryDsl<C>: Sized {
    /// How many rows it changed.
    fn execute(self, conn: &mut C) -> QueryResult<usize>
    where
        C: Executes<Self>,
    {
        conn.run(self)
    }

    /// All rows.
    fn load<'query, U>(self, conn: &mut C) -> QueryResult<Vec<U>>
    where
        C: Loads<'query, Self, U>,
    {
        conn.all(self)
    }

    /// The first row of those that come.
    fn get_result<'query, U>(self, conn: &mut C) -> QueryResult<U>
    where
        C: Loads<'query, Self, U>,
    {
        conn.one(self)
    }

    /// The first row; no other is asked for.
    fn first<'query, U>(self, conn: &mut C) -> QueryResult<U>
    where
        Self: LimitDsl,
        C: Loads<'query, <Self as LimitDsl>::Output, U>,
    {
        conn.one(self.limit(1))
    }
}

impl<Q: Dsl<C>, C> RunQueryDsl<C> for Q {}

/// As diesel's trait of this name: the columns of a row, whichever database they are of.
pub(crate) trait SelectableHelper: Selectable<Sqlite> {
    /// To be selected.
    fn as_select() -> Self::SelectExpression {
        Self::construct_selection()
    }
}

impl<R: Selectable<Sqlite>> SelectableHelper for R {}

/// The rows of a query whose parts are only known when it runs: it goes through the derived connection.
pub(crate) fn load_boxed<'query, Q, U>(query: Q, conn: &mut Conn) -> QueryResult<Vec<U>>
where
    Q: Dsl<Conn> + LoadQuery<'query, Conn, U>,
{
    Dsl::load(query, conn)
}

/// A connection that runs a statement.
pub(crate) trait Executes<Q> {
    fn run(&mut self, statement: Q) -> QueryResult<usize>;
}

/// A connection that gives the rows of a query.
pub(crate) trait Loads<'query, Q, U> {
    fn all(&mut self, query: Q) -> QueryResult<Vec<U>>;
    fn one(&mut self, query: Q) -> QueryResult<U>;
}

macro_rules! itself {
    ($connection:ty) => {
        impl<Q> Executes<Q> for $connection
        where
            Q: Dsl<$connection> + ExecuteDsl<$connection>,
        {
            fn run(&mut self, statement: Q) -> QueryResult<usize> {
                Dsl::execute(statement, self)
            }
        }

        impl<'query, Q, U> Loads<'query, Q, U> for $connection
        where
            Q: Dsl<$connection> + LoadQuery<'query, $connection, U>,
        {
            fn all(&mut self, query: Q) -> QueryResult<Vec<U>> {
                Dsl::load(query, self)
            }

            fn one(&mut self, query: Q) -> QueryResult<U> {
                Dsl::get_result(query, self)
            }
        }
    };
}

itself!(SqliteConnection);
itself!(PgConnection);

impl<Q> Executes<Q> for Conn
where
    SqliteConnection: Executes<Q>,
    PgConnection: Executes<Q>,
{
    fn run(&mut self, statement: Q) -> QueryResult<usize> {
        match self {
            Self::Sqlite(conn) => conn.run(statement),
            Self::Postgres(conn) => conn.run(statement),
        }
    }
}

impl<'query, Q, U> Loads<'query, Q, U> for Conn
where
    SqliteConnection: Loads<'query, Q, U>,
    PgConnection: Loads<'query, Q, U>,
{
    fn all(&mut self, query: Q) -> QueryResult<Vec<U>> {
        match self {
            Self::Sqlite(conn) => conn.all(query),
            Self::Postgres(conn) => conn.all(query),
        }
    }

    fn one(&mut self, query: Q) -> QueryResult<U> {
        match self {
            Self::Sqlite(conn) => conn.one(query),
            Self::Postgres(conn) => conn.one(query),
        }
    }
}
