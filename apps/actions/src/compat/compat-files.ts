import type { PackFile } from '../pack/pack-file.ts';
import type { PackOptions } from '../pack/pack-options.ts';
import { yamlFile } from '../pack/yaml-file.ts';
import { compatActionFile } from './compat-action-file.ts';
import { COMPAT_ACTIONS } from './compat-actions.ts';
import { type CompatAlias, COMPAT_ALIASES } from './compat-aliases.ts';
import { type CompatPolicy, COMPAT_POLICIES } from './compat-policies.ts';
import { compatRules } from './compat-rules.ts';

/**
 * What `--compat cloud-pack` adds to a pack: the actions under their old names, and the rules, chat commands and policies that
 * were with them. Called `stackstorm_openstack`, the pack takes the place of the original: rules that name its actions go on
 * working.
 */
export const compatFiles = (options: PackOptions): PackFile[] => [
  ...COMPAT_ACTIONS.map((action) => compatActionFile(action, options)),
  ...compatRules(options.ref).map((rule) => yamlFile(`rules/${rule.name}.yaml`, { ...rule, pack: options.ref })),
  ...COMPAT_ALIASES.map((alias) => aliasFile(alias, options)),
  ...COMPAT_POLICIES.map((policy) => policyFile(policy, options)),
];

const aliasFile = ({ name, description, action, formats }: CompatAlias, { ref }: PackOptions): PackFile =>
  yamlFile(`aliases/${name}.yaml`, {
    ...{ name, pack: ref, description, enabled: true, action_ref: `${ref}.${action}`, formats },
    ack: { enabled: true, append_url: true, format: `${name}: execution {{ execution.id }}` },
    result: { enabled: true, format: ANSWER },
  });

const policyFile = ({ name, description, action, type, parameters }: CompatPolicy, { ref }: PackOptions): PackFile =>
  yamlFile(`policies/${name}.yaml`, {
    ...{ name, pack: ref, description, enabled: true },
    ...{ resource_ref: `${ref}.${action}`, policy_type: type, parameters },
  });

/** What was found, as a table if the command asked for one with `format=table`, else how much of it there is. */
const ANSWER = [
  '{% set said = execution.result.stdout %}',
  '{% if said is mapping and said.error %}{{ said.error.message }}',
  '{% elif said is mapping and said.report and said.report.text %}```{{ said.report.text }}```',
  '{% elif said is mapping and said.report %}{{ said.report.count | default(said.report.floatingIps | default([]) | length) }} found, see execution {{ execution.id }}',
  '{% else %}{{ execution.status }}, see execution {{ execution.id }}{% endif %}',
].join('');
