import type { ActionRequest } from '@opsbook/actions/action';
import { type Clock, type Secret, scrub } from '@opsbook/context';
import { errorValue } from '@opsbook/runbook';
import type { StackStormClient } from '@opsbook/stackstorm';
import type { Session } from '../../session.ts';
import type { Site } from '../../site.ts';
import type { People, PeopleOptions } from './people.ts';

interface Access extends ActionRequest {
  apiUrl: string;
  token: Secret;
}

/** The StackStorm whose execution an action is. Its client is loaded when it is first needed: most actions end before. */
export class StackStormLink {
  /** The id of the action's own execution. */
  readonly execution: string | undefined;
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #access: Access;
  readonly #channel: string | undefined;
  #client: Promise<StackStormClient> | undefined;
  #isMute = false;

  private constructor(session: Session, clock: Clock, access: Access) {
    this.#session = session;
    this.#clock = clock;
    this.#access = access;
    this.execution = access.execution;
    this.#channel = access.context.channel ?? undefined;
  }

  /** Undefined where the environment does not say where the API is, or has no token. */
  static of(session: Session, { clock }: Site, request: ActionRequest): StackStormLink | undefined {
    const { apiUrl, token } = request;
    if (apiUrl === undefined || token === undefined) return undefined;
    return new StackStormLink(session, clock, { ...request, apiUrl, token });
  }

  client(): Promise<StackStormClient> {
    const { apiUrl, token } = this.#access;
    return (this.#client ??= this.#load(async () =>
      (await import('./connect.ts')).connect(apiUrl, token, this.#clock),
    ));
  }

  /** Those whom a run waits for. */
  people(of: Omit<PeopleOptions, 'link'>): Promise<People> {
    return this.#load(async () => new (await import('./people.ts')).People({ ...of, link: this }));
  }

  /** Tells the chat that the action came from, if it came from one. Never fails: one note says that it did not work. */
  async tell(message: () => string): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    try {
      const { executions } = await this.client();
      await executions.create({
        action: 'chatops.post_message',
        parameters: { channel, message: scrub(message()) },
        templates: 'neutralize',
      });
    } catch (error) {
      if (!this.#isMute) this.#session.note(`The chat was not told: ${errorValue(error).message}\n`);
      this.#isMute = true;
    }
  }

  /** Ends requests under way. */
  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    client?.close();
  }

  /** Loading takes none of the run's time. */
  async #load<T>(load: () => Promise<T>): Promise<T> {
    const release = this.#clock.hold();
    try {
      return await load();
    } finally {
      release();
    }
  }
}
