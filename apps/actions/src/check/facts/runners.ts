import type { Parameter, Parameters } from '../shapes/parameter-schema.ts';

const string = (more: Parameter = {}): Parameter => ({ type: 'string', ...more });
const boolean = (value: boolean, more: Parameter = {}): Parameter => ({ type: 'boolean', default: value, ...more });
const secret = string({ secret: true, required: false });
const sudo = { sudo: boolean(false), sudo_password: { ...secret, default: null } };
const shell = {
  cwd: string(),
  env: { type: 'object' },
  kwarg_op: string({ default: '--' }),
  ...sudo,
  timeout: seconds(60),
} satisfies Parameters;
const script = { debug: boolean(false, { required: false }), content_version: string({ required: false }) };
const remote = {
  ...{ bastion_host: string({ required: false }), cwd: string({ default: '/tmp' }), env: { type: 'object' } },
  ...{ hosts: string({ required: true }), kwarg_op: string({ default: '--' }), passphrase: secret, password: secret },
  ...{ parallel: boolean(false, { immutable: true }), port: { type: 'integer', required: false }, private_key: secret },
  ...{ ...sudo, timeout: seconds(60), username: string({ required: false }) },
} satisfies Parameters;
const winrm = {
  ...{ cwd: string(), env: { type: 'object' }, host: string({ required: true }), kwarg_op: string({ default: '-' }) },
  ...{ password: { ...secret, required: true }, port: { type: 'integer', default: 5986, required: false } },
  ...{ scheme: string({ default: 'https', required: false }), timeout: seconds(60) },
  transport: string({
    ...{ default: 'ntlm', required: false },
    enum: ['basic', 'certificate', 'credssp', 'kerberos', 'ntlm', 'plaintext', 'ssl'],
  }),
  ...{ username: string({ required: true }), verify_ssl_cert: boolean(true) },
} satisfies Parameters;

function seconds(value: number): Parameter {
  return { type: 'integer', default: value };
}

/** Runner types and their parameters, descriptions left out (st2 `contrib/runners/*\/*\/runner.yaml`). */
export const RUNNERS: Readonly<Record<string, Parameters>> = {
  'local-shell-cmd': { cmd: string(), ...shell },
  'local-shell-script': { ...shell, ...script },
  'remote-shell-cmd': { cmd: string(), dir: string({ default: '/tmp', immutable: true }), ...remote },
  'remote-shell-script': { dir: string({ default: '/tmp' }), ...remote },
  'python-script': {
    ...script,
    env: { type: 'object' },
    timeout: seconds(600),
    log_level: string({ default: 'DEBUG', enum: ['AUDIT', 'CRITICAL', 'ERROR', 'WARNING', 'INFO', 'DEBUG'] }),
  },
  'http-request': {
    ...{ allow_redirects: boolean(false), cookies: { type: 'object' }, headers: { type: 'object' } },
    ...{ http_proxy: string(), https_proxy: string(), password: string({ secret: true }) },
    ...{ url: string({ required: true }), username: string(), verify_ssl_cert: boolean(true) },
    url_hosts_blacklist: { required: false, type: 'array', items: { type: 'string' } },
    url_hosts_whitelist: { required: false, type: 'array', items: { type: 'string' } },
  },
  'action-chain': { display_published: boolean(true), skip_notify: { type: 'array', default: [] } },
  orquesta: {
    notify: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', minLength: 1, pattern: '^\\w+$' },
      default: [],
    },
  },
  announcement: {
    experimental: boolean(false, { required: true }),
    route: string({ default: 'general', maxLength: 255, minLength: 1 }),
  },
  inquirer: {
    schema: {
      required: true,
      type: 'object',
      default: {
        title: 'response_data',
        type: 'object',
        properties: {
          continue: { type: 'boolean', description: 'Would you like to continue the workflow?', required: true },
        },
      },
    },
    route: string({ default: '', required: false }),
    roles: { type: 'array', default: [], required: false },
    users: { type: 'array', default: [], required: false },
    ttl: { type: 'integer', default: 1440, required: true },
  },
  noop: {},
  'winrm-cmd': { cmd: string(), ...winrm },
  'winrm-ps-cmd': { cmd: string(), ...winrm },
  'winrm-ps-script': winrm,
};

/** Runners of which an action's `entry_point` is a file below `actions/`. The others have none. */
export const RUNNERS_OF_FILES: ReadonlySet<string> = new Set([
  ...['local-shell-script', 'remote-shell-script', 'python-script', 'action-chain', 'orquesta', 'winrm-ps-script'],
]);

/** What an action may change of a runner's parameter (st2 `st2common/util/schema/__init__.py`, `RUNNER_PARAM_OVERRIDABLE_ATTRS`). */
export const OVERRIDABLE: ReadonlySet<string> = new Set(['default', 'description', 'enum', 'immutable', 'required']);
