import type { SimulatorRequest } from '@opsbook/http/testing';
import type { AlertState } from '../alert.ts';
import { labelTest } from '../matcher/label-test.ts';
import type { Labels } from '../matcher/label-test.ts';
import { regexp } from '../re2/regexp.ts';
import { isResolved } from './alert-store.ts';
import { type Api, filterOf, flagOf } from './api.ts';
import { compareLabels, fingerprintOf } from './label-set.ts';
import { readAlerts } from './posted-alerts.ts';
import type { SimulatedAlert } from './records.ts';
import { said } from './refusal.ts';
import { routesOf } from './routes.ts';
import { formatStamp, stampOf } from './stamp.ts';
import type { World } from './world.ts';

/** `/alerts` and `/alerts/groups`. */
export function serveAlerts(api: Api): void {
  const { world } = api;
  api.route('/alerts', {
    GET: (request) => {
      const passes = alertTest(world, request);
      const wanted = receiverTest(request);
      return world.alerts.all
        .map((alert) => ({ alert, receivers: routesOf(world.root, alert.labels).map(({ receiver }) => receiver) }))
        .filter(({ alert, receivers }) => receivers.some(wanted) && passes(alert))
        .map(({ alert, receivers }) => alertView(world, alert, receivers))
        .sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    },
    POST: ({ body }) => {
      const { alerts, faults } = readAlerts(body, world.now(), world.settings.resolveTimeout);
      world.post(alerts.map((alert) => ({ ...alert, fingerprint: fingerprintOf(alert.labels) })));
      if (faults.length > 0) throw said(400, faults.join('; '));
    },
  });
  api.route('/alerts/groups', { GET: (request) => groupViews(world, request) });
}

function groupViews(world: World, request: SimulatorRequest): unknown {
  const passes = alertTest(world, request);
  const wanted = receiverTest(request);
  const groups = world.dispatcher.groups
    .filter(({ route }) => wanted(route.receiver))
    .map((group) => ({ group, alerts: group.sorted().filter(passes) }))
    .filter(({ alerts }) => alerts.length > 0);
  const receiversOf = ({ fingerprint }: SimulatedAlert): string[] =>
    groups
      .filter(({ alerts }) => alerts.some((one) => one.fingerprint === fingerprint))
      .map(({ group }) => group.route.receiver)
      .sort();
  return groups
    .map(({ group, alerts }) => ({
      alerts: alerts.map((alert) => alertView(world, alert, receiversOf(alert))),
      labels: group.labels,
      receiver: { name: group.route.receiver },
    }))
    .sort((a, b) => compareLabels(a.labels, b.labels) || (a.receiver.name < b.receiver.name ? -1 : 1));
}

// Of the parameter `unprocessed` Alertmanager takes no notice.
function alertTest(world: World, request: SimulatorRequest): (alert: SimulatedAlert) => boolean {
  const passes = labelTest(filterOf(request));
  const [active, silenced, inhibited] = ['active', 'silenced', 'inhibited'].map((name) => flagOf(request, name));
  return (alert) => {
    if (isResolved(alert, world.now()) || !passes(alert.labels)) return false;
    const { silencedBy, inhibitedBy } = world.suppressionOf(alert.labels);
    if (active === false && silencedBy.length + inhibitedBy.length === 0) return false;
    if (silenced === false && silencedBy.length > 0) return false;
    return inhibited !== false || inhibitedBy.length === 0;
  };
}

function receiverTest({ query }: SimulatorRequest): (name: string) => boolean {
  const receiver = query.get('receiver');
  if (receiver === null) return () => true;
  try {
    return regexp(`^(?:${receiver})$`);
  } catch (error) {
    throw said(400, `failed to parse receiver param: error parsing regexp: ${(error as Error).message}`);
  }
}

interface AlertView {
  fingerprint: string;
  labels: Labels;
  status: { state: AlertState; silencedBy: string[]; inhibitedBy: string[] };
}

function alertView(world: World, alert: SimulatedAlert, receivers: readonly string[]): AlertView {
  const { silencedBy, inhibitedBy } = world.suppressionOf(alert.labels);
  const state = silencedBy.length + inhibitedBy.length > 0 ? 'suppressed' : 'active';
  const view = {
    annotations: alert.annotations,
    endsAt: formatStamp(alert.endsAt),
    fingerprint: alert.fingerprint,
    receivers: receivers.map((name) => ({ name })),
    startsAt: formatStamp(alert.startsAt),
    status: { inhibitedBy, silencedBy, state },
    updatedAt: formatStamp(stampOf(alert.updatedAt)),
    ...(alert.generatorURL !== '' && { generatorURL: alert.generatorURL }),
    labels: alert.labels,
  };
  return view as AlertView;
}
