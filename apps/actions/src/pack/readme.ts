import type { AnyRunbook } from '@opsbook/runbook';
import { triggerTypes } from '@opsbook/triggers';
import { compatReadme } from '../compat/compat-readme.ts';
import { aliasFormat } from './alias-format.ts';
import { configSchema } from './config-schema.ts';
import { fieldsOf } from './fields-of.ts';
import { actionName } from './names.ts';
import type { PackFile } from './pack-file.ts';
import type { PackOptions } from './pack-options.ts';

/** What is in the pack, for who installs it. */
export function readme(options: PackOptions): PackFile {
  const { ref, version, node, packsFolder, runbooks, compat } = options;
  const actions = runbooks.map((runbook) =>
    row([`\`${actionName(runbook.name)}\``, runbook.risk, call(runbook), runbook.summary]),
  );
  const chat = runbooks.flatMap((runbook) => aliasFormat(runbook) ?? []).map((format) => `- \`${format}\``);
  const triggers = Object.entries(triggerTypes).map(([name, { description }]) =>
    row([`\`${ref}.${name}\``, description]),
  );
  const settings = Object.entries(configSchema).map(([key, { description, default: preset }]) =>
    row([`\`${key}\``, `\`${JSON.stringify(preset)}\``, description]),
  );
  const content = `# ${ref}

The runbooks of opsbook ${version} as actions of StackStorm. All of this pack is made by \`opsbook pack build\`: change the runbooks, not
these files.

## Install

1. Node 22.18 or later at \`${node}\` on each host that runs actions, for the user of the actions (\`stanley\`).
2. opsbook's configuration, \`/etc/opsbook/opsbook.yaml\`, and its ledger, readable and writable for that user. Hosts that share a
   ledger share its leases; several action runners on several hosts need one that they all reach.
3. This folder as \`${packsFolder}/${ref}\`, then \`st2 pack register ${ref}\`. Or push it to a repository and
   \`st2 pack install <url>\`.
4. Where one of the settings below is not as it should be: \`/opt/stackstorm/configs/${ref}.yaml\`, then
   \`st2ctl reload --register-configs\`.
5. \`st2 run ${ref}.audit_check_connections\`.

The policies need a coordination service in \`st2.conf\`; without one StackStorm holds them as well as it can.

| setting | default | what it is |
| --- | --- | --- |
${settings.join('\n')}

A secret from the key-value store: \`environment: { JIRA_TOKEN: '{{ st2kv.system.jira_token | decrypt_kv }}' }\`, and \`\${env:JIRA_TOKEN}\` in
opsbook's configuration.

## Actions

An action's result is \`result.stdout\`, one object: \`ok\`, \`run\`, \`status\`, \`changed\`, and \`report\`, \`plan\` or \`error\`. What may
change something takes \`plan=true\`, which only says what would be changed, and \`plan_hash\`, which binds a run to
the plan that somebody has seen (\`result.stdout.plan.hash\`). The output schemas say what a report holds;
StackStorm does not enforce them for local runners.

Parameters reach a runbook in one environment variable and not on a command line. Secrets are masked by StackStorm and are in no log
and no record of opsbook. Values with \`{{\` or \`{%\` in them are templates for StackStorm.

An action that StackStorm stops by its time-out is tried again by a policy, and goes on with the same run.

Where a run waits for people, its action asks each of them by an inquiry (\`core.ask\`, route \`opsbook\`): \`st2 inquiry list\`,
\`st2 inquiry respond <id>\`. An execution that is cancelled stops its run, which undoes what it changed.

| action | risk | required | what it does |
| --- | --- | --- | --- |
${actions.join('\n')}

## In a chat

Other parameters may follow as \`name=value\`.

${chat.join('\n')}

## Triggers

Emitted by opsbook's daemon, where its configuration says so.

| trigger | what it tells |
| --- | --- |
${triggers.join('\n')}
${compat === undefined ? '' : `\n${compatReadme(ref)}`}`;
  return { path: 'README.md', content };
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const call = (runbook: AnyRunbook): string =>
  fieldsOf(runbook)
    .filter(({ required }) => required)
    .map(({ parameter }) => `\`${parameter}\``)
    .join(', ');
