//! Typing signals, as one session has been told of them.

use std::collections::BTreeSet;

/// What a session has been told.
pub(super) struct Told<K>(BTreeSet<K>);

impl<K> Default for Told<K> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<K: Ord + Copy> Told<K> {
    /// What changed, as (who, on), and takes note of it.
    pub(super) fn changes(&mut self, now: impl IntoIterator<Item = K>) -> Vec<(K, bool)> {
        let now: BTreeSet<K> = now.into_iter().collect();
        let stopped = self.0.difference(&now).map(|who| (*who, false));
        let started = now.difference(&self.0).map(|who| (*who, true));
        let changes = stopped.chain(started).collect();
        self.0 = now;
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_are_told() {
        let mut told = Told::default();
        assert_eq!(told.changes([1, 2]), vec![(1, true), (2, true)]);
        assert_eq!(told.changes([1, 2]), vec![]);
        assert_eq!(told.changes([2, 3]), vec![(1, false), (3, true)]);
        assert_eq!(told.changes([]), vec![(2, false), (3, false)]);
    }
}
