import { account, format, lowerCase } from './converters.ts';
import type { CompatParameter } from './compat-action.ts';

// Parameters that many actions have alike. Their names, types and values are those of the cloud pack's metadata.

/** Like another, but for a few things. */
export const like = (parameter: CompatParameter, differences: Partial<CompatParameter>): CompatParameter => ({
  ...parameter,
  ...differences,
});

/** What nobody could give: code of the original read it. */
export const fixed = (value: string | boolean, type: 'boolean' | 'string' = 'string'): CompatParameter => ({
  type,
  description: 'Fixed',
  default: value,
  immutable: true,
  ignored: 'the runbook does nothing else',
});

export const cloudAccount: CompatParameter = {
  type: 'string',
  description: 'Cloud, by its name in the configuration or clouds.yaml',
  required: true,
  default: 'dev',
  enum: ['dev', 'prod'],
  to: 'cloud',
};

export const hypervisorName: CompatParameter = {
  type: 'string',
  description: "Hypervisor, by its compute service's host name",
  required: true,
  to: 'hypervisor',
};

export const disabledReason: CompatParameter = {
  type: 'string',
  description: 'Why; shown to everyone who looks at the compute service',
  required: true,
  to: 'reason',
};

export const project: CompatParameter = {
  type: 'string',
  description: 'Project, by its name or id',
  required: true,
  to: 'project',
};

export const role: CompatParameter = {
  type: 'string',
  description: 'Role, by its name or id',
  required: true,
  to: 'role',
};

export const userDomain: CompatParameter = {
  type: 'string',
  description: 'Domain of the users, by its name or id',
  required: true,
  default: 'stfc',
  enum: ['default', 'stfc', 'jasmin'],
  to: 'userDomain',
  as: lowerCase,
};

const entry = (of: string): CompatParameter => ({
  type: 'string',
  description: `Entry of ${of} in the configuration`,
  required: true,
  default: 'default',
});

export const jiraAccount: CompatParameter = { ...entry('jira'), to: 'jira', as: account };

export const icingaAccount: CompatParameter = { ...entry('icinga'), to: 'icinga', as: account };

export const icingaOfCloud: CompatParameter = {
  ...entry('icinga'),
  ignored: 'the configuration says which Icinga watches a cloud (clouds.NAME.icinga)',
};

export const alertmanagerOfCloud: CompatParameter = {
  ...entry('alertmanager'),
  ignored: 'the configuration says which Alertmanager watches a cloud',
};

export const smtpAccount: CompatParameter = {
  ...entry('smtp_accounts'),
  ignored: 'notifications.account of the configuration says which account sends',
};

export const privateKeyPath: CompatParameter = {
  type: 'string',
  description: 'Private key file on the StackStorm host',
  required: true,
  ignored: "the configuration's ssh section, ~/.ssh/config and the agent have the keys",
};

export const outputType: CompatParameter = {
  type: 'string',
  description: 'How the result is written; its rows are always there',
  required: true,
  default: 'to_string',
  enum: ['to_html', 'to_objects', 'to_props', 'to_string', 'to_csv', 'to_json'],
  to: 'format',
  as: format,
};
