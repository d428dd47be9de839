import { afterEach, describe, expect, it } from '@jest/globals';
import { type MaintenanceSite, claimed, maintenance, maintenanceSite } from './maintain.test-support.ts';
import type { StepName } from './maintain-report.ts';

let site: MaintenanceSite;
afterEach(() => site.stop());

interface Variant {
  what: string;
  at: StepName;
  why: RegExp;
  input?: object;
  config?: Parameters<typeof maintenanceSite>[0];
  prepare: (site: MaintenanceSite, id: string) => void;
  /** How the compute service stands afterwards; the run's id is `<run>`. */
  reason: string | null;
  /** How many silences are left; default 2. */
  silences?: number;
  servers?: string[];
}

const refused = { status: 403, body: { forbidden: { code: 403, message: 'Policy does not allow it' } } };
const SERVICES = 'PUT /compute/v2.1/os-services/*';
const broken = { status: 400, body: '"bad matcher"' };
const NOBODY: string[] = [];

const VARIANTS: Variant[] = [
  {
    what: 'Alertmanager takes no silence',
    at: 'silence',
    why: /bad matcher/,
    prepare: ({ alertmanager }) => void alertmanager.fault.always('POST /api/v2/silences', broken),
    reason: null,
    silences: 0,
    servers: ['web-1', 'web-2'],
  },
  {
    what: 'Icinga takes no downtime',
    at: 'silence',
    why: /not allowed/,
    prepare: ({ icinga }) =>
      void icinga.fault.always('POST /v1/actions/schedule-downtime', {
        status: 403,
        body: { error: 403, status: 'not allowed' },
      }),
    reason: null,
    servers: ['web-1', 'web-2'],
  },
  {
    what: 'nova does not disable it',
    at: 'disable',
    why: /Policy/,
    prepare: ({ sim }) => void sim.fault.always(SERVICES, refused),
    reason: null,
    servers: ['web-1', 'web-2'],
  },
  {
    what: 'there is no way to mail the owners',
    at: 'notify',
    why: /notifications.support/,
    input: { notify: true },
    prepare: () => undefined,
    reason: 'opsbook: new kernel (run <run>)',
    servers: ['web-1', 'web-2'],
  },
  {
    what: 'a server stays on it',
    at: 'drain',
    why: /not empty: 1 left/,
    prepare: ({ sim }) => void sim.addServer({ name: 'pinned', host: 'hv1', locked: true }),
    reason: 'opsbook: new kernel (run <run>)',
    servers: ['pinned'],
  },
  {
    what: 'placement has an allocation that no server holds',
    at: 'verify-empty',
    why: /allocations of orphan, which are no servers there/,
    prepare: ({ sim }) => {
      const { id = '' } = sim.state.hypervisors.find(({ host }) => host === 'hv1') ?? {};
      const allocations = { [id]: { VCPU: 1 } };
      const about = { projectId: 'p', userId: 'u', type: 'unknown', generation: 1 };
      sim.state.consumers.push({ id: 'orphan', ...about, allocations });
    },
    reason: 'opsbook: new kernel (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'patching exits with 1',
    at: 'patch',
    why: /patch on hv1 exited with 1: no space left/,
    prepare: ({ hv1 }) => void (hv1.patch = 1),
    reason: 'opsbook: new kernel (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'SSH may not run the command',
    at: 'patch',
    why: /allow/,
    config: { maintenance: { ...maintenance, patch: ['patch', '--all'] } },
    prepare: () => undefined,
    reason: 'opsbook: new kernel (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'it never comes back',
    at: 'reboot',
    why: /'rebooted' was still under way after 300 s/,
    prepare: ({ hv1 }) => void (hv1.reboot = 'never'),
    reason: 'opsbook: new kernel [patched, boot hv1-boot-1] (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'it comes back as the same boot',
    at: 'reboot',
    why: /'rebooted' did not become so|still not so/,
    prepare: ({ hv1 }) => void (hv1.reboot = 'same boot'),
    reason: 'opsbook: new kernel [patched, boot hv1-boot-1] (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'nova does not enable it',
    at: 'enable',
    why: /Policy/,
    prepare: ({ sim }) =>
      void sim.fault.always(SERVICES, refused, { when: ({ body }) => JSON.stringify(body).includes('enabled') }),
    reason: 'opsbook: new kernel [rebooted] (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'the test server is in ERROR',
    at: 'test',
    why: /m1.tiny: it is in ERROR/,
    prepare: ({ sim }, id) => sim.order.build(`opsbook-test-hv1-m1.tiny-${id}`, 'fails'),
    reason: 'opsbook: new kernel [test failed] (run <run>)',
    servers: NOBODY,
  },
  {
    what: 'the test server cannot be deleted',
    at: 'test',
    why: /Policy/,
    prepare: ({ sim }) =>
      void sim.fault.always('POST /compute/v2.1/servers/*/action', refused, {
        when: ({ body }) => JSON.stringify(body).includes('forceDelete'),
      }),
    reason: 'opsbook: new kernel [test failed] (run <run>)',
    servers: ['opsbook-test-hv1-m1.tiny-<run>'],
  },
  {
    what: 'the silences cannot be lifted',
    at: 'unsilence',
    why: /out of order/,
    prepare: ({ alertmanager }) =>
      void alertmanager.fault.always('DELETE /api/v2/silence/*', { status: 400, body: '"out of order"' }),
    reason: null,
    servers: NOBODY,
  },
];

describe('each step that fails in turn', () => {
  it.each(VARIANTS)('leaves what the report says: $what', async (variant) => {
    site = await maintenanceSite(variant.config);
    for (const name of ['web-1', 'web-2']) site.sim.addServer({ name, host: 'hv1' });

    let id = '';
    const { run, report } = await site.maintain(variant.input, (started) => {
      id = started;
      variant.prepare(site, started);
    });

    expect(run.status).toBe('failed');
    const failure = report.steps.find(({ result }) => result === 'failed');
    expect(failure).toMatchObject({ step: variant.at, why: expect.stringMatching(variant.why) });
    // What it says is what is so.
    expect(claimed(report)).toEqual(site.world());
    expect(report.state.unknown).toEqual([]);
    const short = (name: string) => name.replace(id, '<run>');
    expect(site.world().servers.map(short)).toEqual(variant.servers);
    expect(site.world().service.disabledReason?.replace(id, '<run>') ?? null).toBe(variant.reason);
    expect(site.world().silences).toHaveLength(variant.silences ?? 2);
    for (const { endsAt } of report.state.silences ?? []) {
      const hours = (Date.parse(endsAt) - site.clock.now()) / 3_600_000;
      if (variant.at !== 'unsilence') expect(hours).toBeGreaterThan(2.9);
      expect(hours).toBeLessThan(6.1);
    }
    // Nothing after the step that failed was touched.
    const after = report.steps.slice(report.steps.findIndex(({ step }) => step === variant.at) + 1);
    expect(after.map(({ result }) => result).filter((result) => result !== 'not reached')).toEqual([]);
    expect(report.inService).toBe(variant.at === 'unsilence');
    expect(report.next).toMatch(/./);
    // One ticket, with one comment of this run.
    expect(site.jira.issues.map(({ key }) => key)).toEqual([report.ticket]);
    expect(site.jira.issues[0]?.comments).toHaveLength(1);
    expect(JSON.stringify(site.jira.issues[0]?.comments[0]?.body)).toContain(`stopped at '${variant.at}'`);
  });
});
