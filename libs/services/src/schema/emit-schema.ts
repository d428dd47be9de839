import * as z from 'zod';

/** `serve.emit`: events that StackStorm decides about. */
export const emitSchema = z
  .strictObject({
    stackstorm: z
      .string()
      .min(1)
      .describe('Entry of `stackstorm` that is told. Default: the only one, or the one called `default`.')
      .optional(),
    types: z
      .array(z.enum(['alert', 'sensor', 'run']))
      .min(1)
      .default(['alert', 'sensor', 'run'])
      .describe(
        'Which events: alerts, findings of sensors, ends of runs. Webhooks and timers are never handed over: StackStorm has its own.',
      ),
    rules: z
      .enum(['none', 'first'])
      .default('none')
      .describe(
        '`none`: events of these types are handed over, and no rule of ours is asked. `first`: the rules are asked first, and what none ' +
          'of them matches is handed over. An event is answered here or there, never twice.',
      ),
    pack: z
      .string()
      .regex(/^[a-z0-9_]+$/, 'may hold small letters, digits and _ only')
      .default('opsbook')
      .describe('The pack whose triggers these are, as `--ref` of `opsbook pack build` named it.'),
  })
  .describe('What is handed to StackStorm. Default: nothing.');

export type EmitSettings = z.output<typeof emitSchema>;
