//! A bounded part of a longer list.

/// A part of a list, in the list's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on this page.
    pub items: Vec<T>,
    /// Whether the list goes on after the last item.
    pub more: bool,
}

impl<T> Page<T> {
    /// Makes a page of at most `limit` from rows of which one more was asked for.
    pub(crate) fn cut(mut rows: Vec<T>, limit: usize) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self { items: rows, more }
    }
}

/// The page length to use: what was asked for, but at least one and at most `max`.
pub(crate) fn page_length(asked: usize, max: usize) -> usize {
    asked.clamp(1, max)
}
