import type { CompatAction } from '../compat-action.ts';
import { commandWords } from '../command-words.ts';
import { oneOf } from '../converters.ts';
import { cloudAccount, jiraAccount, privateKeyPath } from '../parameters.ts';

/** Tickets, reminders, commands and looks at the site. */
export const otherActions: readonly CompatAction[] = [
  {
    name: 'jira.create_test_issue',
    description: 'Makes a Jira issue, once',
    runbook: 'ticket.create',
    parameters: {
      project_id: { type: 'string', description: 'Key of the Jira project', required: true, to: 'project' },
      issue_type: {
        type: 'string',
        description: 'Type of the issue',
        required: true,
        default: 'Task',
        enum: ['Task', 'Epic', 'Bug'],
        to: 'type',
      },
      summary: { type: 'string', description: 'Title', required: true, to: 'summary' },
      description: { type: 'string', description: 'Description', required: true, to: 'body' },
      components: {
        type: 'array',
        description: 'Components',
        required: true,
        default: ['Dev Ops'],
        immutable: true,
        to: 'components',
      },
      epic_id: { type: 'string', description: 'Key of the epic that it belongs to', required: true, to: 'epic' },
      jira_account_name: jiraAccount,
    },
    changed: 'The same issue again is not made twice, and its key is told. A project is named by its key.',
  },
  {
    name: 'jira.request_new_project',
    description: 'Makes the project that a Jira issue asks for, after it was approved',
    runbook: 'project.create-from-ticket',
    parameters: {
      cloud_account: cloudAccount,
      jira_account_name: jiraAccount,
      issue_key: { type: 'string', description: 'Key of the issue', required: true, to: 'issue' },
    },
    changed: 'Works: it writes its plan into the issue and waits until that is approved there.',
  },
  {
    name: 'chatops.pr_reminder',
    description: "Asks the team's chat service to remind people of open pull requests",
    runbook: 'reminder.post-pull-requests',
    parameters: {
      chatops_reminder_type: {
        type: 'string',
        description: 'One reminder for all, or one for each author',
        required: true,
        enum: ['global', 'personal'],
        to: 'kind',
      },
    },
    changed:
      'Address and token are the entry `chat` of webhooks in the configuration; the channel is that of the service.',
  },
  {
    name: 'ssh.remote.command',
    description: 'Runs a command on a host over SSH',
    runbook: 'host.run-command',
    parameters: {
      host: { type: 'string', description: 'Host, by the name that SSH knows', required: true, to: 'hosts', as: oneOf },
      username: {
        type: 'string',
        description: 'Not used any more',
        required: true,
        ignored: "the configuration's ssh section and ~/.ssh/config have the user",
      },
      private_key_path: privateKeyPath,
      command: { type: 'string', description: 'Program and arguments', required: true, to: 'argv', as: commandWords },
    },
    changed:
      'No shell reads the command: quotes are kept, and what only a shell could do (pipes, variables, `*`) is refused. Only hosts with a known key, and what ssh.allow permits. Status and output are in the result.',
  },
  {
    name: 'check.internal.router.gateways',
    description: 'Finds routers whose external gateway address is internal',
    runbook: 'audit.find-internal-gateways',
    parameters: { cloud_account: cloudAccount },
    // The beginning of an address that the original looked for.
    constants: { ranges: ['172.16.0.0/16'] },
    changed: 'Addresses are compared as numbers: 172.160.0.1 is not found. The result is JSON.',
  },
  {
    name: 'hello_world',
    description: 'Says who we are on each configured service',
    runbook: 'audit.check-connections',
    parameters: {},
    changed: 'Instead of logging a greeting it tries every service.',
  },
];
