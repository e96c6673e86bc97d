import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the pages with a server of ours behind them; CONFERENCE_SERVER says where that is.
const server = process.env.CONFERENCE_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', assetsInlineLimit: 2048, reportCompressedSize: false, chunkSizeWarningLimit: 600 },
  server: { proxy: { '/v1': { target: server, ws: true }, '/v2': { target: server, ws: true }, '/cms': { target: server, ws: true } } },
  test: { include: ['tests/**/*.test.{ts,tsx}'], environment: 'node' },
});
