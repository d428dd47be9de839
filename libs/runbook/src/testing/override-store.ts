import type { RunStore } from '../embedded/run-store.ts';

/** The store, with some of its methods replaced. A proxy: classes with private fields allow nothing else. */
export function overrideStore(inner: RunStore, overrides: Partial<RunStore>): RunStore {
  return new Proxy(inner, {
    get(target, key) {
      const own: unknown = Reflect.get(overrides, key) ?? Reflect.get(target, key);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
