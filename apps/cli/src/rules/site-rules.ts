import { type Rule, type RuleSet, loadRules, readRuleFiles } from '@opsbook/triggers';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';

/** The rules of a site. Throws `RULES_INVALID` with every fault, a `RunbooksError` for runbooks that do not load. */
export async function siteRules(site: Site): Promise<RuleSet> {
  const files = readRuleFiles(site.config.serve.rules);
  const { runbooks } = await site.catalog();
  return loadRules(files, { runbooks });
}

/** Throws {@link UsageError} with the rules that there are. */
export function ruleNamed({ rules }: RuleSet, name: string): Rule {
  const found = rules.find((rule) => rule.name === name);
  if (found !== undefined) return found;
  const known = rules.length === 0 ? 'there are none' : `known are ${rules.map((rule) => rule.name).join(', ')}`;
  throw new UsageError(`there is no rule '${name}'; ${known}`);
}
