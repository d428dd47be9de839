import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bareBuiltins } from './bare-builtins.js';
import { lateEntries, leanLoading } from './lean-loading.js';
import { loadedAtUse, serviceEntries } from './loaded-at-use.js';

/** Bytes that `opsbook --help` may have to read: commander, the options and little else. */
const HELP_LIMIT = 100_000;

const folder = fileURLToPath(new URL('.', import.meta.url));
// Where to, if not to dist: `node build.js <folder>`.
const outdir = resolve(process.argv[2] ?? join(folder, 'dist'));
await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: folder,
  entryPoints: { opsbook: 'src/bin.ts', index: 'src/index.ts', ...serviceEntries, ...lateEntries },
  outdir,
  bundle: true,
  // Every command stays behind its import(), so that `opsbook --help` reads none of them.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  conditions: ['@opsbook/source'],
  plugins: [leanLoading, loadedAtUse, bareBuiltins],
  // `import { type X }` would else stay behind as an import for its side effects, and every command load everything.
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
  minifySyntax: true,
  minifyWhitespace: true,
  // An addon that ssh2 does without where it was not compiled.
  external: ['cpu-features'],
  // CommonJS packages inside the bundle ask for Node's modules with `require`, which is made once and not for each file, and ssh2
  // for its folder.
  banner: {
    js: "const require=globalThis.__opsbookRequire??=process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  },
  define: { __dirname: 'import.meta.dirname' },
  metafile: true,
  logLevel: 'warning',
});

const read = new Set();
const visit = (file) => {
  const output = metafile.outputs[file];
  if (output === undefined || read.has(file)) return;
  read.add(file);
  for (const { path, kind } of output.imports) if (kind === 'import-statement') visit(path);
};
const start = relative(folder, join(outdir, 'opsbook.js'));
visit(start);
for (const { path } of metafile.outputs[start].imports) visit(path);
const bytes = [...read].reduce((sum, file) => sum + metafile.outputs[file].bytes, 0);
if (bytes > HELP_LIMIT) {
  const largest = [...read].sort((a, b) => metafile.outputs[b].bytes - metafile.outputs[a].bytes)[0];
  const inputs = Object.keys(metafile.outputs[largest].inputs).slice(0, 5);
  throw new Error(
    `opsbook --help reads ${bytes} bytes, ${HELP_LIMIT} are allowed: ${largest} holds ${inputs.join(', ')}`,
  );
}
