//! Parts of lists that are ordered by an id.

/// Loads a part of `$query`, which is ordered by `$column`, the newest first: what `$page` says
/// ([`crate::statuses::Page`]). Both bounds are always there, so that few statements are prepared.
macro_rules! paged {
    ($conn:expr, $query:expr, $column:expr, $page:expr) => {
        paged!(@ $crate::run::RunQueryDsl::load, $conn, $query, $column, $page)
    };
    (boxed $conn:expr, $query:expr, $column:expr, $page:expr) => {
        paged!(@ $crate::run::load_boxed, $conn, $query, $column, $page)
    };
    (@ $load:path, $conn:expr, $query:expr, $column:expr, $page:expr) => {{
        let page: $crate::statuses::Page = $page;
        let above = page.since_id.max(page.min_id).unwrap_or(0);
        let query = $query
            .filter($column.lt(page.max_id.unwrap_or(i64::MAX)))
            .filter($column.gt(above))
            .limit(page.limit);
        if page.min_id.is_some() {
            let mut rows: Vec<_> = $load(query.order($column.asc()), $conn)?;
            rows.reverse();
            rows
        } else {
            $load(query.order($column.desc()), $conn)?
        }
    }};
}
pub(crate) use paged;
