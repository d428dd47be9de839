import type { Deployment } from '../options.ts';

/** A person whom the simulator knows. */
export interface SimulatedUser {
  /** The account id in Cloud, the user name in Data Center. */
  id: string;
  displayName: string;
  email: string;
  /** Cloud: the address is not shown to others; default false. */
  hidesEmail?: boolean;
  /** Default true. */
  active?: boolean;
}

/** A field that a project's issue types have beside summary, description, labels, assignee and reporter. */
export interface SimulatedField {
  id: string;
  name: string;
  /** As `schema` says it. */
  type: string;
  items?: string;
  custom?: string;
  system?: string;
  /** Names of the values that are allowed; their ids count from 1. */
  allowed?: readonly string[];
  /** The issue types that have it; default all. */
  types?: readonly string[];
  /** The issue types in which it is required; default none. */
  requiredFor?: readonly string[];
  hasDefault?: boolean;
}

export interface SimulatedTransition {
  id: string;
  name: string;
  /** Statuses; default every one. */
  from?: readonly string[];
  to: string;
  /** Ids of the fields on its screen. */
  screen?: readonly string[];
  /** Ids of those that are required. */
  required?: readonly string[];
}

export interface SimulatedProject {
  key: string;
  name: string;
  types: readonly string[];
  fields: readonly SimulatedField[];
  /** Statuses with their category; the first is the initial one. */
  statuses: Readonly<Record<string, 'new' | 'indeterminate' | 'done'>>;
  transitions: readonly SimulatedTransition[];
}

export interface SimulatedRequestType {
  id: string;
  name: string;
  /** The type of the issue that it makes. */
  issueType: string;
  /** Ids of the fields it asks for; `*` at the end: required. */
  fields: readonly string[];
}

export interface SimulatedDesk {
  id: string;
  projectKey: string;
  requestTypes: readonly SimulatedRequestType[];
}

export interface JiraSettings {
  deployment: Deployment;
  users: readonly SimulatedUser[];
  /** Whom the credentials belong to: the first user, unless said otherwise. */
  account: string;
  /** The API token, personal access token or password that is right. */
  secret: string;
  projects: readonly SimulatedProject[];
  /** Link types: name, inward and outward description. */
  linkTypes: readonly { name: string; inward: string; outward: string }[];
  serviceDesks: readonly SimulatedDesk[];
  /** The most issues, comments or metadata that one page holds; default 50. */
  pageSize: number;
  /** Seconds until a search shows a change; default 0. */
  indexDelay: number;
  /** Data Center: failed logins until a CAPTCHA is wanted; default 3. */
  failedLogins: number;
  /** Below which the API is: `/jira`; default none. */
  contextPath: string;
}

const custom = 'com.atlassian.jira.plugin.system.customfieldtypes';

/** A project with a field of each sort, and a workflow in which Done is three transitions away. */
export const OPS: SimulatedProject = {
  key: 'OPS',
  name: 'Operations',
  types: ['Task', 'Bug', 'Epic', 'Service Request'],
  fields: [
    {
      id: 'priority',
      name: 'Priority',
      type: 'priority',
      system: 'priority',
      allowed: ['High', 'Medium', 'Low'],
      hasDefault: true,
    },
    {
      id: 'components',
      name: 'Components',
      type: 'array',
      items: 'component',
      system: 'components',
      allowed: ['API', 'Compute'],
    },
    { id: 'duedate', name: 'Due date', type: 'date', system: 'duedate' },
    {
      id: 'customfield_10001',
      name: 'Cloud',
      type: 'option',
      custom: `${custom}:select`,
      allowed: ['prod', 'dev'],
      requiredFor: ['Bug'],
    },
    { id: 'customfield_10002', name: 'Impact', type: 'string', custom: `${custom}:textarea`, requiredFor: ['Bug'] },
    { id: 'customfield_10003', name: 'Cores', type: 'number', custom: `${custom}:float` },
    { id: 'customfield_10004', name: 'Approver', type: 'user', custom: `${custom}:userpicker` },
    { id: 'customfield_10005', name: 'Hosts', type: 'array', items: 'string', custom: `${custom}:labels` },
    { id: 'customfield_10006', name: 'Team', type: 'string', custom: `${custom}:textfield` },
    { id: 'customfield_10007', name: 'Team', type: 'string', custom: `${custom}:textfield` },
    {
      id: 'resolution',
      name: 'Resolution',
      type: 'resolution',
      system: 'resolution',
      allowed: ['Fixed', "Won't do"],
      types: [],
    },
  ],
  statuses: {
    Open: 'new',
    'In Progress': 'indeterminate',
    Waiting: 'indeterminate',
    Review: 'indeterminate',
    Rejected: 'done',
    Done: 'done',
  },
  transitions: [
    { id: '11', name: 'Start progress', from: ['Open', 'Waiting'], to: 'In Progress' },
    { id: '21', name: 'Wait', from: ['Open', 'In Progress'], to: 'Waiting' },
    { id: '31', name: 'Ask for review', from: ['In Progress'], to: 'Review' },
    { id: '41', name: 'Back to work', from: ['Review'], to: 'In Progress' },
    { id: '51', name: 'Resolve', from: ['Review'], to: 'Done', screen: ['resolution'], required: ['resolution'] },
    { id: '61', name: 'Reject', from: ['Open'], to: 'Rejected' },
    { id: '71', name: 'Reopen', from: ['Done', 'Rejected'], to: 'Open' },
  ],
};

export const DEFAULT_SETTINGS: JiraSettings = {
  deployment: 'cloud',
  users: [
    { id: 'robot', displayName: 'Robot', email: 'robot@example.com' },
    { id: 'ada', displayName: 'Ada', email: 'ada@example.com', hidesEmail: true },
    { id: 'bob', displayName: 'Bob', email: 'bob@example.com' },
  ],
  account: 'robot',
  secret: 'simulated-secret',
  projects: [OPS],
  linkTypes: [
    { name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
    { name: 'Relates', inward: 'relates to', outward: 'relates to' },
  ],
  serviceDesks: [
    {
      id: '7',
      projectKey: 'OPS',
      requestTypes: [
        {
          id: '25',
          name: 'New project',
          issueType: 'Service Request',
          fields: ['summary*', 'description', 'customfield_10003*', 'customfield_10001'],
        },
        { id: '26', name: 'Add user', issueType: 'Service Request', fields: ['summary*'] },
      ],
    },
  ],
  pageSize: 50,
  indexDelay: 0,
  failedLogins: 3,
  contextPath: '',
};
