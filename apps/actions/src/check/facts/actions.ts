import type { Action } from '../shapes/action-shape.ts';
import type { Parameter, Parameters } from '../shapes/parameter-schema.ts';

const string: Parameter = { type: 'string' };
const needed: Parameter = { type: 'string', required: true };
const object: Parameter = { type: 'object' };
const boolean: Parameter = { type: 'boolean', default: false };
const fixed = (value: string): Parameter => ({ type: 'string', required: true, default: value, immutable: true });
const action = (name: string, runner: string, parameters: Parameters = {}): [string, Action] => [
  name,
  { name, runner_type: runner, parameters },
];
const echo = {
  message: needed,
  kwarg_op: { immutable: true },
  sudo: { default: false, immutable: true },
  sudo_password: { immutable: true },
};

/** Actions that every StackStorm has, by reference (st2 `contrib/core/actions/*.yaml`, `contrib/chatops/actions/*.yaml`,
 * `contrib/packs/actions/install.meta.yaml`). */
export const ACTIONS: ReadonlyMap<string, Action> = new Map([
  action('core.announcement', 'announcement', { experimental: { default: true, immutable: true }, message: object }),
  action('core.ask', 'inquirer'),
  action('core.echo', 'local-shell-cmd', { ...echo, cmd: fixed('echo "{{message}}"') }),
  action('core.error', 'local-shell-cmd', { ...echo, cmd: fixed('>&2 echo "{{message}}"') }),
  action('core.http', 'http-request', {
    ...{ auth: string, body: string, file_content: string, file_content_type: string, file_name: string },
    ...{ file_path: string, headers: object, method: string, params: object, timeout: { type: 'number', default: 60 } },
  }),
  action('core.inject_trigger', 'python-script', {
    trigger: string,
    trigger_name: string,
    payload: object,
    trace_tag: string,
  }),
  action('core.local', 'local-shell-cmd', { cmd: needed, sudo: { immutable: true } }),
  action('core.local_sudo', 'local-shell-cmd', { cmd: needed, sudo: { default: true, immutable: true } }),
  action('core.noop', 'noop'),
  action('core.pause', 'python-script', { max_pause: { type: 'integer', required: true }, random: boolean }),
  action('core.remote', 'remote-shell-cmd', { cmd: needed, sudo: { immutable: true } }),
  action('core.remote_sudo', 'remote-shell-cmd', { cmd: needed, sudo: { default: true, immutable: true } }),
  action('core.sendmail', 'local-shell-script', {
    ...{ sendmail_binary: string, from: string, to: needed, subject: needed, send_empty_body: boolean },
    ...{ content_type: string, body: needed, sudo: { immutable: true }, attachments: string },
  }),
  action('core.uuid', 'python-script', { uuid_type: string }),
  action('core.winrm_cmd', 'winrm-cmd', { cmd: needed }),
  action('core.winrm_ps_cmd', 'winrm-ps-cmd', { cmd: needed }),
  action('packs.install', 'orquesta', {
    packs: { type: 'array', items: string, required: true },
    ...{
      register: string,
      env: object,
      force: boolean,
      skip_dependencies: boolean,
      timeout: { type: 'integer', default: 600 },
    },
  }),
  action('chatops.format_execution_result', 'python-script', { execution_id: needed }),
  action('chatops.match', 'python-script', { text: needed }),
  action('chatops.match_and_execute', 'python-script', { text: needed, source_channel: string, user: string }),
  action('chatops.post_message', 'announcement', {
    ...{ experimental: { default: true, immutable: true }, route: { default: 'chatops' }, user: string },
    ...{ whisper: boolean, message: needed, channel: needed, context: object, extra: object },
  }),
  action('chatops.post_result', 'orquesta', {
    ...{ user: string, whisper: boolean, execution_id: needed, channel: needed, route: string, context: object },
  }),
  action('chatops.run', 'action-chain', { user: string, whisper: boolean, text: needed, channel: needed }),
]);
