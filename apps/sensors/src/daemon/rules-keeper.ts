import type { AnyRunbook } from '@opsbook/runbook';
import { type RuleSet, isTriggersError, loadRules, readRuleFiles } from '@opsbook/triggers';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';

export interface RulesKeeperOptions {
  /** Files and folders. */
  paths: readonly string[];
  runbooks: readonly AnyRunbook[];
  log: Logger;
  registry: Registry;
}

/** The rules that hold, and the files that they came from. */
export class RulesKeeper {
  readonly #options: RulesKeeperOptions;
  readonly #ok: Gauge;
  readonly #count: Gauge;
  #rules: RuleSet;

  /** @throws TriggersError RULES_INVALID: a daemon that has no rules yet does not begin with some of them */
  constructor(options: RulesKeeperOptions) {
    const registers = [options.registry];
    this.#options = options;
    this.#ok = new Gauge({
      name: 'opsbook_rules_last_reload_ok',
      help: '1: the files of rules were read; 0: they have faults, and the rules of before hold',
      registers,
    });
    this.#count = new Gauge({ name: 'opsbook_rules', help: 'Rules that hold', registers });
    this.#rules = this.#load();
    this.#hold(this.#rules);
  }

  get current(): RuleSet {
    return this.#rules;
  }

  /**
   * Reads the files again, and lets them hold once `use` has taken them. False where they have faults, or cannot be taken: then
   * all stays as it is, and the log says why.
   */
  async reload(use: (rules: RuleSet) => Promise<void>): Promise<boolean> {
    const { log } = this.#options;
    try {
      const rules = this.#load();
      await use(rules);
      this.#hold(rules);
      log.info({ rules: rules.rules.length, hash: rules.hash }, 'rules read');
      return true;
    } catch (error) {
      this.#ok.set(0);
      const faults = isTriggersError(error) ? error.faults : [(error as Error).message];
      log.error({ faults }, 'the rules cannot be used: those of before hold on');
      return false;
    }
  }

  #load(): RuleSet {
    const { paths, runbooks } = this.#options;
    return loadRules(readRuleFiles(paths), { runbooks });
  }

  #hold(rules: RuleSet): void {
    this.#rules = rules;
    this.#ok.set(1);
    this.#count.set(rules.rules.length);
  }
}
