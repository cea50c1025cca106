import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where a running host answers, for `npm run dev`.
const host = process.env.STATUS_HOST ?? 'http://127.0.0.1:3000';

// The files of Elsa Studio lie below an address with their version, so a browser may keep them for ever.
const elsa = (JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }).dependencies['@elsa-workflows/elsa-studio-wasm'];

export default defineConfig({
  define: { __ELSA_VERSION__: JSON.stringify(elsa) },
  base: '/app/',
  // Scripts and styles name each other relative to themselves; only the pages name addresses, and there the host puts its own path before them.
  experimental: { renderBuiltUrl: (_, { hostType }) => (hostType === 'html' ? undefined : { relative: true }) },
  plugins: [react(), { name: 'elsa-version', transformIndexHtml: (html) => html.replace('__ELSA_VERSION__', elsa ?? '') }],
  build: {
    target: 'es2022',
    // The frame is the document that carries Elsa Studio; its styles must not reach ours, so it is a page of its own.
    rollupOptions: { input: { console: 'index.html', frame: 'frame.html' } },
    // The budget is measured on what a browser really loads, after compression: eng/finish-build.mjs.
    chunkSizeWarningLimit: 2000,
    manifest: true,
    // Small files inlined as data: addresses would need a wider content policy.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/elsa', '/hubs', '/ledger', '/openapi', '/health', '/workflows', '/app/elsa'].map((path) => [path, { target: host, ws: true }]),
    ),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
