import { MemoryStore, memoryEngine } from '@opsbook/runbook';
import { main } from '../main.ts';
import type { Backend, Site } from '../site.ts';
import type { StopSignal } from '../terminal.ts';
import { type Output, type Setting, fakeTerminal } from './fake-terminal.ts';
import { House } from './house.ts';
import { askFirst, askTwice, lightHouse, ringBell } from './runbooks.ts';

/** What one command printed, and how it ended. */
export interface Said extends Output {
  code: number;
}

/** A host with a ledger in memory and a house for a cloud, on which commands are called one after the other. */
export class Host {
  readonly house = new House();
  readonly store = new MemoryStore();
  /** What was started in the background. */
  readonly detached: { args: readonly string[]; logFile: string }[] = [];
  shared = true;
  defaultCloud: string | undefined;

  /** Calls `opsbook <line>`; a line is split at blanks. */
  async opsbook(line: string | readonly string[], setting: Setting = {}): Promise<Said> {
    const argv = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
    const said = { out: '', err: '' };
    const onDetach = (args: readonly string[], logFile: string) => void this.detached.push({ args, logFile });
    const code = await main(argv, fakeTerminal(said, { onDetach, ...setting }), this.#backend());
    return { code, ...said };
  }

  /** Presses Ctrl-C `times` times, two seconds into the next command. */
  interrupt(times: number, signal: StopSignal = 'SIGINT'): NonNullable<Setting['onStart']> {
    return (stop) => {
      this.house.clock.after(2000, () => {
        for (let i = 0; i < times; i += 1) stop(signal);
      });
    };
  }

  #backend(): Backend {
    const runbooks = [lightHouse, askFirst, ringBell, askTwice];
    const { clock, connect } = this.house;
    const site: Site = {
      runbooks,
      version: '1',
      clock,
      ledger: { path: '/state/ledger.db', shared: this.shared },
      ...(this.defaultCloud !== undefined && { defaultCloud: this.defaultCloud }),
      knownClouds: () => ['home', 'office'],
      connect,
      openEngine: async () => memoryEngine({ runbooks, version: '1', connect, clock, store: this.store }),
    };
    return { runbooks: async () => runbooks, site: async () => site };
  }
}
