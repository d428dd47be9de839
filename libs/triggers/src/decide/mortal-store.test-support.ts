import type { TriggerStore } from '../trigger-store.ts';

/** Where a {@link mortalStore} dies: at its how-manieth write, from 1, before or after that is durable. */
export interface Death {
  write: number;
  when: 'before' | 'after';
}

const WRITES = ['decide', 'saveRemediation', 'saveRuleSet', 'remember'] as const;

/** A store whose process dies at one of its writes: nothing of that process reaches the store afterwards. */
export function mortalStore(
  inner: TriggerStore,
  death: Death | undefined,
): { store: TriggerStore; isDead: () => boolean; writes: () => number } {
  let writes = 0;
  let dead = false;
  const refuse = () => {
    if (dead) throw new Error('the process died');
  };
  const counted =
    (write: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]): Promise<unknown> => {
      refuse();
      writes += 1;
      const isHere = writes === death?.write;
      if (isHere && death.when === 'before') dead = true;
      refuse();
      const answer = await write(...args);
      if (isHere) dead = true;
      refuse();
      return answer;
    };
  const store = new Proxy(inner, {
    get(target, key) {
      const own: unknown = Reflect.get(target, key);
      if (typeof own !== 'function') return own;
      const bound = own.bind(target) as (...args: never[]) => Promise<unknown>;
      return WRITES.some((name) => name === key) ? counted(bound) : bound;
    },
  });
  return { store, isDead: () => dead, writes: () => writes };
}
