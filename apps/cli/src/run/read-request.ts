import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AnyRunbook, Json } from '@opsbook/runbook';
import { gatherInput } from '../input/gather-input.ts';
import { type Session, findRunbook } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';

/** A runbook and its input as the command line has them. */
export interface GivenRunbook {
  name: string;
  /** `key=value` and the runbook's own flags. */
  args: readonly string[];
  /** Of `--input`. */
  file?: string | undefined;
}

/** The runbook and its checked input. Throws `UNKNOWN_RUNBOOK`, `INVALID_INPUT`, or a usage error; nothing is sent. */
export async function readRequest(
  session: Session,
  site: Site,
  { name, args, file }: GivenRunbook,
): Promise<{ runbook: AnyRunbook; input: Json }> {
  const runbook = await findRunbook((await site.catalog(name)).runbooks, name);
  session.subject = name;
  const document = file === undefined ? undefined : await readDocument(session, file);
  const { cloud } = session.globals;
  const sources = { args, document, cloud, defaultCloud: site.defaultCloud };
  return { runbook, input: gatherInput(runbook, sources, () => site.knownClouds()) };
}

async function readDocument({ terminal }: Session, file: string): Promise<string> {
  if (file === '-') return terminal.readInput();
  try {
    return readFileSync(resolve(terminal.cwd, file), 'utf8');
  } catch (error) {
    throw new UsageError(`--input cannot be read: ${(error as Error).message}`);
  }
}
