import { defineConfig } from 'vitest/config';
import './vitest.groupby.ts';

// Pure code under Node: reducers, wording, times. What needs a document is tested in the real browser, in tests/e2e.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['*/test/**/*.test.{ts,tsx}', '*/src/**/*.test.{ts,tsx}'],
    environment: 'node',
  },
});
