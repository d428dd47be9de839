import type { AnyRunbook } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { table } from '../format/table.ts';
import { type InputField, inputFields } from '../input/input-field.ts';
import { inputSchema, outputSchema } from '../input/json-schema.ts';
import { type Session, findRunbook } from '../session.ts';

/** `opsbook describe <runbook>`, and what `plan` and `run` print for `--help`. */
export async function describe(session: Session, name: string, command: 'plan' | 'run' = 'run'): Promise<ExitCode> {
  const { runbooks, sourceOf } = await (await session.site()).catalog(name);
  const runbook = await findRunbook(runbooks, name);
  if (session.json) {
    const { summary, description, risk } = runbook;
    const schemas = { input: inputSchema(runbook), output: outputSchema(runbook) };
    session.printJson({ name, summary, description, risk, source: sourceOf(name), ...schemas });
    return EXIT.done;
  }
  session.print(text(session, runbook, command));
  return EXIT.done;
}

function text(session: Session, runbook: AnyRunbook, command: string): string {
  const { bold } = session.style;
  const fields = inputFields(runbook);
  const required = fields.filter((field) => field.required).map(usage);
  const more = fields.length > required.length ? ' [...]' : '';
  const rows = fields.map((field) => [usage(field), explain(field)]);
  return [
    `${bold(runbook.name)}: ${runbook.summary} (${runbook.risk})\n`,
    ...(runbook.description === undefined ? [] : [`\n${runbook.description.trim()}\n`]),
    `\n${bold('Usage')}\n  opsbook ${[command, runbook.name, ...required].join(' ')}${more}\n`,
    rows.length === 0 ? '\nIt takes no input.\n' : `\n${bold('Input')}\n${table(rows, '  ')}`,
  ].join('');
}

function usage({ flag, key, hint, isBoolean }: InputField): string {
  if (flag === undefined) return `${key}=${isBoolean ? 'true|false' : hint}`;
  return isBoolean ? `${flag}, ${flag.replace('--', '--no-')}` : `${flag} ${hint}`;
}

function explain({ description, required, default: preset }: InputField): string {
  const state = required ? 'required' : preset === undefined ? '' : `default ${JSON.stringify(preset)}`;
  return [description, ...(state === '' ? [] : [`(${state})`])].join(' ');
}
