/** Ids that are the same in every run: counters in the form of what the services give out. */
export class Ids {
  readonly #counts = new Map<string, number>();

  /** Counts from 1. */
  number(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }

  /** The kind is readable in the first part: `5e000000-...` for servers. */
  uuid(kind: IdKind): string {
    return `${KINDS[kind]}000000-0000-4000-8000-${hex(this.number(kind), 12)}`;
  }

  /** Keystone's: 32 hexadecimal digits. */
  keystone(kind: IdKind): string {
    return this.uuid(kind).replaceAll('-', '');
  }
}

export type IdKind = keyof typeof KINDS;

const KINDS = {
  server: '5e',
  hypervisor: 'a1',
  service: '51',
  migration: '3a',
  image: '1a',
  volume: '01',
  volumesnapshot: '02',
  volumetype: '03',
  attachment: '04',
  transfer: '07',
  message: '08',
  flavor: 'f1',
  aggregate: 'a9',
  servergroup: '59',
  project: '90',
  user: '05',
  role: '70',
  domain: 'd0',
  'user-group': '06',
  'access-rule': 'ac',
  request: '7e',
  credential: 'c0',
  endpoint: 'e0',
  network: '0e',
  subnet: '5b',
  port: '0f',
  router: '40',
  floatingip: 'f0',
  group: '56',
  rule: '57',
  rbac: '4b',
  agent: 'a6',
  provider: '49',
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
