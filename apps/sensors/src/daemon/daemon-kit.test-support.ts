import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { MemoryStore, memoryEngine } from '@opsbook/runbook';
import { systemClock } from '@opsbook/context';
import { type ConfigInput, configOf, eventLedgerPath } from '@opsbook/services';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { type Remediation, openTriggerStore } from '@opsbook/triggers';
import { Marks, connectMarks, findMarks, leaveMark, waitLong } from '../chaos/marks.ts';
import { daemonLog } from '../log/daemon-log.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { type Daemon, serve } from './serve.ts';

export const TOKEN = 'token-of-the-source';

export type Line = Record<string, unknown> & { msg: string };

/** A ledger of runs that outlives its engines. */
class Disk extends MemoryStore {
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A host on which daemons are started one after the other. */
export class DaemonHost {
  readonly #folder = temporaryLedger();
  readonly disk = new Disk();
  readonly marks = new Marks(join(this.#folder.directory, 'marks'));
  readonly lines: Line[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #daemons: { stop: () => Promise<void> }[] = [];

  /** Writes the file of rules. */
  rules(text: string): void {
    writeFileSync(join(this.#folder.directory, 'rules.yaml'), text);
  }

  async start(serveConfig: ConfigInput['serve'] = {}, more: ConfigInput = {}, tracing?: Tracing): Promise<Daemon> {
    const config = configOf({
      ...more,
      serve: {
        port: 0,
        alertmanagers: { prod: { auth: { token: TOKEN } } },
        webhooks: { deploys: { auth: { token: TOKEN } } },
        rules: [join(this.#folder.directory, 'rules.yaml')],
        ...serveConfig,
      },
    });
    const runbooks = [findMarks, leaveMark, waitLong];
    const connect = connectMarks(config, this.marks);
    const clock = systemClock;
    const engine = memoryEngine({ runbooks, version: '1', connect, clock, store: this.disk });
    const log = daemonLog(this.#sink());
    const ledger = this.#folder.path;
    try {
      const daemon = await serve({
        config,
        engine,
        runbooks,
        version: '1',
        connect,
        ledger,
        log,
        ...(tracing && { tracing }),
      });
      const stop = async () => {
        await daemon.stop();
        await engine.close();
      };
      this.#daemons.push({ stop });
      return { ...daemon, stop };
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** The first line of the log with these words that has come or comes. */
  async said(words: string, fits: (line: Line) => boolean = () => true): Promise<Line> {
    for (;;) {
      const found = this.lines.find((line) => line.msg === words && fits(line));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** What came of so many runs of rules, once all of that is known; the first started first. */
  async remediations(count: number): Promise<Remediation[]> {
    const store = openTriggerStore({ path: eventLedgerPath(configOf({}), this.#folder.path) });
    try {
      for (;;) {
        const ended = store.remediations({ phase: ['ended'] });
        if (ended.length === count) return ended.reverse();
        await setImmediate();
      }
    } finally {
      await store.close();
    }
  }

  async end(): Promise<void> {
    for (const { stop } of this.#daemons) await stop();
    this.#folder.remove();
  }

  #sink(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        const lines = chunk.toString().trim().split('\n');
        this.lines.push(...lines.map((line) => JSON.parse(line) as Line));
        const waiting = [...this.#waiting];
        this.#waiting.clear();
        for (const wake of waiting) wake();
        done();
      },
    });
  }
}

/** Posts JSON to a daemon as its source does. */
export async function post({ url }: Daemon, path: string, body: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  await answer.arrayBuffer();
  return answer.status;
}
