import type { AnyRunbook } from '@opsbook/runbook';
import { checkSensors } from '@opsbook/sensors';
import { type Config, isConfigError } from '@opsbook/services';
import { type RuleSet, isTriggersError, loadRules, readRuleFiles } from '@opsbook/triggers';

export interface CheckedRules {
  /** Undefined where they have faults. */
  rules?: RuleSet;
  ruleFaults: readonly string[];
  sensorFaults: readonly string[];
}

/** Reads the rules and looks whether the sensors can look: every fault of both. */
export function checkRules({ serve }: Pick<Config, 'serve'>, runbooks: readonly AnyRunbook[]): CheckedRules {
  const sensorFaults = faultsOf(() => checkSensors({ serve }, runbooks));
  let rules: RuleSet | undefined;
  const ruleFaults = faultsOf(() => {
    rules = loadRules(readRuleFiles(serve.rules), { runbooks });
  });
  return { ruleFaults, sensorFaults, ...(rules && { rules }) };
}

function faultsOf(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (isTriggersError(error)) return error.faults;
    if (isConfigError(error)) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}
