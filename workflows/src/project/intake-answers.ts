import type { JiraClient } from '@opsbook/jira';
import type { IntakeField, IntakeSettings } from '@opsbook/services';
import * as z from 'zod';
import { type Piece, piecesOf } from './intake-pieces.ts';

/** What the issue says to one question. */
export interface Answer {
  /** The question as people see it. */
  asked: string;
  /** Empty: it was not answered. */
  pieces: Piece[];
}

export interface Answers {
  fields: Partial<Record<IntakeField, Answer>>;
  /** What is asked for and not made by a runbook. */
  others: { what: string; wanted: string }[];
  faults: string[];
}

const choice = z.looseObject({ id: z.coerce.string(), label: z.string() });

/** The property of a form (Jira Forms, once ProForma): the questions by id, and the answers by the ids of the questions. */
const formSchema = z.looseObject({
  design: z
    .looseObject({
      questions: z
        .record(
          z.string(),
          z
            .looseObject({ label: z.string().default(''), choices: z.array(choice).catch([]) })
            .catch({ label: '', choices: [] }),
        )
        .default({}),
    })
    .default({ questions: {} }),
  state: z.looseObject({ answers: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

type Form = z.output<typeof formSchema>;

/** Reads what the issue answers: its form, and its plain fields. */
export async function readAnswers(jira: JiraClient, key: string, settings: IntakeSettings): Promise<Answers> {
  const { property, questions, fields, others } = settings;
  const read: Answers = { fields: {}, others: [], faults: [] };
  if (Object.keys(fields).length > 0) await readFields(jira, key, fields, read);
  if (Object.keys({ ...questions, ...others }).length === 0) return read;
  const form = formSchema.safeParse(await jira.issues.property(key, property));
  if (!form.success) {
    read.faults.push(`the issue has no form that can be read (its property ${property})`);
    return read;
  }
  for (const [field, id] of Object.entries(questions))
    read.fields[field as IntakeField] = answerTo(form.data, id, read);
  for (const [what, id] of Object.entries(others)) {
    const wanted = answerTo(form.data, id, read).pieces.map(({ text }) => text);
    if (wanted.length > 0) read.others.push({ what, wanted: wanted.join(', ') });
  }
  return read;
}

function answerTo({ design, state }: Form, id: string, { faults }: Answers): Answer {
  const question = design.questions[id];
  const label = question?.label.trim() ?? '';
  const asked = label === '' ? `question ${id}` : label;
  const given = state.answers[id] ?? {};
  const { text, adf, choices } = given;
  if (Array.isArray(choices)) {
    const labels = new Map(question?.choices.map((one) => [one.id, one.label]));
    const pieces = choices.map(String).map((one) => ({ id: one, text: labels.get(one) ?? one }));
    return { asked, pieces };
  }
  const pieces = [...piecesOf(text), ...piecesOf(adf)];
  const unread = Object.keys(given).filter((kind) => !['text', 'adf', 'choices'].includes(kind));
  if (pieces.length === 0 && unread.length > 0)
    faults.push(`${asked}: an answer of this kind (${unread.join(', ')}) cannot be read`);
  return { asked, pieces };
}

async function readFields(
  jira: JiraClient,
  key: string,
  wanted: IntakeSettings['fields'],
  { fields, faults }: Answers,
): Promise<void> {
  const all = await jira.issues.namedFields(key);
  for (const [field, called] of Object.entries(wanted)) {
    const named = all.filter(({ name }) => name.toLowerCase() === called.toLowerCase());
    const found = all.filter(({ id }) => id === called);
    const [one, ...more] = found.length > 0 ? found : named;
    if (one === undefined) faults.push(`the issue has no field '${called}'`);
    else if (more.length > 0)
      faults.push(`several fields are called '${called}': ${named.map(({ id }) => id).join(', ')}`);
    else fields[field as IntakeField] = { asked: one.name, pieces: piecesOf(one.value) };
  }
}
