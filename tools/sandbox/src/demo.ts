// The main job on a simulated cloud, live on the terminal: a hypervisor is planned, drained, patched, proven and given back.
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

say(`A site is simulated on this machine: a cloud of 4 hypervisors and 30 servers (nova, keystone, glance ... over HTTP), its
hypervisors over SSH, an Alertmanager and a mail server.`);
await startSandbox();

say(`An alert comes in: KernelOutdated on hv4. What would its maintenance do? A plan only looks.`);
play(['plan', 'hypervisor.maintain', '--hypervisor', 'hv4', '--reason', 'new kernel']);

say(`Now for real: silenced, disabled, drained, patched, rebooted, proven by a test server, given back. Every step is in the
ledger before the next one begins: Ctrl-C or even kill -9 loses nothing.`);
play(['run', 'hypervisor.maintain', '--hypervisor', 'hv4', '--reason', 'new kernel', '--yes']);

say('Are all hypervisors in service again? Ask, as you would ask for servers, images, projects:');
play(['query', 'hypervisors', '--select', 'hostname,state,status,vcpusUsed', '--sort', 'hostname']);

say('Who did what, when:');
play(['runs']);

say(`The simulated cloud stays for an hour. Go on with it:

  npx opsbook --sandbox list
  npx opsbook --sandbox describe hypervisor.maintain
  npx opsbook --sandbox run hypervisor.drain --hypervisor hv1 --reason 'bad memory'
  npx opsbook --sandbox plan notification.mail-hypervisor-fault --hypervisor hv2 --out /tmp/mails
  npm run sandbox:stop
`);
