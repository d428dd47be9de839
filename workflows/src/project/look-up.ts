import { isOpenStackError } from '@opsbook/openstack';
import { type RunContext, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** What was looked for, or why it cannot be used: refused together with everything else that is wrong. */
export type Found<T> = { found: T; fault?: never } | { found?: never; fault: string };

/** Looks something up by the name that was given. What is not there, or there several times, is a fault of the input. */
export function lookUp<T>(ctx: RunContext<Services>, label: string, find: () => Promise<T>): Promise<Found<T>> {
  return ctx.read<Found<T>>(label, async () => {
    try {
      return { found: await find() };
    } catch (error) {
      if (!isOpenStackError(error) || !USUAL.has(error.code)) throw error;
      return { fault: error.message };
    }
  });
}

const USUAL = new Set<string>(['OPENSTACK_NOT_FOUND', 'OPENSTACK_AMBIGUOUS']);

/** Looks one thing up, and refuses the run where it is not to be found. */
export async function mustFind<T>(ctx: RunContext<Services>, label: string, find: () => Promise<T>): Promise<T> {
  return allFound({ it: await lookUp(ctx, label, find) }).it;
}

/** Refuses the run with every fault at once. */
export function allFound<T extends Record<string, Found<unknown>>>(looked: T): FoundAll<T> {
  refuseFaults(Object.values(looked).flatMap(({ fault }) => fault ?? []));
  return Object.fromEntries(Object.entries(looked).map(([name, { found }]) => [name, found])) as FoundAll<T>;
}

type FoundAll<T extends Record<string, Found<unknown>>> = {
  [K in keyof T]: T[K] extends Found<infer V> ? V : never;
};

export function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) refuse([...new Set(faults)].join('; '));
}
