export { callText } from './input/call-text.ts';
export { EXIT, type ExitCode } from './exit-code.ts';
export { main } from './main.ts';
export { processTerminal } from './process-terminal.ts';
export { type Backend, type Connection, type Globals, type Site } from './site.ts';
export { type Environment, type StopSignal, type Terminal } from './terminal.ts';
