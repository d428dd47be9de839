// What somebody outside writes: installed from tarballs in an empty folder, checked by a strict TypeScript, run by node.
import { alertmanager, isAlertmanagerError } from '@opsbook/alertmanager';
import { startAlertmanager } from '@opsbook/alertmanager/testing';
import { type Server, openstack } from '@opsbook/openstack';
import { startOpenStack } from '@opsbook/openstack/testing';
import { isSshError, quote, ssh } from '@opsbook/ssh';

const sim = await startOpenStack({ hypervisors: 2, servers: 3 });
const cloud = openstack({ config: sim.cloudConfig() });
const servers: Server[] = await cloud.compute.servers.list({ allProjects: true });
console.log(servers.map(({ name, status }) => `${name} ${status}`).join(', '));
const alerts = await startAlertmanager();
const am = alertmanager({ url: alerts.url });
const what = { matchers: '{instance="hv1"}', duration: 3600, createdBy: 'me', comment: 'a disk' };
console.log((await am.silences.ensure(what)).outcome, (await am.silences.ensure(what)).outcome);
console.log(await am.silences.get('none').catch((error: unknown) => isAlertmanagerError(error) && error.kind));
const hosts = ssh({ config: false, allow: { commands: [{ argv: ['uptime'] }] } });
const refused = await hosts.exec('hv1', ['reboot']).catch((error: unknown) => isSshError(error) && error.code);
console.log(quote(['echo', "it's"]), refused);
await hosts.close();
cloud.close();
am.close();
await Promise.all([sim.stop(), alerts.stop()]);
