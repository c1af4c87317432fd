// The one import of the other workspaces: `import type { … } from '@netreach/protocol'`.
export * from './generated.ts';
