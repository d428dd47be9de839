// Runs one command on every address of the file given, and prints what each said. Arguments: JSON, see sessions.ts.
import { readFileSync } from 'node:fs';
import { ssh } from '@opsbook/ssh';

const { hosts, port, user, key, knownHosts } = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
const addresses = readFileSync(hosts ?? '', 'utf8')
  .trim()
  .split('\n');
const client = ssh({
  config: false,
  knownHosts: knownHosts ?? '',
  auth: { keys: [{ path: key ?? '' }], agent: false },
  hosts: Object.fromEntries(addresses.map((one) => [one, { port: Number(port), user }])),
});
for (const { host, result, error } of await client.execOnAll(addresses, ['echo', 'ok'], { concurrency: 100 })) {
  console.log(host, error?.message ?? result?.stdout.trim());
}
await client.close();
