import type { CompatAction } from './compat-action.ts';
import { COMPAT_ACTIONS } from './compat-actions.ts';
import { COMPAT_ALIASES } from './compat-aliases.ts';
import { COMPAT_POLICIES } from './compat-policies.ts';
import { compatRules } from './compat-rules.ts';

/** The section of the pack's README on what it keeps of the cloud pack, and what is not as it was. */
export function compatReadme(ref: string): string {
  const rules = compatRules(ref).map(({ name, enabled, description }) =>
    row([`\`${name}\``, enabled ? 'yes' : 'no', description]),
  );
  return `## Instead of the cloud pack

This pack also has the ${COMPAT_ACTIONS.length} actions of stackstorm_openstack under their old names, with their old parameters. Called \`stackstorm_openstack\`,
as it is without \`--ref\`, it takes the place of that pack: uninstall that one first, and rules that name its actions go on working.
Chains that read results have to be looked at:

- A result is \`result.stdout\`, one object, and not what the action returned or printed. \`report\` is the runbook's, with its names.
- Parameters that mean nothing any more are accepted. Where one was given that is not as by default, the result's \`ignored\` says
  so, and why. What nothing here does, such as posting to a webhook, is refused.
- \`plan=true\` shows what would be done. What did not send or delete before (\`send_email=false\`, \`delete=false\`) is such a plan.
- Accounts and credentials are entries of opsbook's configuration; \`default\` is the usual one.
- \`cloud_account\` names a cloud of opsbook's configuration or of clouds.yaml.

| action | runbook | ignored | what is not as it was |
| --- | --- | --- | --- |
${COMPAT_ACTIONS.map(actionRow).join('\n')}

### Rules

They are on what opsbook's daemon emits as \`${ref}.finding\`, from its sensors \`aggregates\`, \`flavors\`, \`hypervisors\`, \`images\`, \`requests\` and \`routers\`, on
timers, and on a webhook. A state of a hypervisor leads on whatever was before it. They need in the datastore:

- \`opsbook_ticket_project\`: the key of the Jira project of tickets;
- \`opsbook_pack_repository\` and \`opsbook_pack_branch\`: what \`install.from.git.branch\` installs. It needs the pack \`git\`; without that,
  remove the rule before the pack is registered.

| rule | enabled | when |
| --- | --- | --- |
${rules.join('\n')}

\`webhook.server.migrate\` is of \`cloud_account\` in what is posted, else of \`dev\`, and moves with an image of the server unless
migration.policies say otherwise.

### Chat commands and policies

${COMPAT_ALIASES.flatMap(({ formats }) => formats.map(({ display }) => `- \`${display}\``)).join('\n')}

${COMPAT_POLICIES.map(({ name, description }) => `- \`${name}\`: ${description}`).join('\n')}
`;
}

function actionRow({ name, runbook, parameters, changed }: CompatAction): string {
  const ignored = Object.entries(parameters)
    .filter(([, parameter]) => parameter.ignored !== undefined && parameter.immutable !== true)
    .map(([parameter]) => `\`${parameter}\``);
  return row([`\`${name}\``, `\`${runbook}\``, ignored.join(', '), changed]);
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
