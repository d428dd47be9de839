// The sandbox itself: a simulated cloud, its clouds.yaml and an opsbook.yaml that points to it. It ends by itself when
// nobody has asked it anything for an hour.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { startOpenStack } from '@opsbook/openstack/testing';
import { SANDBOX, filesOf } from './paths.ts';

const folder = process.argv[2] ?? SANDBOX;
const files = filesOf(folder);

const IDLE = 3_600_000;
// Migrations take some seconds on a real cloud, which is long to watch.
const SPEED = 4;

const sim = await startOpenStack({ hypervisors: 4, servers: 30, gpuServers: 2, errorServers: 1, speed: SPEED });

const config = `# Written by the sandbox; gone when it stops.
ledger: ledger.db
clouds:
  sandbox:
    cloud: sim
    cloudsFile: clouds.yaml
defaults:
  cloud: sandbox
`;

mkdirSync(folder, { recursive: true });
writeFileSync(files.pid, String(process.pid));
writeFileSync(files.clouds, sim.cloudsYaml());
// Last and in one move: whoever finds the configuration finds a cloud that answers.
writeFileSync(`${files.config}.new`, config);
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
  if (sim.requests.length === asked) stop();
  asked = sim.requests.length;
}, IDLE);
