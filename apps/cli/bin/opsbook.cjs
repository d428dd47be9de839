#!/usr/bin/env node
'use strict';
// CommonJS and old syntax: whatever Node starts this must at least be able to say what it lacks.
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const NEEDED = [22, 18];
const sources = join(__dirname, '../src/bin.ts');
const bundle = join(__dirname, '../dist/opsbook.js');
const inCheckout = existsSync(sources);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) start();
else if (inCheckout && pinnedNode() !== undefined) runUnder(pinnedNode());
else refuse();

function start() {
  // node:sqlite and type stripping work; that they are young is nothing that an operator can act on.
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'string' ? rest[0] : rest[0] && rest[0].type;
    if (type !== 'ExperimentalWarning') emit.call(process, warning, ...rest);
  };
  const modules = require('node:module');
  const bundled = existsSync(bundle) && (!inCheckout || process.env.OPSBOOK_BUNDLE === '1');
  if (!bundled) {
    // Packages of the checkout are resolved to their sources, so that nothing has to be built.
    modules.registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, { ...context, conditions: ['@opsbook/source', ...context.conditions] }),
    });
  }
  import(pathToFileURL(bundled ? bundle : sources).href).catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

/** The Node that the checkout's package.json pins, in the nearest node_modules. */
function pinnedNode() {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, 'node_modules/node/bin/node');
    if (existsSync(found)) return found;
  }
  return undefined;
}

function runUnder(node) {
  const { spawn } = require('node:child_process');
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; what is sent to this process alone has to be passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', refuse);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}

function refuse() {
  console.error(
    `opsbook needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node} (${process.execPath})`,
  );
  process.exitCode = 2;
}
