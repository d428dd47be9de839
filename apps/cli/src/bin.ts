import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { main } from './main.ts';
import { processTerminal } from './process-terminal.ts';

// Where nothing has launched the bundle: every action of a pack is a process. The user's own folder, and not the one below /tmp, which
// is anybody's who comes first.
enableCompileCache(join(homedir(), '.cache/opsbook'));
process.exitCode = await main(process.argv.slice(2), processTerminal());
