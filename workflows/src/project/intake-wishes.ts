import { createHash } from 'node:crypto';
import type { JiraClient } from '@opsbook/jira';
import type { IntakeField, IntakeSettings } from '@opsbook/services';
import { quotaFields } from '../quota/quota-fields.ts';
import { CreateInput } from './create-input.ts';
import { type Answer, type Answers, readAnswers } from './intake-answers.ts';
import type { IntakeInput } from './intake-input.ts';

/** What the issue asks for, as `project.create` would be told. */
export interface Wishes {
  /** null: it cannot be told, see `faults`. */
  wanted: CreateInput | null;
  others: Answers['others'];
  /** The same for the same wishes, and for no other: what is approved. */
  hash: string;
  faults: string[];
}

/** Reads the issue, and checks all of it. */
export async function readWishes(jira: JiraClient, input: IntakeInput, settings: IntakeSettings): Promise<Wishes> {
  const { cloud, issue, overrides } = input;
  const { fields, others, faults } = await readAnswers(jira, issue, settings);
  const told: Record<string, unknown> = {};
  for (const [field, answer] of Object.entries(fields) as [IntakeField, Answer][]) {
    if (Object.hasOwn(overrides, field)) continue;
    const { value, fault } = valueOf(field, answer, settings);
    if (fault !== undefined) faults.push(`${answer.asked}: ${fault}`);
    told[field] = fault === undefined ? value : UNFIT;
  }
  const parsed = CreateInput.safeParse({
    description: `Asked for in ${issue}`,
    ...withoutUndefined(told),
    ...overrides,
    cloud,
  });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = String(path[0]) as IntakeField;
    if (told[field] === UNFIT) continue;
    const missing = told[field] === undefined;
    const asked = fields[field]?.asked ?? `${field} (no question or field of the issue tells it)`;
    faults.push(`${asked}: ${missing ? 'is not answered' : message}`);
  }
  const wanted = faults.length === 0 && parsed.success ? parsed.data : null;
  const hash = createHash('sha256')
    .update(JSON.stringify([wanted, others]))
    .digest('hex')
    .slice(0, 12);
  return { wanted, others, hash, faults };
}

const UNFIT = Symbol('unfit');

const withoutUndefined = (told: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));

/** The value of a field; undefined: it was not answered. */
function valueOf(
  field: IntakeField,
  { pieces }: Answer,
  { values, times }: IntakeSettings,
): { value?: unknown; fault?: string } {
  const meanings = Object.entries(values[field] ?? {});
  const texts: string[] = [];
  for (const { id, text } of pieces) {
    const meant =
      meanings.find(([one]) => one === id) ?? meanings.find(([one]) => one.toLowerCase() === text.toLowerCase());
    if (meanings.length > 0 && meant === undefined)
      return {
        fault: `'${text}' means nothing in projects.intake.values, which has ${meanings.map(([one]) => one).join(', ')}`,
      };
    texts.push(meant?.[1] ?? text);
  }
  if (field === 'admins' || field === 'users') return { value: listOf(texts) };
  const [first, ...more] = texts;
  if (first === undefined) return {};
  if (more.length > 0) return { fault: `${texts.length} answers, where one is wanted` };
  return Object.hasOwn(quotaFields, field) ? numberOf(first, times[field] ?? 1) : { value: first };
}

const listOf = (texts: readonly string[]): string[] => [
  ...new Set(
    texts
      .flatMap((text) => text.split(/[,;\n]/))
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
];

function numberOf(text: string, times: number): { value?: number; fault?: string } {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) * times : NaN;
  if (Number.isNaN(value)) return { fault: `'${text}' is not a number` };
  return Number.isInteger(value)
    ? { value }
    : { fault: `'${text}' is not a whole number${times === 1 ? '' : ` times ${times}`}` };
}
