import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const UNUSED = /^(form-data|https-proxy-agent|follow-redirects)$/;
const FORM_DATA = /const FormDataCtor = .*;/;

/**
 * Keeps from the bundle what packages load at their start and nobody here needs: above all undici, which is half of the time and
 * the memory that a short command takes.
 *
 * - `import 'node:http'` copies every export into a namespace, and one of them, `WebSocket`, is a getter that loads undici. Taken
 *   as Node's own modules take it, nothing is read that is not used. http2 is loaded at its first use, of which there is none.
 * - Axios looks at the globals of its fetch adapter, which `@opsbook/http` does not choose, and at `FormData`, which it also
 *   knows by its shape: each of them loads undici.
 * - re2js, whose tables of Unicode take 4 MiB, is made at the first pattern: few queries have one.
 * - All of zod, with the messages of every language, where `z` is imported as one object: jira.js does.
 * - Axios' packages for forms, proxies and redirects, none of which `@opsbook/http` leaves to it.
 * @type {import('esbuild').Plugin}
 */
export const leanLoading = {
  name: 'lean-loading',
  setup(build) {
    const js = (contents) => () => ({ contents });
    build.onResolve({ filter: /^(node:)?http2?$/ }, ({ path }) => ({
      path: path.replace('node:', ''),
      namespace: 'builtin',
    }));
    build.onLoad(
      { filter: /^http$/, namespace: 'builtin' },
      js("module.exports = process.getBuiltinModule('node:http');"),
    );
    build.onLoad(
      { filter: /^http2$/, namespace: 'builtin' },
      js(`const http2 = () => process.getBuiltinModule('node:http2');
        export default { connect: (...given) => http2().connect(...given), get constants() { return http2().constants; } };`),
    );
    build.onResolve({ filter: /^re2js$/ }, ({ path, importer, namespace }) =>
      namespace === 'first-use' ? undefined : { path, namespace: 'first-use', pluginData: dirname(importer) },
    );
    build.onLoad({ filter: /^re2js$/, namespace: 'first-use' }, ({ pluginData }) => ({
      resolveDir: pluginData,
      contents: `const re2js = () => require('re2js');
        export const RE2JS = {
          compile: (...given) => re2js().RE2JS.compile(...given),
          get CASE_INSENSITIVE() { return re2js().RE2JS.CASE_INSENSITIVE; },
        };
        export const RE2JSSyntaxException = {
          [Symbol.hasInstance]: (error) => error instanceof re2js().RE2JSSyntaxException,
        };`,
    }));
    build.onLoad({ filter: /\/jira\.js\/dist\/.*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(/import \{ z \} from (['"])zod\1/, "import * as z from 'zod'") };
    });
    build.onResolve({ filter: UNUSED }, ({ path, importer }) =>
      /\/axios\/lib\//.test(importer) ? { path, namespace: 'unused' } : undefined,
    );
    build.onLoad({ filter: UNUSED, namespace: 'unused' }, js('export default {};'));
    build.onLoad({ filter: /\/axios\/lib\/adapters\/fetch\.js$/ }, js('export const getFetch = () => undefined;'));
    build.onLoad({ filter: /\/axios\/lib\/utils\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!FORM_DATA.test(source))
        throw new Error(`${path} no longer reads the global FormData: remove what replaces it`);
      return { contents: source.replace(FORM_DATA, 'const FormDataCtor = undefined;') };
    });
  },
};
