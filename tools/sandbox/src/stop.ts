import { stopSandbox } from './sandbox.ts';

console.log((await stopSandbox()) ? 'The sandbox has stopped.' : 'No sandbox runs.');
