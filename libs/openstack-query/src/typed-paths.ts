import type { Age, Kind, Operands, TestedKind } from './condition/operators.ts';
import type { Catalogue, ResourceName } from './resources/catalogue.ts';

/** What stands behind a name: its kind decides about operators, its value is what rows hold. */
interface Typed<K extends TestedKind, V> {
  kind: K;
  value: V;
}

type Shape<P> = P extends { readonly kind: infer K extends Kind; readonly read: (item: never) => infer V }
  ? Typed<K, V>
  : never;

type OrNull<T> = T extends Typed<infer K, infer V> ? Typed<K, V | null> : never;

type Entry = Typed<'entry', string | null>;

type MapNames<P> = { [N in keyof P & string]: P[N] extends { readonly kind: 'map' } ? N : never }[keyof P & string];

type OwnPaths<P> = { [N in keyof P & string]: Shape<P[N]> } & { [N in MapNames<P> as `${N}.${string}`]: Entry };

type JoinedPaths<P, J extends string> = { [N in keyof P & string as `${J}.${N}`]: OrNull<Shape<P[N]>> } & {
  [N in MapNames<P> as `${J}.${N}.${string}`]: Entry;
};

type Properties<R extends ResourceName> = Catalogue[R]['properties'];
type Joins<R extends ResourceName> = Catalogue[R]['joins'];
type Target<J> = J extends { readonly to: infer T extends ResourceName } ? T : never;

/** The joins of a kind: `user`, `project` ... */
export type JoinName<R extends ResourceName> = keyof Joins<R> & string;

type Both<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;

type Paths<R extends ResourceName> = OwnPaths<Properties<R>> &
  Both<{ [J in JoinName<R>]: JoinedPaths<Properties<Target<Joins<R>[J]>>, J> }[JoinName<R>]>;

/** Every name that a query of a kind knows: `status`, `user.email`, `metadata.purpose`. */
export type PathOf<R extends ResourceName> = keyof Paths<R> & string;

type At<R extends ResourceName, P> = P extends keyof Paths<R> ? Paths<R>[P] : never;

type KindAt<R extends ResourceName, P> = At<R, P> extends Typed<infer K, unknown> ? K : never;

/** What a row holds under a name. */
export type ValueAt<R extends ResourceName, P> = At<R, P> extends Typed<TestedKind, infer V> ? V : never;

/** The operators of what stands behind a name. */
export type OperatorAt<R extends ResourceName, P> = keyof Operands[KindAt<R, P>] & string;

/** What an operator is given: nothing for `is null`. */
export type OperandAt<R extends ResourceName, P, O> = O extends keyof Operands[KindAt<R, P>]
  ? Operands[KindAt<R, P>][O] extends undefined
    ? []
    : [value: Operands[KindAt<R, P>][O]]
  : never;

/** What any operator may be given. */
export type Operand = string | number | boolean | Date | Age | readonly (string | number | boolean | Date)[];

/** What is shown unless columns are selected. */
export type DefaultColumn<R extends ResourceName> = Catalogue[R]['columns'][number] & PathOf<R>;

type TargetOf<R extends ResourceName> = { [J in JoinName<R>]: Target<Joins<R>[J]> }[JoinName<R>];

type Members<R extends ResourceName> = Catalogue[R] extends { readonly members?: infer M } ? NonNullable<M> : never;
type MemberTarget<R extends ResourceName> = Target<Members<R>[keyof Members<R>]>;

/** The kinds that refer to a kind. */
type Referring<R extends ResourceName> = {
  [N in ResourceName]: R extends TargetOf<N> | MemberTarget<N> ? N : never;
}[ResourceName];

/** The kinds that a kind refers to, or that refer to it. */
export type LinkedKind<R extends ResourceName> = TargetOf<R> | MemberTarget<R> | Referring<R>;

/** The names under which a condition may speak of another kind. */
export type LinkName<R extends ResourceName> = JoinName<R> | MemberTarget<R> | Referring<R>;

/** The kind behind such a name. */
export type LinkTarget<R extends ResourceName, L> =
  L extends JoinName<R> ? Target<Joins<R>[L]> : L extends ResourceName ? L : never;
