import type { AnyRunbook, Json } from '@opsbook/runbook';
import { quoted } from '../format/quoted.ts';
import { callWords } from './call-words.ts';

/** The command that runs a runbook with exactly this input, as one types it in a shell. */
export const callText = (runbook: AnyRunbook, input: Readonly<Record<string, Json | undefined>>): string =>
  ['opsbook', 'run', runbook.name, ...callWords(runbook, input)].map(quoted).join(' ');
