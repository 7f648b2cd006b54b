//! Parts of lists that are ordered by the id of their rows.

/// The rows of a part of a list, the newest first. `$query` has its filters and its `select`; `$id` is
/// the column by which the list is ordered.
macro_rules! paged {
    ($conn:expr, $query:expr, $id:expr, $page:expr) => {{
        let page: $crate::statuses::Page = $page;
        let mut query = $query.limit(page.limit).into_boxed();
        if let Some(max) = page.max_id {
            query = query.filter($id.lt(max));
        }
        if let Some(since) = page.since_id {
            query = query.filter($id.gt(since));
        }
        match page.min_id {
            Some(min) => {
                let mut rows: Vec<_> = query.filter($id.gt(min)).order($id.asc()).load($conn)?;
                rows.reverse();
                rows
            }
            None => query.order($id.desc()).load($conn)?,
        }
    }};
}
pub(crate) use paged;
