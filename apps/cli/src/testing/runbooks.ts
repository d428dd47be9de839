import { absent, defineRunbook, done, fail } from '@opsbook/runbook';
import * as z from 'zod';
import type { House } from './house.ts';

/** What the runbooks of a house get. */
export type Rooms = ReturnType<House['connect']>;
const runbook = defineRunbook<Rooms>();
const cloud = z.string().min(1).describe('The house');

const ensureLit = (room: string, services: Rooms) => ({
  check: async () => ((await services.look(room)) === 'on' ? done(room) : absent()),
  change: () => services.turn(room, 'on'),
  undo: () => services.turn(room, 'off'),
  assume: room,
});

/** Lights every lamp of a house. */
export const lightHouse = runbook({
  name: 'house.light',
  summary: 'Turn on every lamp',
  description: 'Room by room; broken lamps are reported.',
  risk: 'safe',
  input: z.object({
    cloud,
    watts: z.number().min(1).default(40).describe('Of each lamp'),
    skipRooms: z.array(z.string()).default([]).describe('Rooms left dark'),
    pace: z.enum(['slow', 'fast']).default('slow').describe('How quickly'),
    dryRun: z.boolean().default(false).describe('Whether it is raining'),
    options: z.object({ dim: z.boolean() }).optional().describe('More'),
    json: z.string().optional().describe('A field that opsbook has an option for'),
    note: z.string().optional().describe('Free text'),
  }),
  output: z.object({ lit: z.array(z.string()), watts: z.number() }),
  targets: (input) => [`house/${input.cloud}`],
  async run(ctx, { watts, skipRooms }) {
    const rooms = await ctx.read('rooms', () => ctx.services.rooms());
    const wanted = rooms.filter((room) => !skipRooms.includes(room));
    const report = await ctx.each(
      'light',
      wanted,
      { key: (room) => room, label: (room) => `the ${room}`, maxFailures: Infinity },
      async (step, room) => {
        step.progress({ percent: 50, secondsLeft: 3, message: 'warming up' });
        await step.ensure('lamp on', ensureLit(room, step.services));
        return { room, watts };
      },
    );
    const lit = report.items.filter(({ status }) => status !== 'failed').map(({ key }) => key);
    if (report.failed > 0) fail(`${report.failed} stayed dark`, { lit, watts });
    return { lit, watts };
  },
});

/** Asks somebody else before it lights the hall. */
export const askFirst = runbook({
  name: 'hall.ask-first',
  summary: 'Ask, then light the hall',
  risk: 'safe',
  input: z.object({ approvers: z.array(z.string()).optional().describe('Who may say yes') }),
  output: z.string(),
  async run(ctx, { approvers }) {
    await ctx.ask('Light the hall?', approvers === undefined ? {} : { approvers });
    return await ctx.ensure('lamp on', ensureLit('hall', ctx.services));
  },
});

/** Sends something of which nobody can tell whether it arrived. */
export const ringBell = runbook({
  name: 'bell.ring',
  summary: 'Ring the bell once',
  risk: 'safe',
  input: z.object({}),
  output: z.string(),
  async run(ctx) {
    return await ctx.once(
      'ring',
      async (): Promise<string> => {
        await ctx.services.turn('bell', 'on');
        throw Object.assign(new Error('the line broke'), { code: 'BROKEN', kind: 'unavailable', outcomeUnknown: true });
      },
      { assume: 'rung', preview: () => ({ to: 'everybody' }) },
    );
  },
});

/** Mails to everybody who lives there, with a preview of each; the second time it says so. */
export const invite = runbook({
  name: 'house.invite',
  summary: 'Invite by mail',
  risk: 'safe',
  input: z.object({ people: z.array(z.string()).describe('Addresses') }),
  output: z.null(),
  async run(ctx, { people }) {
    await ctx.each('invite', people, { key: (person) => person }, async (step, person) => {
      const earlier = await step.earlier('earlier invitations', { path: `${step.path}/mail` });
      const subject = earlier.length === 0 ? 'Come' : 'Come, we asked before';
      const mail = {
        to: [person],
        cc: ['host@example.org'],
        subject,
        text: 'Bring bread.',
        html: '<p>Bring bread.</p>',
      };
      await step.once('mail', () => step.services.turn('bell', 'on'), { assume: undefined, preview: () => ({ mail }) });
    });
    return null;
  },
});

/** Runs another one. */
export const askTwice = runbook({
  name: 'hall.ask-twice',
  summary: 'Ask by way of another runbook',
  risk: 'safe',
  input: z.object({}),
  output: z.string(),
  run: (ctx) => ctx.run(askFirst, {}),
});

/** Lights two houses, one after the other, and names none as its own. */
export const lightBoth = runbook({
  name: 'town.light',
  summary: 'Light the home, then the office',
  risk: 'safe',
  input: z.object({}),
  output: z.null(),
  async run(ctx) {
    for (const house of ['office', 'home']) await ctx.run(lightHouse, { cloud: house });
    return null;
  },
});
