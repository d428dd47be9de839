export interface BaseUrlOptions {
  /** Where it stands in the client's options; default `url`. */
  path?: string;
  /** What belongs to single requests, and not into a base URL. */
  without?: { pattern: RegExp; name: string };
}

/** What is wrong with the address of a service that a client was given. */
export function baseUrlFaults(url: string, { path = 'url', without }: BaseUrlOptions = {}): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return [`${path}: no http or https URL`];
  const faults: string[] = [];
  if (parsed.username !== '' || parsed.password !== '') faults.push(`${path}: credentials belong in auth`);
  if (parsed.search !== '' || parsed.hash !== '') faults.push(`${path}: has a query or a fragment`);
  if (without?.pattern.test(parsed.pathname) === true) {
    faults.push(`${path}: give the base URL, without ${without.name}`);
  }
  return faults;
}
