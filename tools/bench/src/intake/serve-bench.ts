// A daemon to be measured: prints its address, and ends with its standard input. `node serve-bench.ts <folder> store|forget`
import { startDaemon } from './bench-site.ts';
import { forgetfulStore } from './forgetful-store.ts';

const [folder = '', mode] = process.argv.slice(2);
const daemon = await startDaemon({ folder, ...(mode === 'forget' && { openStore: forgetfulStore }) });
console.log(daemon.url);
process.stdin.resume().on('end', () => process.exit(0));
