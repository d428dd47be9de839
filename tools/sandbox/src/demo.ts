// The main job on a simulated cloud, live on the terminal: a hypervisor is planned, drained, looked at, and given back.
import { spawnSync } from 'node:child_process';
import { opsbook } from './paths.ts';
import { startSandbox } from './sandbox.ts';

const say = (text: string) => console.log(`\n${text}`);

/** Shows a command, runs it, and ends the demo when it does not end as it should. */
function play(words: string[], expected = 0): void {
  say(`$ opsbook --sandbox ${words.map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')}`);
  const { status } = spawnSync(process.execPath, [opsbook, '--sandbox', ...words], { stdio: 'inherit' });
  if (status === expected) return;
  console.error(`The demo ends here: the command ended with ${status ?? 'a signal'} instead of ${expected}.`);
  process.exit(1);
}

say('A cloud of 4 hypervisors and 30 servers is simulated on this machine: nova, keystone and glance over HTTP.');
await startSandbox();

say('hv4 needs a new kernel. First: what would draining it do? A plan only looks.');
play(['plan', 'hypervisor.drain', '--hypervisor', 'hv4', '--reason', 'new kernel']);

say('Now for real. Every step is in the ledger before the next one begins: Ctrl-C or even kill -9 loses nothing.');
play(['run', 'hypervisor.drain', '--hypervisor', 'hv4', '--reason', 'new kernel', '--yes']);

say('Run again, it finds that nothing is left to do.');
play(['run', 'hypervisor.drain', '--hypervisor', 'hv4', '--reason', 'new kernel', '--yes']);

say('The kernel is patched (not by opsbook yet); the hypervisor goes back to the scheduler.');
play(['run', 'compute-service.enable', '--hypervisor', 'hv4', '--yes']);

say('Who did what, when:');
play(['runs']);

say(`The simulated cloud stays for an hour. Go on with it:

  npx opsbook --sandbox list
  npx opsbook --sandbox describe hypervisor.drain
  npx opsbook --sandbox run hypervisor.drain --hypervisor hv1 --reason 'bad memory'
  npm run sandbox:stop
`);
