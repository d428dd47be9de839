/**
 * The first match of a JSON path, as criteria use it: `trigger.body.ref`, `trigger.headers['X-GitHub-Event']`, `trigger.list[0].name`,
 * `trigger.list[*].name`; undefined where there is none. Source: st2common/util/payload.py (jsonpath_rw).
 * @throws SyntaxError where it is none
 */
export function jsonPath(path: string, context: unknown): unknown {
  const steps = [...path.matchAll(/(?:^|\.)([\w$-]+|\*)|\[(?:'([^']*)'|"([^"]*)"|(\d+)|(\*))\]|(.)/gs)];
  const odd = steps.find(([, , , , , , rest]) => rest !== undefined);
  if (odd !== undefined || steps.length === 0) throw new SyntaxError(`Parse error near the token ${odd?.[0] ?? path}`);
  let values: unknown[] = [context];
  for (const [, name, single, double, index, star] of steps) {
    const key = name ?? single ?? double ?? index;
    values = values.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (star !== undefined || name === '*') return Object.values(value) as unknown[];
      if (index === undefined && Array.isArray(value)) return [];
      return key !== undefined && Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : [];
    });
  }
  return values[0];
}
