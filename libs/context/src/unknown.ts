/**
 * A value that exists only once the plan is applied (the id of a project that is still to be made). Whatever is read from
 * it is unknown as well; turning it into text or JSON, as a client does that would send it, throws {@link UnknownInPlan}.
 */
export function unknown(what: string): never {
  return proxyOf(what) as never;
}

/** Thrown where a plan would need a value that is not known before it is applied. */
export class UnknownInPlan extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && (value as Partial<UnknownInPlan>).code === 'UNKNOWN_IN_PLAN';
  }

  readonly code = 'UNKNOWN_IN_PLAN';
  readonly kind = 'refused';
  readonly what: string;

  constructor(what: string) {
    super(`${what} is not known until the plan is applied`);
    this.name = 'UnknownInPlan';
    this.what = what;
  }
}

// Global, as the marks of errors are: a runbook may come with a copy of this package of its own.
const NAME = Symbol.for('@opsbook/context.unknown');

/** The name of an unknown value; undefined for any other value. */
export function unknownName(value: unknown): string | undefined {
  return typeof value === 'function' ? ((value as { [NAME]?: string })[NAME] ?? undefined) : undefined;
}

function proxyOf(what: string): unknown {
  const refuse = () => {
    throw new UnknownInPlan(what);
  };
  // A function, so that calling a method of an unknown value is met as well.
  return new Proxy(() => undefined, {
    get(_target, key) {
      if (key === NAME) return what;
      if (key === 'then') return undefined;
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'toJSON' || key === 'valueOf') return refuse;
      if (key === Symbol.iterator || key === Symbol.asyncIterator) return refuse();
      return proxyOf(`${what}.${String(key)}`);
    },
    apply: refuse,
    ownKeys: refuse,
  });
}
