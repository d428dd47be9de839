import { keepCompiled } from './keep-compiled.ts';
import { main } from './main.ts';
import { processTerminal } from './process-terminal.ts';

keepCompiled();
process.exitCode = await main(process.argv.slice(2), processTerminal());
