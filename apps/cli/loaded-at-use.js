const SERVICES = ['alertmanager', 'email', 'icinga', 'jira', 'prometheus', 'ssh', 'stackstorm'];
const SERVICE = new RegExp(`^@opsbook/(${SERVICES.join('|')})$`);
const BUILDERS = /\/libs\/services\/src\/connect\/service-builders\.ts$/;

/** A file of the bundle for each service, beside which its dependencies are shared as everywhere. */
export const serviceEntries = Object.fromEntries(SERVICES.map((name) => [`service-${name}`, `@opsbook/${name}`]));

/**
 * Loads a service's package (ssh2, nodemailer and handlebars, jira.js) when the first client of it is made. Clients are made
 * synchronously, where `import()` cannot be waited for: their builders get the package by `require`, which takes ES modules.
 * @type {import('esbuild').Plugin}
 */
export const loadedAtUse = {
  name: 'loaded-at-use',
  setup(build) {
    build.onResolve({ filter: SERVICE }, ({ path, importer }) =>
      BUILDERS.test(importer) ? { path: path.replace('@opsbook/', ''), namespace: 'at-use' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'at-use' }, ({ path }) => ({
      // A name that the bundler does not know as its own `require`: it would take the package in.
      contents: `import { createRequire } from 'node:module';
        const load = createRequire(import.meta.url);
        export const ${path} = (...given) => load('./service-${path}.js').${path}(...given);`,
    }));
  },
};
