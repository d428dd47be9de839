import type * as z from 'zod';
import { suggest } from '../load/suggest.ts';

type Named = Readonly<Record<string, unknown>>;

const WATCHERS = ['alertmanager', 'prometheus', 'icinga'];
const DEFAULTS = [...WATCHERS, 'jira', 'email', 'stackstorm'];

/**
 * Refuses names of entries that the file has not: in `clouds.<name>`, in `defaults` and where a policy names one. Runs even if there
 * are other faults: what the sections are made of is not certain here.
 */
export function refuseUnknownNames(config: unknown, context: z.core.$RefinementCtx): void {
  const { clouds, defaults, notifications, maintenance, serve } = fieldsOf(config);
  const checkOne = (name: unknown, section: string, path: string[]) => {
    if (typeof name !== 'string' || name === '') return;
    const known = Object.keys(fieldsOf(fieldsOf(config)[section]));
    if (known.includes(name)) return;
    context.addIssue({ code: 'custom', path, message: unknownEntry(section, name, known) });
  };
  const check = (from: unknown, sections: readonly string[], path: readonly string[]) => {
    for (const section of sections) checkOne(fieldsOf(from)[section], section, [...path, section]);
  };
  for (const [cloud, settings] of Object.entries(fieldsOf(clouds))) {
    check(settings, WATCHERS, ['clouds', cloud]);
  }
  for (const [name, source] of Object.entries(fieldsOf(fieldsOf(serve)['alertmanagers']))) {
    check(source, ['alertmanager'], ['serve', 'alertmanagers', name]);
  }
  check(fieldsOf(serve)['emit'], ['stackstorm'], ['serve', 'emit']);
  check(defaults, DEFAULTS, ['defaults']);
  checkOne(fieldsOf(notifications)['account'], 'email', ['notifications', 'account']);
  checkOne(fieldsOf(fieldsOf(maintenance)['ticket'])['jira'], 'jira', ['maintenance', 'ticket', 'jira']);
}

/** That a section has no entry of that name, and which it has. */
export function unknownEntry(section: string, name: string, known: readonly string[]): string {
  const said = `${section} has no entry ${JSON.stringify(name)}`;
  if (known.length === 0) return `${said}: there is none at all`;
  const meant = suggest(name, known);
  return `${said}${meant === undefined ? '.' : `; did you mean ${meant}?`} Known are ${known.join(', ')}`;
}

const fieldsOf = (value: unknown): Named => (typeof value === 'object' && value !== null ? (value as Named) : {});
