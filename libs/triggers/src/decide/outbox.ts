import { type Clock, isoNow } from '@opsbook/context';
import { type Json, errorValue } from '@opsbook/runbook';
import type { TriggerStore } from '../trigger-store.ts';
import { Pulse } from './pulse.ts';
import type { RunRequest, Runs } from './runs.ts';
import { isLedgerTrouble } from './trouble.ts';

/** A run that tells people something. */
export interface Message extends RunRequest {
  /** Not before this run is recorded, and not at all when it never is. */
  after?: string;
}

export interface OutboxOptions {
  store: TriggerStore;
  runs: Runs;
  clock: Clock;
  /** Whether a run that messages wait for may still come. */
  isAwaited: (run: string) => boolean;
  log: (line: string, fields: Record<string, unknown>) => void;
}

/** Whose memory holds it. */
export const OUTBOX = 'outbox';
const SEND = 'send/';
export const SAID = 'said/';

/** What people have to be told: durable before it is sent, and sent as runs, each started once. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #messages = new Map<string, Message>();
  /** Until when something need not be said again (UTC ISO 8601). */
  readonly #said = new Map<string, string>();
  readonly #pulse: Pulse;

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { clock, log } = options;
    const onTrouble = (error: unknown) => {
      log('nobody could be told', { error: errorValue(error) });
    };
    this.#pulse = new Pulse({ clock, onTrouble, beat: () => this.#send() });
    for (const [key, value] of Object.entries(options.store.memory(OUTBOX))) {
      if (key.startsWith(SEND)) this.#messages.set(key.slice(SEND.length), value as unknown as Message);
      if (key.startsWith(SAID)) this.#said.set(key.slice(SAID.length), value as string);
    }
  }

  wake(): void {
    if (this.#messages.size > 0) this.#pulse.wake();
  }

  stop(): Promise<void> {
    return this.#pulse.stop();
  }

  /** Until when something was said, in milliseconds since the epoch. */
  saidUntil(what: string): number | undefined {
    const until = this.#said.get(what);
    return until === undefined ? undefined : Date.parse(until);
  }

  /** The message under way that waits for a run. */
  awaiting(run: string): Message | undefined {
    return [...this.#messages.values()].find(({ after }) => after === run);
  }

  /** Keeps a message, and that it was said; without one only the latter. */
  async post(message: Message | undefined, said?: { what: string; until: number }): Promise<void> {
    const { store, clock } = this.#options;
    const changes: Record<string, Json | undefined> = {};
    if (message !== undefined) changes[SEND + message.id] = JSON.parse(JSON.stringify(message)) as Json;
    if (said !== undefined) changes[SAID + said.what] = new Date(said.until).toISOString();
    const over = [...this.#said].filter(([, until]) => Date.parse(until) <= clock.now()).map(([what]) => what);
    for (const what of over) if (what !== said?.what) changes[SAID + what] = undefined;
    await store.remember(OUTBOX, changes, [], isoNow(clock));
    for (const what of over) this.#said.delete(what);
    if (said !== undefined) this.#said.set(said.what, new Date(said.until).toISOString());
    if (message !== undefined) this.#messages.set(message.id, message);
    this.wake();
  }

  async #send(): Promise<undefined> {
    const { runs, isAwaited } = this.#options;
    let trouble: unknown;
    for (const message of [...this.#messages.values()]) {
      const { after, ...request } = message;
      try {
        if (after !== undefined && (await runs.get(after)) === undefined) {
          if (!isAwaited(after)) await this.#forget(message);
          continue;
        }
        await runs.start(request);
        await this.#forget(message);
      } catch (error) {
        if (isPassing(error)) trouble = error;
        else await this.#giveUp(message, error);
      }
    }
    if (trouble !== undefined) throw trouble as Error;
  }

  async #giveUp(message: Message, error: unknown): Promise<void> {
    const { id, runbook, requestedBy } = message;
    this.#options.log('a message cannot be sent', { run: id, runbook, requestedBy, error: errorValue(error) });
    await this.#forget(message);
  }

  async #forget({ id }: Message): Promise<void> {
    const { store, clock } = this.#options;
    await store.remember(OUTBOX, { [SEND + id]: undefined }, [], isoNow(clock));
    this.#messages.delete(id);
  }
}

/** What is frozen is thawed one day; people still have to know. */
export const isPassing = (error: unknown): boolean => isLedgerTrouble(error) || errorValue(error).code === 'FROZEN';
