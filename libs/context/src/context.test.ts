import { describe, expect, it } from '@jest/globals';
import {
  EffectRefused,
  Secret,
  UnknownInPlan,
  VirtualClock,
  currentScope,
  inScope,
  readOnly,
  scrub,
  scrubJson,
  shared,
  sleep,
  unknown,
  unknownName,
} from './index.ts';

describe('the virtual clock', () => {
  it('passes hours in no time, in the order of the timers', async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const seen: string[] = [];
    await Promise.all([
      sleep(clock, 3_600_000).then(() => seen.push(`hour at ${clock.now() - start}`)),
      sleep(clock, 1000).then(() => seen.push(`second at ${clock.now() - start}`)),
    ]);
    expect(seen).toEqual(['second at 1000', 'hour at 3600000']);
  });

  it('stands still while something is held, and goes on when a simulator parks the request', async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const release = clock.hold();
    const timer = sleep(clock, 1000);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.now()).toBe(start);
    const unpark = clock.park();
    await timer;
    expect(clock.now()).toBe(start + 1000);
    unpark();
    release();
  });

  it('gives up a sleep with the reason of the signal', async () => {
    const controller = new AbortController();
    const waiting = sleep(new VirtualClock(), 10, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(sleep(new VirtualClock(), 10, controller.signal)).rejects.toThrow('enough');
  });
});

describe('scopes', () => {
  it('name the step in everything that it awaits, and are left for shared work', async () => {
    const owner = {};
    await inScope({ owner, step: 'move/1', effect: 'change' }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      expect(currentScope()?.step).toBe('move/1');
      expect(shared(() => currentScope())).toBeUndefined();
    });
    expect(currentScope()).toBeUndefined();
  });
});

describe('guards', () => {
  it('refuse a change with an error that names the request', () => {
    readOnly.check({ effect: 'read', summary: 'GET /servers' });
    expect(() => readOnly.check({ effect: 'change', summary: 'DELETE /servers/1' })).toThrow(EffectRefused);
    expect(() => readOnly.check({ effect: 'change', summary: 'DELETE /servers/1' })).toThrow(/DELETE \/servers\/1/);
  });
});

describe('secrets', () => {
  it('never print', () => {
    const secret = new Secret('hunter2-hunter2');
    expect(`${String(secret)} ${JSON.stringify({ secret })}`).toBe('*** {"secret":"***"}');
    expect(secret.reveal()).toBe('hunter2-hunter2');
  });

  it('are scrubbed from any text in the forms in which they travel', () => {
    const value = 'p&ss "word"/1';
    new Secret(value);
    for (const form of [
      value,
      JSON.stringify({ value }),
      encodeURIComponent(value),
      Buffer.from(value).toString('base64'),
    ]) {
      expect(scrub(`before ${form} after`)).not.toContain(form);
    }
    expect(scrubJson({ a: [value], n: 1 })).toEqual({ a: ['***'], n: 1 });
  });

  it('leave dates and URLs beside them as JSON has them', () => {
    new Secret('known-to-all');
    const url = 'https://example.test/known-to-all';
    expect(scrubJson({ at: new Date(0), url: new URL(url) })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      url: 'https://example.test/***',
    });
  });

  it('of digits leave numbers as they are', () => {
    new Secret('4711');
    expect(scrubJson({ at: 1234711, text: 'it is 4711' })).toEqual({ at: 1234711, text: 'it is ***' });
  });

  it('that begin alike leave no tail, whichever was met first', () => {
    new Secret('short-word');
    new Secret('short-word-and-more');
    expect(scrub('it is short-word-and-more, short-word')).toBe('it is ***, ***');
  });

  it('of under four characters do not take harmless text with them', () => {
    new Secret('a');
    expect(scrub('a banana')).toBe('a banana');
  });
});

describe('unknown values', () => {
  it('are noticed wherever they would be sent', () => {
    const project: { id: string; parent: { id: string } } = unknown('project');
    expect(() => `/projects/${project.id}`).toThrow(UnknownInPlan);
    expect(() => JSON.stringify({ id: project.parent.id })).toThrow('project.parent.id is not known until');
    expect(() => [...(project as unknown as string[])]).toThrow(UnknownInPlan);
    expect(unknownName(project.id)).toBe('project.id');
    expect(unknownName('text')).toBeUndefined();
  });
});
