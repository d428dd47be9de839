import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import { errorOf } from './error-of.ts';

/** Running `core.local`, a shell command. */
export function executionsContract(target: TargetOf): void {
  const local = (cmd: string) => ({ action: 'core.local', parameters: { cmd } });

  describe('an execution', () => {
    test('is noted, runs, and has a result', async () => {
      const { executions } = target().client;
      const noted = await executions.create(local('echo hello'));
      expect(noted).toMatchObject({
        action: 'core.local',
        runner: 'local-shell-cmd',
        parameters: { cmd: 'echo hello' },
        endedAt: null,
        parent: null,
        rule: null,
      });
      expect(['requested', 'scheduled', 'running']).toContain(noted.status);
      const ended = await executions.wait(noted.id, { timeout: 60, every: 2 });
      expect(ended).toMatchObject({ id: noted.id, status: 'succeeded', result: { stdout: 'hello', return_code: 0 } });
      expect(ended.endedAt).toMatch(/^\d{4}-.*Z$/);
      expect(ended.log.map(({ status }) => status)).toEqual(
        expect.arrayContaining(['requested', 'running', 'succeeded']),
      );
      expect(await executions.output(noted.id, { type: 'stdout' })).toBe('hello\n');
    });

    test('fails by its exit code', async () => {
      const { executions } = target().client;
      const { id } = await executions.create(local('exit 3'));
      const ended = await executions.wait(id, { timeout: 60, every: 2 });
      expect(ended).toMatchObject({ status: 'failed', result: { return_code: 3, succeeded: false, failed: true } });
    });

    test('is run again, with its parameters or with others', async () => {
      const { executions } = target().client;
      const { id } = await executions.create(local('echo one'));
      await executions.wait(id, { timeout: 60, every: 2 });
      expect((await executions.reRun(id)).parameters).toMatchObject({ cmd: 'echo one' });
      const again = await executions.reRun(id, { parameters: { cmd: 'echo two' } });
      expect(again.id).not.toBe(id);
      expect(again.context['re-run']).toEqual({ ref: id });
      expect((await executions.wait(again.id, { timeout: 60, every: 2 })).result).toMatchObject({ stdout: 'two' });
    });

    test('that runs can be cancelled, one that has ended cannot', async () => {
      const { executions } = target().client;
      const { id } = await executions.create(local('sleep 120'));
      expect(['canceling', 'canceled']).toContain((await executions.cancel(id)).status);
      expect((await executions.wait(id, { timeout: 60, every: 2 })).status).toBe('canceled');
      expect((await executions.cancel(id)).status).toBe('canceled');
      const ended = await executions.create(local('echo over'));
      await executions.wait(ended.id, { timeout: 60, every: 2 });
      const error = await errorOf(executions.cancel(ended.id));
      expect([error.code, error.status]).toEqual(['STACKSTORM_COMPLETED', 200]);
      expect(error.serviceMessage).toBe('Action cannot be canceled. State = succeeded.');
      expect((await executions.stop(ended.id)).status).toBe('succeeded');
    });

    test('is listed, the latest first', async () => {
      const { executions } = target().client;
      const ids = [];
      for (const word of ['a', 'b', 'c']) ids.unshift((await executions.create(local(`echo ${word}`))).id);
      const found = await executions.list({ action: 'core.local', limit: 3 });
      expect(found.map(({ id }) => id)).toEqual(ids);
      expect(await executions.list({ action: 'core.nothing' })).toEqual([]);
    });

    test.each([
      ['nosuch.action', {}, 'Action "nosuch.action" cannot be found.'],
      ['core.local', {}, "'cmd' is a required property"],
      ['core.local', { cmd: 'id', odd: 1 }, "Additional properties are not allowed ('odd' was unexpected)"],
    ])('of %s with %j is refused', async (action, parameters, message) => {
      const error = await errorOf(target().client.executions.create({ action, parameters }));
      expect([error.code, error.status, error.serviceMessage]).toEqual(['STACKSTORM_BAD_REQUEST', 400, message]);
    });

    test('that is not there is not found', async () => {
      const error = await errorOf(target().client.executions.get('0123456789abcdef01234567'));
      expect([error.code, error.status]).toEqual(['STACKSTORM_NOT_FOUND', 404]);
    });

    test('has a trace, which goes on when it is run again', async () => {
      const { client, run } = target();
      const traceTag = `${run}-trace`;
      const { id } = await client.executions.create({ ...local('echo traced'), traceTag });
      await client.executions.wait(id, { timeout: 60, every: 2 });
      expect(await client.traces.executionsOf(traceTag)).toEqual([id]);
      const again = await client.executions.reRun(id);
      expect(await client.traces.executionsOf(traceTag)).toEqual([id, again.id]);
    });
  });

  describe('a text with tags of templates', () => {
    const odd = 'a {{ b }} {% if c %} {# d #} {{{ e';

    test('is evaluated where it is meant', async () => {
      const { executions } = target().client;
      const made = await executions.create({
        ...local("echo {{ 'x' }}{% raw %}{{{% endraw %}"),
        templates: 'evaluate',
      });
      expect(made.parameters).toMatchObject({ cmd: 'echo x{{' });
    });

    test('names what is not there', async () => {
      const error = await errorOf(
        target().client.executions.create({ ...local('echo {{ absent }}'), templates: 'evaluate' }),
      );
      expect([error.code, error.serviceMessage]).toEqual([
        'STACKSTORM_BAD_REQUEST',
        'Dependency unsatisfied in variable "absent"',
      ]);
    });

    test('arrives as it is when it was neutralised', async () => {
      const { executions } = target().client;
      const made = await executions.create({ ...local(`echo '${odd}'\r\n`), templates: 'neutralize' });
      expect(made.parameters).toMatchObject({ cmd: `echo '${odd}'\r\n` });
      const env = { A: odd, B: `"${odd}'\\` };
      const again = await executions.reRun(made.id, { templates: 'neutralize' });
      expect(again.parameters).toMatchObject({ cmd: `echo '${odd}'\r\n` });
      expect((await errorOf(executions.reRun(made.id))).code).toBe('STACKSTORM_TEMPLATE');
      const nested = await executions.create({
        action: 'core.local',
        parameters: { cmd: 'echo', env },
        templates: 'neutralize',
      });
      expect(nested.parameters).toMatchObject({ env });
    });

    test('is refused otherwise', async () => {
      const error = await errorOf(target().client.executions.create(local(`echo ${odd}`)));
      expect([error.code, error.status]).toEqual(['STACKSTORM_TEMPLATE', undefined]);
    });
  });

  test('an action says what it takes', async () => {
    const { actions } = target().client;
    expect(await actions.get('core.local')).toMatchObject({
      ref: 'core.local',
      runner: 'local-shell-cmd',
      enabled: true,
    });
    expect((await actions.parameters('core.local'))['cmd']).toMatchObject({ type: 'string', required: true });
    expect((await errorOf(actions.get('core.nothing'))).code).toBe('STACKSTORM_NOT_FOUND');
    expect((await actions.list({ pack: 'core' })).map(({ ref }) => ref)).toContain('core.local');
  });
}
