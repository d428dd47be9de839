import { keepCompiled } from './keep-compiled.ts';

keepCompiled();
// What is imported above is compiled each time.
const [{ main }, { processTerminal }] = await Promise.all([import('./main.ts'), import('./process-terminal.ts')]);
process.exitCode = await main(process.argv.slice(2), processTerminal());
