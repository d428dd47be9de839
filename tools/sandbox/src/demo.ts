// The whole loop on a simulated cloud, live on the terminal: an alert comes in, a rule answers it, a person sees the plan and says
// yes, the hypervisor is drained, patched, rebooted, proven and given back, the alert is over, and the ledger says why of it all.
import { spawn } from 'node:child_process';
import { startDaemon } from './demo-daemon.ts';
import { SANDBOX, opsbook } from './paths.ts';
import { RULES } from './rules.ts';
import { startSandbox } from './sandbox.ts';

const say = (text: string) => console.log(`\n${text}`);

/** Shows a command and runs it, while the daemon works. Throws when it does not end as it should. */
async function play(words: string[], expected = 0): Promise<void> {
  say(`$ opsbook --sandbox ${words.map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')}`);
  const argv = [opsbook, '--sandbox', ...words];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
  const status = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (status === expected) return;
  throw new Error(`the command ended with ${status ?? 'a signal'} instead of ${expected}`);
}

async function demo(daemon: Awaited<ReturnType<typeof startDaemon>>): Promise<void> {
  say(
    `An alert has come up: KernelOutdated on hv4. Alertmanager posts it to the daemon (opsbook serve), which works by this rule:`,
  );
  say(RULES.replace(/^/gm, '  ').trimEnd());
  const { event, state } = await daemon.event('firing');
  if (state.state !== 'ran') throw new Error(`no run answers the alert: it is ${state.state}`);
  const { run } = state;
  say(`It was in the ledger before Alertmanager had its answer (event ${event.id}), and led to a run, which has made this plan and
asks for approval:`);
  const { plan = '' } = await daemon.asked(run);
  await play(['plan', 'hypervisor.maintain', '--hypervisor', 'hv4', '--reason', 'Alert KernelOutdated']);

  say(`Now for real: silenced, disabled, drained, patched, rebooted, proven by a test server, given back. Every step is in the
ledger before the next one begins: Ctrl-C or even kill -9 loses nothing.`);
  await play(['approve', run, '--plan', plan.slice(0, 12)]);
  await play(['follow', run]);

  say('Are all hypervisors in service again? Ask, as you would ask for servers, images, projects:');
  await play(['query', 'hypervisors', '--select', 'hostname,state,status,vcpusUsed', '--sort', 'hostname']);

  say('A remediation has helped when its alert is over. Prometheus goes on firing for a while; then:');
  await daemon.event('resolved');
  const { outcome, why } = await daemon.outcome(run);
  await play(['explain', event.id]);
  if (outcome !== 'helped') throw new Error(`the ledger says: ${outcome ?? 'nothing'} ${why ?? ''}`);
}

say(`A site is simulated on this machine: a cloud of 4 hypervisors and 30 servers (nova, keystone, glance ... over HTTP), its
hypervisors over SSH, an Alertmanager and a mail server.`);
await startSandbox();
const daemon = await startDaemon(SANDBOX);
try {
  await demo(daemon);
} catch (error) {
  console.error(`The demo ends here: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await daemon.stop();
}
if (process.exitCode !== 1) {
  say(`The simulated cloud stays for an hour. Go on with it:

  npx opsbook --sandbox list
  npx opsbook --sandbox describe hypervisor.maintain
  npx opsbook --sandbox run hypervisor.drain --hypervisor hv1 --reason 'bad memory'
  npx opsbook --sandbox plan notification.mail-hypervisor-fault --hypervisor hv2 --out /tmp/mails
  npm run sandbox:stop
`);
}
