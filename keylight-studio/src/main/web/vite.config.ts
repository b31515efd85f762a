import { defineConfig } from 'vite';

// One script, one sheet, plain names: the server tells browsers by entity tag whether they changed.
export default defineConfig({
  build: {
    outDir: '../resources/dev/keylight/studio/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    rollupOptions: {
      output: {
        entryFileNames: 'studio.js',
        assetFileNames: 'studio.[ext]',
      },
    },
  },
  server: { proxy: { '/v1': { target: 'http://localhost:7411', ws: true } } },
});
