import { type Clock, systemClock } from '@opsbook/context';
import { type Faults, type RecordedRequest, SimulatorServer } from '@opsbook/http/testing';
import { Api } from './api.ts';
import { serveAttachments } from './attachment-api.ts';
import { serveComments } from './comment-api.ts';
import { serveIssues } from './issue-api.ts';
import { serveLinks } from './link-api.ts';
import type { SimulatedIssue, SimulatedLink } from './records.ts';
import { serveSearch } from './search-api.ts';
import { serveServiceDesk } from './service-desk-api.ts';
import { DEFAULT_SETTINGS, type JiraSettings } from './settings.ts';
import { serveTransitions } from './transition-api.ts';
import { serveUsers } from './user-api.ts';
import { World } from './world.ts';

export interface JiraSimulatorOptions extends Partial<JiraSettings> {
  /** Where time comes from; default real time. */
  clock?: Clock;
}

/** One Jira, Cloud or Data Center, with Service Management, as a real HTTP server on 127.0.0.1. */
export class JiraSimulator {
  readonly server: SimulatorServer;
  readonly settings: JiraSettings;
  readonly #world: World;

  constructor({ clock = systemClock, ...given }: JiraSimulatorOptions = {}) {
    this.server = new SimulatorServer({ clock });
    this.settings = { ...DEFAULT_SETTINGS, ...given };
    this.#world = new World(this.settings, clock);
    const api = new Api(this.server, this.#world);
    for (const serve of [
      serveIssues,
      serveSearch,
      serveComments,
      serveTransitions,
      serveAttachments,
      serveUsers,
      serveLinks,
      serveServiceDesk,
    ]) {
      serve(api);
    }
    this.server.fallback(() => ({
      status: 404,
      headers: { 'content-type': 'text/html;charset=UTF-8' },
      body: '<html><head><title>Oops, you&#39;ve found a dead link.</title></head><body>Oops</body></html>',
    }));
  }

  /** @param port default: a free one */
  async start(port?: number): Promise<void> {
    await this.server.start(port);
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** With the context path, without a trailing slash: what a client is given. */
  get url(): string {
    return `${this.server.url}${this.settings.contextPath}`;
  }

  /** The credentials that are right, as the client's options take them. */
  get auth(): { email: string; apiToken: string } | { token: string } {
    const { deployment, users, account, secret } = this.settings;
    if (deployment === 'data-center') return { token: secret };
    return { email: users.find(({ id }) => id === account)?.email ?? '', apiToken: secret };
  }

  /** What shall go wrong with requests: see `Faults` of `@opsbook/http/testing`. */
  get fault(): Faults {
    return this.server.fault;
  }

  /** Every request received. */
  get requests(): readonly RecordedRequest[] {
    return this.server.requests;
  }

  /** May be edited. */
  get issues(): SimulatedIssue[] {
    return this.#world.issues;
  }

  get links(): readonly SimulatedLink[] {
    return this.#world.links;
  }

  /** By its key. */
  issue(key: string): SimulatedIssue {
    const found = this.issues.find((issue) => issue.key === key);
    if (found === undefined) throw new Error(`the simulator has no issue ${key}`);
    return found;
  }

  /** Takes an issue to a status, as a transition by that user does. */
  move(key: string, to: string, by?: string): void {
    this.#world.move(this.issue(key), to, by);
  }

  /** Adds an issue that somebody else made. */
  addIssue({
    project = 'OPS',
    type = 'Task',
    summary = 'Something',
    labels = [],
    status,
  }: {
    project?: string;
    type?: string;
    summary?: string;
    labels?: string[];
    status?: string;
  } = {}): SimulatedIssue {
    const issue = this.#world.add({ project, type, fields: { summary, labels }, reporter: this.settings.account });
    if (status !== undefined) {
      issue.status = status;
      issue.history = [status];
    }
    return issue;
  }
}

/** A simulated Jira that answers: `const sim = await startJira({ clock })`. */
export async function startJira(options: JiraSimulatorOptions = {}): Promise<JiraSimulator> {
  const simulator = new JiraSimulator(options);
  await simulator.start();
  return simulator;
}
