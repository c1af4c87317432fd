import { defineConfig } from 'vite';

// The loader: one classic script under a name that never changes, because projects paste it into their pages.
// Older than the frame's target: it runs in whatever page it is put into and must fail quietly, not with a syntax error.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2018',
    reportCompressedSize: false,
    rolldownOptions: {
      input: 'src/loader.ts',
      output: { format: 'iife', entryFileNames: 'loader.js' },
    },
  },
});
