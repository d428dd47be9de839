import { configOf } from '@opsbook/services';
import { expect, it } from '@jest/globals';
import { runbooks } from '@opsbook/workflows';
import { checkSensors } from './check-sensors.ts';

const check = (sensors: Record<string, { run: string; input?: Record<string, unknown> }>) => {
  const serve = {
    sensors: Object.fromEntries(Object.entries(sensors).map(([name, one]) => [name, { every: 60, ...one }])),
  };
  checkSensors(configOf({ serve } as Parameters<typeof configOf>[0]), runbooks);
};

/** The looks of the pack that this replaces. */
const six = {
  hypervisors: { run: 'hypervisor.show-state', input: { cloud: 'prod' } },
  routers: { run: 'audit.find-internal-gateways', input: { cloud: 'prod', ranges: ['172.16.0.0/12'] } },
  requests: { run: 'ticket.find', input: { jql: 'status = "Ready For Automation"' } },
  flavors: { run: 'audit.compare-flavors', input: { cloud: 'prod', otherCloud: 'dev' } },
  images: { run: 'audit.compare-images', input: { cloud: 'prod', otherCloud: 'dev' } },
  aggregates: { run: 'audit.compare-aggregates', input: { cloud: 'prod', otherCloud: 'dev' } },
};

it('takes runbooks that look and have findings', () => {
  expect(() => check(six)).not.toThrow();
});

it('refuses all that cannot look at once, each with its place', () => {
  const wrong = {
    a: { run: 'audit.compare-flavours' },
    b: { run: 'hypervisor.drain', input: { cloud: 'prod', hypervisor: 'hv1', reason: 'x' } },
    c: { run: 'audit.compare-flavors', input: { cloud: 'prod', other: 'dev' } },
  };
  let faults: unknown;
  try {
    check({ ...six, ...wrong });
  } catch (error) {
    faults = (error as { faults: { path: string; message: string }[] }).faults.map(
      ({ path, message }) => `${path}: ${message}`,
    );
  }
  expect(faults).toEqual([
    "serve.sensors.a.run: there is no runbook 'audit.compare-flavours'",
    'serve.sensors.b.run: hypervisor.drain changes something: a sensor only looks',
    'serve.sensors.b.run: the report of hypervisor.drain has no findings',
    expect.stringContaining('serve.sensors.c.input.otherCloud: '),
    expect.stringContaining('serve.sensors.c.input.other: '),
  ]);
});
