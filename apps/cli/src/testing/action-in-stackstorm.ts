import { afterEach } from '@jest/globals';
import { type StackStormClient, stackstorm } from '@opsbook/stackstorm';
import { type Runner, type RunningExecution, StackStormSimulator } from '@opsbook/stackstorm/testing';
import { Host, type Said } from './host.ts';
import type { Setting } from './fake-terminal.ts';

export interface ActionResult {
  ok: boolean;
  run: string;
  status: string;
  changed?: boolean;
  report?: unknown;
  undone?: { path: string; outcome: string }[];
  error: { code: string; message: string };
  waitsFor: { question: string; path: string }[];
}

export interface Acted extends Said {
  execution: string;
  result: ActionResult;
}

interface Call {
  name: string;
  params: Record<string, unknown>;
  /** Whose execution it is. */
  user?: string;
  planHash?: string;
  /** More for the `context` of the bridge. */
  context?: Record<string, unknown>;
  setting?: Setting;
}

/** Seconds that an action may take; what waits for people would go on until the test's own time-out. */
const LONGEST = 600;

const open: ActionInStackStorm[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

/** A host on which a simulated StackStorm carries out the actions of the pack, both on one virtual clock. */
export class ActionInStackStorm {
  readonly host = new Host();
  readonly clock = this.host.house.clock;
  readonly sim: StackStormSimulator;
  /** What the next executions are to do; the runner takes them. */
  readonly #calls: { call: Call; done: (acted: Acted) => void }[] = [];
  readonly #clients: StackStormClient[] = [];

  private constructor() {
    const runner: Runner = (running) => this.#run(running);
    this.sim = new StackStormSimulator({ clock: this.clock, runner });
  }

  static async start(): Promise<ActionInStackStorm> {
    const made = new ActionInStackStorm();
    open.push(made);
    await made.sim.start();
    made.sim.addAction({ ref: 'opsbook.act' });
    const text = { type: 'string', required: true };
    made.sim.addAction({ ref: 'chatops.post_message', parameters: { channel: text, message: text } });
    return made;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.sim.stop();
  }

  as(user: string): StackStormClient {
    const token = this.sim.addToken(user);
    const client = stackstorm({
      url: this.sim.url,
      auth: { token },
      context: { guard: { check: () => undefined }, clock: this.clock },
    });
    this.#clients.push(client);
    return client;
  }

  /** Has StackStorm carry out an action. */
  async act(call: Call): Promise<Acted> {
    const { promise, resolve, reject } = Promise.withResolvers<Acted>();
    this.#calls.push({ call, done: resolve });
    await this.as(call.user ?? 'grace').executions.create({ action: 'opsbook.act' });
    const release = this.clock.after(LONGEST * 1000, () => reject(new Error(`it goes on after ${LONGEST} s`)));
    try {
      return await promise;
    } finally {
      release();
    }
  }

  /** The executions of `core.ask`, as `user: status`. */
  get inquiries(): string[] {
    return this.#executionsOf('core.ask').map(
      ({ parameters, status }) => `${(parameters['users'] as string[]).join(',') || 'anybody'}: ${status}`,
    );
  }

  /** The id of the latest inquiry for a user. */
  inquiryFor(user: string): string {
    const found = this.#executionsOf('core.ask').findLast(({ parameters }) =>
      (parameters['users'] as string[]).includes(user),
    );
    if (found === undefined) throw new Error(`${user} was not asked`);
    return found.id;
  }

  /** What is posted, with the channel before it. */
  get chat(): string[] {
    const posts = this.#executionsOf('chatops.post_message');
    return posts.map(({ parameters }) => `${String(parameters['channel'])} ${String(parameters['message'])}`);
  }

  /** So many seconds from now a user answers the inquiry of one, by default of their own. */
  async answers(seconds: number, user: string, response: Record<string, unknown>, whose = user): Promise<void> {
    await this.host.later(seconds, () => this.as(user).inquiries.respond(this.inquiryFor(whose), response));
  }

  /** A user says yes at the command line. */
  async approve(user: string, path = '#approval'): Promise<void> {
    const { out } = await this.host.opsbook('runs --json');
    const [run] = JSON.parse(out) as { id: string }[];
    const { code, err } = await this.host.opsbook(['approve', run?.id ?? '', '--path', path], { user });
    if (code !== 0) throw new Error(err);
  }

  #executionsOf(ref: string) {
    return this.sim.executions.filter(({ action }) => action.ref === ref);
  }

  async #run({ id, action, context: { user } }: RunningExecution): ReturnType<Runner> {
    if (action !== 'opsbook.act') return { status: 'succeeded', result: {} };
    const next = this.#calls.shift();
    if (next === undefined) throw new Error('nothing is to be done');
    const { name, params, planHash, context, setting } = next.call;
    const env = {
      OPSBOOK_PARAMS: JSON.stringify({ params, planHash, context: { user, ...context } }),
      ST2_ACTION_EXECUTION_ID: id,
      ST2_ACTION_API_URL: `${this.sim.url}/api/v1`,
      ST2_ACTION_AUTH_TOKEN: this.sim.addToken(String(user)),
    };
    const said = await this.host.opsbook(['action', name], { ...setting, env });
    next.done({ ...said, execution: id, result: JSON.parse(said.out) as ActionResult });
    return { status: said.code === 0 ? 'succeeded' : 'failed', result: said.out };
  }
}
