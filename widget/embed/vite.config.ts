import { defineConfig } from 'vite';

// The frame and the plain page. The server writes their HTML and finds the hashed names in dist/manifest.json, so
// there is no index.html. Paths are relative: the build does not know under which path the server puts it.
export default defineConfig({
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    // Nothing inline: the content security policy names files only, `data:` is not among them.
    assetsInlineLimit: 0,
    // Every browser that runs the target knows module preloading.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { frame: 'src/frame.ts', page: 'src/page.ts' },
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        // What launcher and panel share is one file: it compresses better, and the first frame is three requests.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /src\/[a-z]+\.ts$|preload-helper|protocol\/src/,
              entriesAware: false,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
