import type { Command } from 'commander';
import type { AlertsOptions } from '../commands/alerts.ts';
import type { PruneOptions } from '../commands/prune.ts';
import type { RulesTestOptions } from '../commands/rules-test.ts';
import type { Act } from './act.ts';

/** What makes runs begin, and why: `serve`, `alerts`, `explain` and `doctor`. */
export function addAlertCommands(program: Command, act: Act): void {
  program
    .command('serve')
    .description('take alerts and webhooks, poll, tick, and start runs by rules, until it is stopped')
    .option('--check', 'only say whether it could: loads configuration, rules and sensors')
    .action((options: { check?: true }, command: Command) =>
      act(command, async (session) => (await import('../commands/serve.ts')).serve(session, options)),
    );

  const alerts = program
    .command('alerts')
    .description('list what arrived: alerts, webhooks, findings, ticks, ends of runs; and what became of each')
    .option('--state <state...>', 'received, ran, merged, suppressed, unmatched, rejected, failed, emitted')
    .option('--type <type>', 'alert, webhook, sensor, timer, run')
    .option('--source <name>', 'who told of it')
    .option('--rule <rule>', 'decided by one rule')
    .option('--run <run>', 'answered by one run')
    .option('--since <time>', 'from then on: 30m, 2h or 3d ago, or a time in ISO 8601 (UTC)')
    .option('--until <time>', 'before then')
    .option('--grep <text>', 'with this text in it, as of a label')
    .option('--limit <count>', 'the latest so many; default 50, with --json all')
    .option('--counts', 'only how many are in which state')
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .action((options: AlertsOptions, command: Command) =>
      act(command, async (session) => (await import('../commands/alerts.ts')).alerts(session, options)),
    );
  alerts
    .command('prune')
    .description('forget decided events that arrived long ago, as the daemon does once a day')
    .option('--older-than <duration>', "that arrived longer ago (90d); default: 'serve.retention' of the configuration")
    .option('--dry-run', 'only say how many')
    .action((options: PruneOptions, command: Command) =>
      act(command, async (session) => (await import('../commands/prune-alerts.ts')).pruneAlerts(session, options)),
    );

  program
    .command('explain <event|run>')
    .description('tell the whole story: what arrived, which rules were asked, what ran, whether it helped')
    .action((id: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/explain.ts')).explain(session, id)),
    );

  program
    .command('doctor')
    .description('say whether this site can work at three in the morning, and what to do if not; changes nothing')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/doctor.ts')).doctor(session)),
    );

  addRulesCommands(program, act);
}

/** `rules list`, `rules show`, `rules check` and `rules test`. */
function addRulesCommands(program: Command, act: Act): void {
  const rules = program.command('rules').description('look at the rules, and try them');
  rules
    .command('list')
    .description('list them in their order, with what they did in the last 24 hours')
    .action((_options, command: Command) =>
      act(command, async (session) => (await import('../commands/rules.ts')).list(session)),
    );
  rules
    .command('show <rule>')
    .description('read a rule out')
    .action((name: string, _options, command: Command) =>
      act(command, async (session) => (await import('../commands/rules.ts')).show(session, name)),
    );
  rules
    .command('check [paths...]')
    .description('say every fault of files and folders of rules; default: those of the configuration')
    .action((paths: string[], _options, command: Command) =>
      act(command, async (session) => (await import('../commands/rules.ts')).check(session, paths)),
    );
  rules
    .command('test [rule]')
    .description('try a rule on an event, or rules on the past; runs nothing')
    .option('--event <file>', "an event, or a notification of Alertmanager, as JSON; '-': standard input")
    .option('--event-id <event>', 'an event of the ledger')
    .option('--source <name>', 'who told of the events of the file; default: whom the rule waits for')
    .option('--replay <time>', 'on the events of the ledger since then: 24h ago, or a time in ISO 8601 (UTC)')
    .option('--all', 'with --replay: all rules, as they are')
    .action((name: string | undefined, options: RulesTestOptions, command: Command) =>
      act(command, async (session) => (await import('../commands/rules-test.ts')).test(session, name, options)),
    );
}
