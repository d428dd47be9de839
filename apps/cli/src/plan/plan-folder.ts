import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scrub } from '@opsbook/context';
import type { Plan } from '@opsbook/runbook';
import { printable } from '../format/printable.ts';
import { styleOf } from '../format/style.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';
import { mailFiles } from './mail-files.ts';
import { planText } from './plan-text.ts';

/** A folder for one plan: `plan.json`, `plan.txt`, and files for each mail. Its owner's alone, since mails are somebody's. */
export class PlanFolder {
  readonly path: string;

  /** Throws a `UsageError` for a folder that holds something, and for what is no folder. */
  constructor(cwd: string, folder: string) {
    this.path = resolve(cwd, folder);
    const [found] = attempt(this.path, () => {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      return readdirSync(this.path);
    });
    if (found !== undefined) throw new UsageError(`${this.path} is not empty: name a new folder`);
  }

  /** @returns the names of the files, and what could not be written */
  async write(plan: Plan): Promise<{ written: string[]; faults: string[] }> {
    const mails = await mailFiles(plan);
    const files: Record<string, string | Buffer> = {
      'plan.json': `${scrub(JSON.stringify(plan, null, 2))}\n`,
      'plan.txt': printable(scrub(planText(plan, styleOf(false)))),
      ...mails.files,
    };
    attempt(this.path, () => {
      for (const [name, content] of Object.entries(files)) writeNewFile(join(this.path, name), content);
    });
    return { written: Object.keys(files), faults: mails.faults };
  }
}

function attempt<T>(path: string, perform: () => T): T {
  try {
    return perform();
  } catch (error) {
    throw new UsageError(`the plan cannot be written to ${path}: ${(error as Error).message}`);
  }
}
