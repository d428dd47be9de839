import { startSandbox } from './sandbox.ts';

await startSandbox();
console.log('A simulated cloud runs. Try: npx opsbook --sandbox list');
