import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import type { Criterion } from '../rules/rule.ts';
import type { ContractTarget, TargetOf } from './contract-target.ts';
import { errorOf } from './error-of.ts';

/** From an event to what came of it. */
export function eventsContract(target: TargetOf): void {
  const pack = 'default';
  const type = () => `${pack}.${target().run}_event`;
  const payloadSchema = {
    type: 'object',
    properties: { name: { type: 'string', required: true }, size: { type: 'integer' } },
    additionalProperties: false,
  };

  /** Emits, and waits until every rule has had its look. */
  async function emitted({ client, clock }: ContractTarget, payload: Record<string, unknown>, traceTag: string) {
    await client.webhooks.emit(type(), payload, { traceTag });
    for (let look = 0; look < 30; look += 1) {
      const [trace] = await client.traces.list({ traceTag });
      const instance = trace?.triggerInstances[0];
      if (trace !== undefined && instance !== undefined) {
        const { status } = await client.triggerInstances.get(instance.id);
        if (status === 'processed') return { trace: await client.traces.get(trace.id), instance: instance.id };
      }
      await sleep(clock, 1000);
    }
    throw new Error(`nothing came of ${traceTag}`);
  }

  async function withRule(
    given: ContractTarget,
    { criteria, enabled = true, name }: { criteria?: Record<string, Criterion>; enabled?: boolean; name: string },
    use: (ref: string) => Promise<void>,
  ) {
    const { ref } = await given.client.rules.create({
      pack,
      name: `${given.run}_${name}`,
      enabled,
      trigger: { type: type() },
      criteria: criteria ?? {},
      action: { ref: 'core.local', parameters: { cmd: 'echo {{ trigger.name }}' } },
    });
    try {
      await use(ref);
    } finally {
      await given.client.rules.delete(ref);
    }
  }

  describe('an event', () => {
    beforeAll(async () => {
      await target().client.triggerTypes.create({ pack, name: `${target().run}_event`, payloadSchema });
    });
    afterAll(() => target().client.triggerTypes.delete(type()));

    test('makes a rule run its action, all in one trace', async () => {
      const { client, run } = target();
      const criteria = { 'trigger.size': { type: 'gt', pattern: 3 } };
      await withRule(target(), { name: 'plain', criteria }, async (ref) => {
        const { trace, instance } = await emitted(target(), { name: 'hv1', size: 5 }, `${run}-run`);
        expect(trace.rules.map((rule) => rule.ref)).toEqual([ref]);
        const [enforcement] = await client.ruleEnforcements.list({ rule: ref });
        expect(enforcement).toMatchObject({ status: 'succeeded', rule: ref, triggerInstance: instance });
        const ended = await client.executions.wait(enforcement?.execution ?? '', { timeout: 60, every: 2 });
        expect(ended).toMatchObject({
          rule: ref,
          triggerInstance: instance,
          status: 'succeeded',
          result: { stdout: 'hv1' },
        });
        expect(await client.traces.executionsOf(`${run}-run`)).toEqual([ended.id]);
        await emitted(target(), { name: 'hv1', size: 2 }, `${run}-small`);
        expect(await client.traces.executionsOf(`${run}-small`)).toEqual([]);
      });
    });

    test('is not evaluated, whatever it holds', async () => {
      const { client, run } = target();
      await withRule(target(), { name: 'odd' }, async () => {
        await emitted(target(), { name: '{{ st2kv.system.x }}' }, `${run}-odd`);
        const [id = ''] = await client.traces.executionsOf(`${run}-odd`);
        expect((await client.executions.get(id)).parameters).toMatchObject({ cmd: 'echo {{ st2kv.system.x }}' });
      });
    });

    test('that a criterion cannot be applied to leaves a failed enforcement', async () => {
      const { client, run } = target();
      const criteria = { 'trigger.name': { type: 'lt', pattern: 3 } };
      await withRule(target(), { name: 'failing', criteria }, async (ref) => {
        await emitted(target(), { name: 'text' }, `${run}-failing`);
        const [enforcement] = await client.ruleEnforcements.list({ rule: ref });
        expect(enforcement).toMatchObject({ status: 'failed', execution: null });
        expect(enforcement?.failureReason).toContain(`Failed to match rule "${ref}"`);
      });
    });

    test('meets no rule that is disabled', async () => {
      const { client, run } = target();
      await withRule(target(), { name: 'asleep', enabled: false }, async (ref) => {
        await emitted(target(), { name: 'hv1' }, `${run}-asleep`);
        expect(await client.ruleEnforcements.list({ rule: ref })).toEqual([]);
        expect(await client.rules.enable(ref)).toMatchObject({ ref, enabled: true });
        await emitted(target(), { name: 'hv1' }, `${run}-awake`);
        expect(await client.ruleEnforcements.list({ rule: ref })).toHaveLength(1);
        expect((await client.rules.disable(ref)).enabled).toBe(false);
      });
    });

    test.each([
      [{ size: 1 }, "'name' is a required property"],
      [{ name: 1 }, "1 is not of type 'string'"],
      [{ name: 'a', odd: 1 }, "Additional properties are not allowed ('odd' was unexpected)"],
    ])('with the payload %j is refused', async (payload, message) => {
      const error = await errorOf(target().client.webhooks.emit(type(), payload));
      expect([error.code, error.status]).toEqual(['STACKSTORM_BAD_REQUEST', 400]);
      expect(error.serviceMessage).toContain(message);
    });

    test('of an unknown type is refused', async () => {
      const error = await errorOf(target().client.webhooks.emit('nosuch.type', {}));
      expect(error.code).toBe('STACKSTORM_BAD_REQUEST');
      expect(error.serviceMessage).toContain(
        'Trigger type with reference "nosuch.type" doesn\'t exist in the database',
      );
    });
  });

  describe('a rule', () => {
    const trigger = { type: 'core.st2.webhook', parameters: { url: 'contract' } };
    const action = { ref: 'core.local', parameters: { cmd: 'id' } };

    test('is there once', async () => {
      const { client, run } = target();
      const rule = { pack, name: `${run}_once`, trigger, action };
      const { ref, enabled } = await client.rules.create(rule);
      expect([ref, enabled]).toEqual([`${pack}.${run}_once`, false]);
      expect((await errorOf(client.rules.create(rule))).code).toBe('STACKSTORM_CONFLICT');
      expect((await client.rules.update(ref, { description: 'changed' })).description).toBe('changed');
      expect(await client.rules.get(ref)).toMatchObject({ ref, description: 'changed', trigger, action });
      await client.rules.delete(ref);
      expect((await errorOf(client.rules.get(ref))).code).toBe('STACKSTORM_NOT_FOUND');
    });

    test('of an unknown operator or trigger is refused', async () => {
      const { client, run } = target();
      const odd = { 'trigger.body': { type: 'resembles', pattern: 'x' } };
      const named = (rule: object) => client.rules.create({ pack, name: `${run}_odd`, trigger, action, ...rule });
      expect((await errorOf(named({ criteria: odd }))).serviceMessage).toContain('operator resembles not in list');
      expect((await errorOf(named({ trigger: { type: 'nosuch.type' } }))).serviceMessage).toContain(
        'Trigger "nosuch.type" defined in the rule does not exist in system',
      );
    });

    test('makes a webhook, which nobody else answers', async () => {
      const { client, run } = target();
      expect((await errorOf(client.webhooks.send(`${run}/hook`, {}))).code).toBe('STACKSTORM_NOT_FOUND');
    });
  });
}
