import { relative, resolve } from 'node:path';
import { type Remediation, type Rule, isTriggersError, loadRules, readRuleFiles } from '@opsbook/triggers';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { headed } from '../format/table.ts';
import { ruleNamed, siteRules } from '../rules/site-rules.ts';
import { ruleText } from '../rules/rule-text.ts';
import type { Session } from '../session.ts';
import { withEvents } from '../with-events.ts';

const DAY = 86_400_000;

/** `opsbook rules list`: in the order in which they are asked, with what they did in the last 24 hours. */
export async function list(session: Session): Promise<ExitCode> {
  const { rules } = await siteRules(await session.site());
  return withEvents(session, (store, { clock }) => {
    const since = new Date(clock.now() - DAY).toISOString();
    const done = Map.groupBy(store.remediations({ since }), ({ rule }) => rule);
    if (session.json) {
      session.printJson(rules.map((rule) => ({ ...documentOf(rule), last24h: outcomes(done.get(rule.name) ?? []) })));
    } else if (rules.length === 0) session.print('The site has no rules.\n');
    else {
      const rows = rules.map((rule, index) => {
        const runs = done.get(rule.name) ?? [];
        return [
          String(index + 1),
          session.style.bold(rule.name),
          rule.conditions[0] ?? '',
          rule.call.runbook,
          rule.enabled ? 'yes' : session.style.yellow('no'),
          String(runs.length),
          Object.entries(outcomes(runs))
            .map(([outcome, count]) => `${count} ${outcome}`)
            .join(', '),
        ];
      });
      session.print(headed(['#', 'RULE', 'ON', 'RUNBOOK', 'ENABLED', 'RUNS 24H', 'OUTCOMES'], rows));
    }
    return EXIT.done;
  });
}

/** How many ended how; those that have not ended by where they stand. */
function outcomes(runs: readonly Remediation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome, phase } of runs) {
    const name = outcome ?? (phase === 'ended' ? 'not-started' : phase);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function documentOf({ name, place, description, enabled, conditions, call }: Rule) {
  return { name, place, description, enabled, conditions, runbook: call.runbook };
}

/** `opsbook rules show <rule>`. */
export async function show(session: Session, name: string): Promise<ExitCode> {
  const rule = ruleNamed(await siteRules(await session.site()), name);
  const { call, policy, success, escalate } = rule;
  if (session.json) session.printJson({ ...documentOf(rule), call, policy, success, escalate });
  else session.print(ruleText(rule, session.style));
  return EXIT.done;
}

/** `opsbook rules check [paths...]`: every fault with its file, line and column. */
export async function check(session: Session, given: readonly string[]): Promise<ExitCode> {
  const site = await session.site();
  const { cwd } = session.terminal;
  const paths = given.length === 0 ? site.config.serve.rules : given.map((path) => resolve(cwd, path));
  const { runbooks } = await site.catalog();
  const { files, rules, faults } = checked(() => {
    const read = readRuleFiles(paths).map((file) => ({ ...file, path: fromHere(cwd, file.path) }));
    return { files: read.length, rules: loadRules(read, { runbooks }).rules.length, faults: [] };
  });
  if (session.json) session.printJson({ ok: faults.length === 0, files, rules, faults });
  else if (faults.length > 0) session.print(faults.map((fault) => `${fault}\n`).join(''));
  else if (paths.length === 0)
    session.note("The configuration names no rules ('serve.rules'), and no file was given.\n");
  else session.print(`${count(rules, 'rule')} in ${count(files, 'file')}: no faults.\n`);
  return faults.length === 0 ? EXIT.done : EXIT.invalid;
}

/** As one who stands there would name it. */
function fromHere(cwd: string, path: string): string {
  const from = relative(cwd, path);
  return from.startsWith('..') ? path : from;
}

interface Checked {
  files: number;
  rules: number;
  faults: readonly string[];
}

function checked(read: () => Checked): Checked {
  try {
    return read();
  } catch (error) {
    if (isTriggersError(error) && error.code === 'RULES_INVALID') return { files: 0, rules: 0, faults: error.faults };
    throw error;
  }
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
