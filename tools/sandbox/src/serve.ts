// The sandbox itself: a simulated site, and an opsbook.yaml that points to it. It ends by itself when nobody has asked it
// anything for an hour.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SANDBOX, filesOf } from './paths.ts';
import { startSite } from './start-site.ts';

const folder = process.argv[2] ?? SANDBOX;
const files = filesOf(folder);

const IDLE = 3_600_000;

const site = await startSite();

mkdirSync(folder, { recursive: true });
writeFileSync(files.pid, String(process.pid));
for (const [name, text] of Object.entries(site.files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
// Last and in one move: whoever finds the configuration finds a site that answers.
writeFileSync(`${files.config}.new`, site.config);
renameSync(`${files.config}.new`, files.config);

const stop = () => {
  rmSync(files.config, { force: true });
  rmSync(files.pid, { force: true });
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

let asked = 0;
setInterval(() => {
  if (site.asked() === asked) stop();
  asked = site.asked();
}, IDLE);
