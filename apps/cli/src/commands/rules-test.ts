import { type Rule, type RuleSet, type TriggerEvent, type TriggerStore, replay } from '@opsbook/triggers';
import { readEvents } from '../events/read-events.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseTime } from '../format/parse-time.ts';
import { replayCounts, replayText } from '../rules/replay-text.ts';
import { ruleNamed, siteRules } from '../rules/site-rules.ts';
import { trialText } from '../rules/trial-text.ts';
import { type Trial, tryRule } from '../rules/try-rule.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';
import { withEvents } from '../with-events.ts';

export interface RulesTestOptions {
  event?: string;
  eventId?: string;
  source?: string;
  replay?: string;
  all?: true;
}

/** `opsbook rules test <rule>`: tries a rule on an event, or rules on the past; runs nothing. */
export async function test(session: Session, name: string | undefined, options: RulesTestOptions): Promise<ExitCode> {
  refuseContradiction(name, options);
  const site = await session.site();
  const rules = await siteRules(site);
  const rule = name === undefined ? undefined : ruleNamed(rules, name);
  return withEvents(session, (store) => {
    if (options.replay !== undefined) return replayed(session, site, store, options.replay, only(rules, rule));
    if (rule === undefined) throw new UsageError('name a rule');
    return tried(session, site, store, options, rules, rule);
  });
}

function refuseContradiction(name: string | undefined, { event, eventId, replay, all }: RulesTestOptions): void {
  if ((name === undefined) !== (all === true)) throw new UsageError('name one rule, or give --all');
  const given = [event, eventId, replay].filter((one) => one !== undefined);
  if (given.length !== 1) throw new UsageError('give one of --event <file>, --event-id <event>, --replay <time>');
  if (all === true && replay === undefined) throw new UsageError('--all goes with --replay');
}

async function tried(
  session: Session,
  site: Site,
  store: TriggerStore,
  options: RulesTestOptions,
  rules: RuleSet,
  rule: Rule,
): Promise<ExitCode> {
  const events = await eventsOf(session, site, store, options, rule);
  const catalog = await site.catalog();
  const now = site.clock.now();
  const trials = await withEngine(
    session,
    async (engine) => {
      const done: Trial[] = [];
      const { runbooks } = catalog;
      for (const event of events) done.push(await tryRule({ rules, rule, event, runbooks, engine, store, now }));
      return done;
    },
    catalog,
  );
  if (session.json) session.printJson(trials);
  else session.print(trials.map((trial) => trialText(trial, session.style)).join('\n'));
  return trials.every(({ matches, faults }) => matches && faults.length === 0) ? EXIT.done : EXIT.failed;
}

async function eventsOf(
  session: Session,
  { clock, config }: Site,
  store: TriggerStore,
  { event: file, eventId, source }: RulesTestOptions,
  { on }: Rule,
): Promise<TriggerEvent[]> {
  if (file !== undefined) {
    const usual = on.source.includes('*') ? (Object.keys(config.serve.alertmanagers)[0] ?? 'test') : on.source;
    return readEvents(session, file, { source: source ?? usual, clock });
  }
  const stored = eventId === undefined ? undefined : store.get(eventId);
  if (stored === undefined) throw new UsageError(`there is no event ${eventId ?? ''}: ${session.command('alerts')}`);
  return [stored.event];
}

/** One rule as if it were the only one, and enabled; without one all of them as they are. */
const only = (rules: RuleSet, rule: Rule | undefined): RuleSet =>
  rule === undefined ? rules : { hash: `${rules.hash}/${rule.name}`, rules: [{ ...rule, enabled: true }] };

async function replayed(
  session: Session,
  { clock }: Site,
  store: TriggerStore,
  since: string,
  rules: RuleSet,
): Promise<ExitCode> {
  const found = store.list({ since: parseTime(since, clock.now()), first: 'oldest' });
  const past = await replay({ rules, events: found.map(({ event }) => event) });
  if (session.json) session.printJson({ runs: past.runs, remediations: past.remediations, counts: replayCounts(past) });
  else if (found.length === 0) session.print('The ledger of events has none of that time.\n');
  else session.print(replayText(past, session.style));
  return EXIT.done;
}
