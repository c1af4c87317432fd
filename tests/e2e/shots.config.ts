import { defineConfig } from 'vitest/config';
import tests from './vitest.config.ts';

// Pictures to look at are not tests: they have a run of their own.
export default defineConfig({ ...tests, test: { ...tests.test, include: ['shots.ts'] } });
