import type { Clock } from '@opsbook/context';
import type { SimulatedIssue, SimulatedLink } from './records.ts';
import { refused } from './refusal.ts';
import type { JiraSettings, SimulatedProject, SimulatedUser } from './settings.ts';

/** The simulated Jira behind its API. */
export class World {
  readonly settings: JiraSettings;
  readonly issues: SimulatedIssue[] = [];
  readonly links: SimulatedLink[] = [];
  readonly #clock: Clock;
  #id = 10_000;

  constructor(settings: JiraSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
  }

  get cloud(): boolean {
    return this.settings.deployment === 'cloud';
  }

  now(): number {
    return this.#clock.now();
  }

  /** Ids are shared by everything, and grow. */
  nextId(): string {
    return String((this.#id += 1));
  }

  project(keyOrId: string): SimulatedProject | undefined {
    return this.settings.projects.find(({ key }) => key.toUpperCase() === keyOrId.toUpperCase());
  }

  user(id: string): SimulatedUser | undefined {
    return this.settings.users.find((user) => user.id === id);
  }

  /** @throws 404, as for one that the account may not see */
  issue(keyOrId: string): SimulatedIssue {
    const found = this.issues.find(({ id, key }) => id === keyOrId || key === keyOrId.toUpperCase());
    if (found !== undefined) return found;
    throw refused(
      404,
      this.cloud ? 'Issue does not exist or you do not have permission to see it.' : 'Issue Does Not Exist',
    );
  }

  /** Adds an issue in its project's first status. */
  add({
    project,
    type,
    fields,
    reporter,
  }: Pick<SimulatedIssue, 'project' | 'type' | 'fields' | 'reporter'>): SimulatedIssue {
    const owner = this.project(project);
    if (owner === undefined) throw new TypeError(`there is no project ${project}`);
    const [status = 'Open'] = Object.keys(owner.statuses);
    const number = this.issues.filter((issue) => issue.project === owner.key).length + 1;
    const issue: SimulatedIssue = {
      id: this.nextId(),
      key: `${owner.key}-${number}`,
      project: owner.key,
      type,
      status,
      fields,
      assignee: undefined,
      reporter,
      created: this.now(),
      updated: this.now(),
      history: [status],
      changes: [],
      properties: {},
      comments: [],
      attachments: [],
      watchers: [],
    };
    this.issues.push(issue);
    return issue;
  }
  /** Takes an issue to a status, as a transition does. */
  move(issue: SimulatedIssue, to: string, author = this.settings.account): void {
    issue.changes.push({ at: this.now(), author, from: issue.status, to });
    issue.status = to;
    issue.history.push(to);
    issue.updated = this.now();
  }
}
