import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
await rm(`${folder}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: { opsbook: 'src/bin.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  // Every command stays behind its import(), so that `opsbook --help` reads none of them.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  conditions: ['@opsbook/source'],
  minifySyntax: true,
  minifyWhitespace: true,
  // CommonJS packages inside the bundle ask for Node's modules with `require`.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
