import type { Listing, OpenStackClient } from '@opsbook/openstack';
import type { AnyProperty } from './property.ts';

/** A reference to another kind of resource, of which one at most fits. */
export interface Join {
  readonly to: string;
  /** The property that refers, and the one of the other kind that it equals. */
  readonly by: string;
  readonly on: string;
}

/** How much of a cloud is listed. */
export interface Scope {
  /** Of all projects (for admins), or of the token's alone. */
  readonly allProjects: boolean;
  /** Items per page, where the service has pages. */
  readonly page: number;
}

/** What the service is asked to leave out: at least that much is certain of what it answers. */
export type ServerFilter = Readonly<Record<string, string | boolean>>;

/** A kind of resource that can be queried. */
export interface Resource {
  readonly name: string;
  readonly singular: string;
  /** How it is asked for, for people: `nova: GET /servers/detail`. */
  readonly request: string;
  readonly properties: Readonly<Record<string, AnyProperty>>;
  /** Shown unless others are selected. */
  readonly columns: readonly string[];
  /** Shown when it is joined by `with`. */
  readonly joinColumns: readonly string[];
  readonly joins: Readonly<Record<string, Join>>;
  /** Properties that refer to several of another kind; they serve conditions only. */
  readonly members?: Readonly<Record<string, Join>>;
  /** Properties of a join that the text form knows without the join's name too. */
  readonly shortcuts?: readonly string[];
  /** Whether the service gives admins the resources of all projects or of one, as they ask. */
  readonly scoped?: true;
  /** Filters of the service by property, for `=`; undefined where the service would not find all that are equal. */
  readonly filters: Readonly<Record<string, (value: string) => ServerFilter | undefined>>;
  readonly list: (cloud: OpenStackClient, filter: ServerFilter, scope: Scope) => Listing<unknown>;
}

/** A property that is known to exist. */
export const propertyOf = ({ properties }: Pick<Resource, 'properties'>, name: string): AnyProperty =>
  properties[name] as AnyProperty;

/** A join that is known to exist. */
export const joinOf = ({ joins }: Pick<Resource, 'joins'>, name: string): Join => joins[name] as Join;

/** Keeps the types of a definition, and checks that its columns are properties. */
export const defineResource = <
  const P extends Readonly<Record<string, AnyProperty>>,
  const J extends Readonly<Record<string, Join>>,
  const M extends Readonly<Record<string, Join>>,
  const C extends readonly (keyof P & string)[],
>(
  resource: Omit<Resource, 'properties' | 'joins' | 'members' | 'columns' | 'joinColumns'> & {
    readonly properties: P;
    readonly joins: J;
    readonly members?: M;
    readonly columns: C;
    readonly joinColumns: readonly (keyof P & string)[];
  },
): typeof resource => resource;
