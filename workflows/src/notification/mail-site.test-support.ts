import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { type AnyRunbook, MemoryStore, type Plan, type RunRecord } from '@opsbook/runbook';
import { type CrashReport, crashEverywhere, crashStride, planOnce, runOnce } from '@opsbook/runbook/testing';
import type { ConfigInput, Services } from '@opsbook/services';
import { sleep } from '@opsbook/context';
import { testSite } from '../site.test-support.ts';

export const DAY = 86_400;

/** A site with a mail server, a ledger that outlives runs, and three people: one without an address, one who has left. */
export async function mailSite(notifications: ConfigInput['notifications'] = {}) {
  const config: ConfigInput = {
    notifications: { support: 'support@example.test', cloudNames: { test: 'Example Cloud' }, ...notifications },
  };
  const site = await testSite({ email: true, config });
  const store = new MemoryStore();
  const { sim, connect, clock, email } = site;
  const [someProject] = sim.state.projects;
  const [someUser] = sim.state.users;
  if (someProject === undefined || someUser === undefined) throw new Error('the simulated cloud is empty');
  const project = (name: string, tags: string[]) => {
    const made = { ...someProject, id: createHash('md5').update(name).digest('hex'), name, tags };
    sim.state.projects.push(made);
    return made;
  };
  const user = (name: string, address: string | null) => {
    const made = { ...someUser, id: createHash('md5').update(name).digest('hex'), name, email: address };
    sim.state.users.push(made);
    return made;
  };
  const shop = project('shop', ['shop@example.test', 'web']);
  const lab = project('lab', []);
  const [ada, bob, nemo] = [user('Ada', 'ada@example.test'), user('Bob', 'bob@example.test'), user('Nemo', null)];
  return {
    ...site,
    people: { ada, bob, nemo },
    projects: { shop, lab },
    /** A server that is as it is since the beginning of the story. */
    server: (name: string, given: { owner?: { id: string }; project?: { id: string } } & Record<string, unknown>) => {
      const { owner = ada, project: of = shop, ...rest } = given;
      return Object.assign(sim.addServer({ name, host: 'hv1', projectId: of.id, ...rest }), { userId: owner.id });
    },
    later: (days: number) => sleep(clock, days * DAY * 1000),
    plan: (runbook: AnyRunbook<Services>, input: object): Promise<Plan> =>
      planOnce({ connect, clock, runbook, input, store }),
    run: async (runbook: AnyRunbook<Services>, input: object): Promise<RunRecord> =>
      (await runOnce({ connect, clock, runbook, input, store })).run,
    /** Who got mails, with their subjects. */
    mails: () => email.mails.map(({ to, parsed }) => `${to.join(' ')}: ${parsed.subject}`).sort(),
    text: (address: string) => email.mailbox(address).at(-1)?.parsed.text ?? '',
  };
}

export type MailSite = Awaited<ReturnType<typeof mailSite>>;

/**
 * Kills the process of a mail runbook at its writes to the ledger. Where nobody can know whether a mail was sent, a person
 * looks into the mailbox and says so.
 */
export async function crashMails({
  runbook,
  input,
  story,
  stride,
}: {
  runbook: AnyRunbook<Services>;
  input: object;
  story: (site: MailSite) => void | Promise<void>;
  stride: number;
}): Promise<CrashReport> {
  return await crashEverywhere<Services>({
    runbooks: [runbook],
    input,
    stride: crashStride(stride),
    world: async () => {
      const site = await mailSite();
      await story(site);
      return {
        clock: site.clock,
        connect: site.connect,
        state: () => site.sim.state.servers.map(({ name, vmState }) => ({ name, vmState })),
        effects: site.mails,
        onWrite: async (engine, id) => {
          for (const { path } of await engine.questions(id)) {
            const address = path.split('/').at(1);
            const arrived = address === undefined ? site.email.mails : site.email.mailbox(decodeURIComponent(address));
            const decision = arrived.length > 0 ? 'done' : 'not-done';
            await engine.answer(id, { path, decision, by: { user: 'bob', surface: 'test' } });
          }
        },
        close: site.stop,
      };
    },
  });
}

/** What every crash of a mail runbook has to leave: the same mails, each once. */
export function expectSame({ undisturbed, crashed, different }: CrashReport, mails: number): void {
  expect(undisturbed.effects).toHaveLength(mails);
  expect(crashed.length).toBeGreaterThan(3);
  expect(different).toEqual([]);
}
