//! Parts of lists that are ordered by the id of their rows.

/// The rows of a part of a list, the newest first. `$query` has its filters and its `select`; `$id` is
/// the column by which the list is ordered. Both bounds are always there, so that few statements are
/// prepared.
macro_rules! paged {
    ($conn:expr, $query:expr, $id:expr, $page:expr) => {{
        let page: $crate::statuses::Page = $page;
        let above = page.since_id.max(page.min_id).unwrap_or(0);
        let query = $query
            .filter($id.lt(page.max_id.unwrap_or(i64::MAX)))
            .filter($id.gt(above))
            .limit(page.limit);
        if page.min_id.is_some() {
            let mut rows: Vec<_> = query.order($id.asc()).load($conn)?;
            rows.reverse();
            rows
        } else {
            query.order($id.desc()).load($conn)?
        }
    }};
}
pub(crate) use paged;
