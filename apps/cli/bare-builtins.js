import { isBuiltin } from 'node:module';

const PLAIN_NAME = /^(?!default$)[A-Za-z_$][\w$]*$/;

/**
 * Takes from Node's modules what is used and nothing else. An `import` makes Node copy every export of a module into a namespace,
 * and some are getters that load more: `WebSocket` of http loads undici, which is half of the time and the memory that a short
 * command takes; `promises` of fs, `diff` of util and `threadId` of os and others load a third of Node's library.
 * @type {import('esbuild').Plugin}
 */
export const bareBuiltins = {
  name: 'bare-builtins',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, kind, importer }) =>
      kind === 'import-statement' && isBuiltin(path)
        ? // A copy for each importer, which stays in its file and holds the names that this one uses.
          { path, namespace: 'builtin', suffix: `?${importer}` }
        : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: exportsOf(path) }));
  },
};

function exportsOf(name) {
  const names = Object.keys(process.getBuiltinModule(name)).filter((key) => PLAIN_NAME.test(key));
  // What is marked as pure is left out where nobody uses it. Names of our own, since some exports are called as what is used here.
  return `const all = globalThis.process.getBuiltinModule(${JSON.stringify(name)});
    const its = (key) => {
      if (all === undefined) throw new Error('Node ' + globalThis.process.version + ' has no ${name}: opsbook needs a newer one');
      return all[key];
    };
    export default all;
    ${names.map((key) => `const its_${key} = /* @__PURE__ */ its('${key}'); export { its_${key} as ${key} };`).join('\n')}`;
}
