// Vitest lists failures with `Map.groupBy`, which Node has from 21 on: without it a failure on Node 20 is not shown.
if (!('groupBy' in Map)) {
  Object.defineProperty(Map, 'groupBy', {
    value<T, K>(items: Iterable<T>, keyOf: (item: T, at: number) => K): Map<K, T[]> {
      const groups = new Map<K, T[]>();
      let at = 0;
      for (const item of items) {
        const key = keyOf(item, at++);
        groups.set(key, [...(groups.get(key) ?? []), item]);
      }
      return groups;
    },
  });
}

export {};
