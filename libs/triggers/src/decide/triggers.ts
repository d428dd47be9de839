import { Loop } from '../loop/loop.ts';
import { RunFeed } from '../loop/run-feed.ts';
import type { Rule, RuleSet } from '../rule.ts';
import { Decider } from './decider.ts';
import type { Desk } from './desk.ts';
import { Outbox } from './outbox.ts';
import type { TriggersOptions } from './triggers-options.ts';
import { Turns } from './turns.ts';

/**
 * Rules at work on a ledger of events: each event comes to its one state, runs are started, followed to what they came to,
 * and told of where they did not help. All that it knows is in the ledger: after a crash another one goes on. One process
 * per ledger.
 */
export class Triggers {
  readonly #turns: Turns;
  readonly #options: TriggersOptions;
  readonly #abort = new AbortController();
  readonly #outbox: Outbox;
  readonly #decider: Decider;
  readonly #loop: Loop;
  readonly #feed: RunFeed;
  #rules: RuleSet;
  #byName: ReadonlyMap<string, Rule>;

  private constructor(options: TriggersOptions) {
    const { store, runs, clock, rules, log = () => undefined } = options;
    this.#options = options;
    this.#rules = rules;
    this.#byName = byName(rules);
    this.#turns = new Turns(clock);
    const isAwaited = (run: string) => store.remediations({ run }).at(0)?.phase === 'starting';
    this.#outbox = new Outbox({ store, runs, clock, isAwaited, log });
    const desk: Desk = {
      ...options,
      log,
      turns: this.#turns,
      outbox: this.#outbox,
      rules: () => this.#rules,
      ruleOf: (name) => this.#byName.get(name),
      signal: this.#abort.signal,
      follow: (run) => {
        this.#loop.follow(run);
      },
      freed: (rule) => {
        this.#decider.freed(rule);
      },
    };
    this.#decider = new Decider(desk);
    this.#loop = new Loop(desk);
    this.#feed = new RunFeed(desk);
  }

  /** Takes up what is in the ledger, and begins. */
  static async start(options: TriggersOptions): Promise<Triggers> {
    const { store, rules } = options;
    await store.saveRuleSet(rules.hash, digestOf(rules));
    const triggers = new Triggers(options);
    triggers.#feed.start();
    triggers.#loop.start();
    triggers.#decider.start();
    triggers.#outbox.wake();
    return triggers;
  }

  /** Other rules from now on. What is being decided is decided by the old ones; what waits for a rule that is gone is decided anew. */
  async useRules(rules: RuleSet): Promise<void> {
    await this.#options.store.saveRuleSet(rules.hash, digestOf(rules));
    await this.#turns.take(() => {
      this.#rules = rules;
      this.#byName = byName(rules);
      return Promise.resolve();
    });
    this.#decider.renew();
  }

  /** Ends what is under way and begins nothing more. Runs go on. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all([this.#feed.stop(), this.#loop.stop(), this.#decider.stop(), this.#outbox.stop()]);
  }
}

const digestOf = ({ rules }: RuleSet) =>
  rules.map(({ name, place, conditions }) => ({ name, place, conditions: [...conditions] }));

const byName = ({ rules }: RuleSet): ReadonlyMap<string, Rule> => new Map(rules.map((rule) => [rule.name, rule]));
