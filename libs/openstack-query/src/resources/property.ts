import type { Kind } from '../condition/operators.ts';

/** One value of a resource, under the name by which queries know it. */
export interface Property<T, K extends Kind, V> {
  readonly kind: K;
  readonly read: (item: T) => V;
  /** What it is, with its unit; for the reference. */
  readonly help: string;
  /** Other names in the text form. Letter case, `_` and `-` make no difference there anyway. */
  readonly aliases: readonly string[];
}

/** A property of whichever resource. */
export type AnyProperty = Property<never, Kind, unknown>;

type Make<K extends Kind, Value> = <T, V extends Value | null>(
  help: string,
  read: (item: T) => V,
  ...aliases: string[]
) => Property<T, K, V>;

const make =
  <K extends Kind, Value>(kind: K): Make<K, Value> =>
  (help, read, ...aliases) => ({ kind, read, help, aliases });

export const text = make<'text', string>('text');
export const number = make<'number', number>('number');
export const boolean = make<'boolean', boolean>('boolean');
/** UTC ISO 8601 with milliseconds, so that times compare as texts do. */
export const time = make<'time', string>('time');
export const list = make<'list', readonly string[]>('list');
export const map = make<'map', Readonly<Record<string, string>>>('map');
