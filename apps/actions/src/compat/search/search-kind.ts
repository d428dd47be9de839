/** One property that a search of the pack could name. */
export interface OldProperty {
  /** As queries name it here; undefined: there is no such thing any more. */
  now?: string;
  /** Why there is none. */
  gone?: string;
  /** What its values are here. */
  value?: (value: string) => string;
}

/** What the pack's searches of one kind of resource have in common. */
export interface SearchKind {
  /** As the pack's actions begin: `hv`. */
  prefix: string;
  /** The query class of the original, which its metadata names. */
  queryType: string;
  /** The runbook. */
  runbook: string;
  /** In words: `servers`. */
  plural: string;
  properties: Readonly<Record<string, OldProperty>>;
  /** Columns that are shown where none are given; default: all. */
  shown?: readonly string[];
  /** What groups can be made by; default: anything. */
  groups?: readonly string[];
  /** Whether the original's metadata had `as_admin`. */
  asAdmin: boolean;
  /** Whose: of projects, of users of a domain, or everything. */
  scope: 'domain' | 'none' | 'projects';
}

/** The property that a name means. A name that the metadata does not list is left for the query to know. */
export const propertyOf = ({ properties }: SearchKind, name: string): OldProperty => {
  const key = name.toLowerCase();
  return (Object.hasOwn(properties, key) ? properties[key] : undefined) ?? { now: name };
};
