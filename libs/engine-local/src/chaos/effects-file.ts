import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Context } from '@opsbook/context';

/**
 * The world that a chaos run changes: a file outside the ledger to which every effect adds a line, on the disk when the
 * call returns. An effect that happened twice is there twice.
 */
export const effectsFile = (path: string) => ({
  /** All lines, in the order of the effects. */
  lines: (): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1),

  /** The client that a run gets. */
  connect: ({ guard }: Context) => {
    const lines = () => readFileSync(path, 'utf8').split('\n');
    return {
      has: (line: string) => Promise.resolve(lines().includes(line)),
      add: (line: string) => {
        // Nothing of this process can come between the question and the effect.
        guard.check({ effect: 'change', summary: `add ${line}` });
        const file = openSync(path, 'a');
        writeSync(file, `${line}\n`);
        fsyncSync(file);
        closeSync(file);
        return Promise.resolve(line);
      },
    };
  },
});

export type Effects = ReturnType<ReturnType<typeof effectsFile>['connect']>;
