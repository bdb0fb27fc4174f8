import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: built into dist/web, from where `weir serve` hands it out. `WEIR_API` names the API while developing. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: path.join(import.meta.dirname, '..', '..', 'dist', 'web'),
    emptyOutDir: true,
    // The drawing library is one chunk of its own, fetched after the first paint.
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': process.env['WEIR_API'] ?? 'http://127.0.0.1:7070' } },
});
