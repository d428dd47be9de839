// The map of docs/architecture.md as a check: which package may import which, and what nobody may reach for.
const allowed = {
  context: [],
  http: ['context'],
  openstack: ['context', 'http'],
  'openstack-query': ['context', 'openstack'],
  alertmanager: ['context', 'http'],
  jira: ['context', 'http'],
  icinga: ['context', 'http'],
  prometheus: ['context', 'http'],
  ssh: ['context'],
  email: ['context'],
  stackstorm: ['context', 'http'],
  runbook: ['context'],
  sqlite: ['context'],
  'engine-local': ['context', 'runbook', 'sqlite'],
  triggers: ['context', 'runbook', 'sqlite'],
  services: [
    'context',
    'http',
    'openstack',
    'alertmanager',
    'jira',
    'icinga',
    'prometheus',
    'ssh',
    'email',
    'stackstorm',
  ],
};

const layers = Object.entries(allowed).map(([name, targets]) => ({
  name: `layer-${name}`,
  comment: `libs/${name} may import ${targets.length > 0 ? targets.join(', ') : 'no other library'}.`,
  severity: 'error',
  from: { path: `^libs/${name}/`, pathNot: ['[.]test[.]ts$'] },
  to: { path: '^(libs|workflows|apps|tools)/', pathNot: `^libs/(${[name, ...targets].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'every-library-has-a-layer',
      comment: 'A new library is first entered in the table of .dependency-cruiser.cjs and docs/architecture.md.',
      severity: 'error',
      from: { path: '^libs/', pathNot: [`^libs/(${Object.keys(allowed).join('|')})/`] },
      to: {},
    },
    {
      name: 'layer-workflows',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '[.]test[.]ts$' },
      to: {
        path: '^(libs|apps|tools)/',
        pathNot:
          '^libs/(context|runbook|services|openstack|openstack-query|alertmanager|jira|icinga|prometheus|ssh|email|stackstorm)/',
      },
    },
    {
      name: 'libraries-and-workflows-know-no-app',
      severity: 'error',
      from: { path: '^(libs|workflows)/' },
      to: { path: '^(apps|tools)/' },
    },
    {
      name: 'only-the-exports-of-a-package',
      comment:
        'A package is reached through its exports map (`.` and `./testing`; of the actions also `./action` and of the workflows `./load-runbook`, which are loaded alone), never by a path into its folder.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|workflows|apps/[^/]+|tools/[^/]+)/' },
      to: {
        path: '^(libs/[^/]+|workflows|apps/[^/]+|tools/[^/]+)/src/',
        pathNot: [
          '^$1/',
          '/src/index[.]ts$',
          '/src/testing/index[.]ts$',
          '^apps/actions/src/action/index[.]ts$',
          '^workflows/src/load-runbook[.]ts$',
        ],
      },
    },
    {
      name: 'testing-stays-in-tests',
      comment: 'Simulators and test helpers are for tests, tools and the sandbox.',
      severity: 'error',
      from: {
        path: '^(libs|workflows|apps)/',
        pathNot: ['[.]test[.]ts$', '[.]test-support[.]ts$', '/src/testing/', '/src/contract/'],
      },
      to: { path: '/src/testing/' },
    },
    {
      name: 'workflows-touch-the-world-through-services',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '[.]test[.]ts$' },
      to: {
        path: '^(node:)?(net|tls|http|https|http2|dgram|child_process|fs|fs/promises|worker_threads)$|node_modules/axios/',
      },
    },
    {
      name: 'sockets-and-processes-in-transports-only',
      severity: 'error',
      from: {
        path: '^libs/',
        pathNot: ['^libs/(http|ssh|email)/', '/src/(testing|chaos)/', '[.]test(-support)?[.]ts$'],
      },
      to: { path: '^(node:)?(net|tls|http|https|http2|dgram|child_process|worker_threads)$|node_modules/axios/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: { path: '^(libs|workflows|apps|tools)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'], pathNot: '^@jest/globals$' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The benchmark installs its peers itself, outside the workspaces.
    exclude: { path: '(^|/)(dist|coverage)/|^tools/bench/peers/' },
    includeOnly: undefined,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@opsbook/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.json'],
    },
  },
};
