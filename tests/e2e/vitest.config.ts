import { defineConfig } from 'vitest/config';
import '../../widget/vitest.groupby.ts';

// One file at a time: each drives a browser and a server, and a small machine shows no flakes that way.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
