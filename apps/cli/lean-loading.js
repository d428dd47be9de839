import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const UNUSED = /^(form-data|https-proxy-agent|follow-redirects)$/;
const LATE_EXPORTS = {
  re2js: `export const RE2JS = {
      compile: (...given) => late().default.RE2JS.compile(...given),
      get CASE_INSENSITIVE() { return late().default.RE2JS.CASE_INSENSITIVE; },
    };
    export const RE2JSSyntaxException = {
      [Symbol.hasInstance]: (error) => error instanceof late().default.RE2JSSyntaxException,
    };`,
  handlebars: `export default {
      create: (...given) => late().default.create(...given),
      parse: (...given) => late().default.parse(...given),
      escapeExpression: (...given) => late().default.escapeExpression(...given),
      get helpers() { return late().default.helpers; },
      get SafeString() { return late().default.SafeString; },
      get Visitor() { return late().default.Visitor; },
    };`,
  'html-to-text': 'export const convert = (...given) => late().convert(...given);',
};
const LATE = new RegExp(`^(${Object.keys(LATE_EXPORTS).join('|')})$`);
const CONFIG_SCHEMA = "z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' })";
const FORM_DATA = /const FormDataCtor = .*;/;

/** A file of the bundle for each package that is loaded at its first use. */
export const lateEntries = Object.fromEntries(Object.keys(LATE_EXPORTS).map((name) => [`late-${name}`, name]));

/**
 * Keeps from the bundle what packages load at their start and nobody here needs; see also `bareBuiltins`, which has to come after.
 *
 * - http2, which axios imports, is loaded at its first use, of which there is none.
 * - Axios looks at the globals of its fetch adapter, which `@opsbook/http` does not choose, and at `FormData`, which it also
 *   knows by its shape: each of them loads undici.
 * - re2js, whose tables of Unicode take 4 MiB, is made at the first pattern: few queries have one.
 * - Handlebars and html-to-text are made at the first mail: the runbooks hold templates, and few of them are rendered.
 * - The JSON schema of the configuration is made when the bundle is: every command that reads a configuration asks it.
 * - All of zod, with the messages of every language, where `z` is imported as one object: jira.js does.
 * - Axios' packages for forms, proxies and redirects, none of which `@opsbook/http` leaves to it.
 * @type {import('esbuild').Plugin}
 */
export const leanLoading = {
  name: 'lean-loading',
  setup(build) {
    const js = (contents) => () => ({ contents });
    build.onResolve({ filter: /^(node:)?http2$/ }, () => ({ path: 'http2', namespace: 'late-builtin' }));
    build.onLoad(
      { filter: /./, namespace: 'late-builtin' },
      js(`const http2 = () => process.getBuiltinModule('node:http2');
        export default { connect: (...given) => http2().connect(...given), get constants() { return http2().constants; } };`),
    );
    build.onResolve({ filter: LATE }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path, namespace: 'first-use' },
    );
    build.onLoad({ filter: LATE, namespace: 'first-use' }, ({ path }) => ({
      // A name that the bundler does not know as its own `require`: it would take the package in.
      contents: `import { createRequire } from 'node:module';
        const load = createRequire(import.meta.url);
        const late = () => load('./late-${path}.js');
        ${LATE_EXPORTS[path]}`,
    }));
    build.onLoad({ filter: /\/jira\.js\/dist\/.*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(/import \{ z \} from (['"])zod\1/, "import * as z from 'zod'") };
    });
    build.onLoad({ filter: /\/libs\/services\/src\/load\/schema-node\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes(CONFIG_SCHEMA)) throw new Error(`${path} makes its schema in another way`);
      const print = `import { configJsonSchema } from '${pathToFileURL(path).href}'; console.log(JSON.stringify(configJsonSchema()));`;
      const flags = ['--conditions=@opsbook/source', '--input-type=module', '--eval', print];
      const { stdout } = await promisify(execFile)(process.execPath, flags, { maxBuffer: 1 << 26 });
      return {
        loader: 'ts',
        contents: source.replace(CONFIG_SCHEMA, () => `JSON.parse(${JSON.stringify(stdout)})`),
      };
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
