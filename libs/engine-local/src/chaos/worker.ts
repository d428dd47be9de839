import { openLocalEngine } from '../open-local-engine.ts';
import { effectsFile } from './effects-file.ts';
import { chaosRunbooks } from './runbooks.ts';

/**
 * A process that executes the queue until it is killed: `node worker.ts <ledger> <effects>`. It says which runs it could
 * not go on with, one JSON object a line, and ends by itself when whoever started it is gone.
 */
const [path = '', effects = ''] = process.argv.slice(2);
const { connect } = effectsFile(effects);
const engine = openLocalEngine({ path, runbooks: chaosRunbooks, version: '1', connect });

/** Another process was faster, or this one ends. */
const PASSING = new Set(['RUN_OWNED', 'RUN_ENDED', 'RUN_ADOPTED', 'CANCELLED']);

engine.work({
  concurrency: 4,
  onLeft: ({ id }, error) => {
    const { code = '', message } = error as { code?: string; message: string };
    if (!PASSING.has(code)) process.stdout.write(`${JSON.stringify({ id, code, message })}\n`);
  },
});
process.stdin.on('end', () => void engine.close()).resume();
