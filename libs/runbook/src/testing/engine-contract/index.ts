import { adoptionCases } from './adoption.ts';
import { cancelCases } from './cancel.ts';
import { childCases } from './children.ts';
import { determinismCases } from './determinism.ts';
import type { EngineCase } from './engine-case.ts';
import { freezeCases } from './freeze.ts';
import { historyCases } from './history.ts';
import { journalCases } from './journal.ts';
import { laneCases } from './lanes.ts';
import { leaseCases } from './leases.ts';
import { queueCases } from './queue.ts';
import { recordCases } from './records.ts';
import { signalCases } from './signals.ts';
import { timerCases } from './timers.ts';
import { unknownOutcomeCases } from './unknown-outcome.ts';

/** What every engine does, whatever keeps its runs, by theme; for any test runner: a case fails by rejecting. */
export const engineContract: Readonly<Record<string, readonly EngineCase[]>> = {
  records: recordCases,
  journal: journalCases,
  lanes: laneCases,
  leases: leaseCases,
  signals: signalCases,
  timers: timerCases,
  cancel: cancelCases,
  children: childCases,
  'unknown outcome': unknownOutcomeCases,
  determinism: determinismCases,
  adoption: adoptionCases,
  queue: queueCases,
  freeze: freezeCases,
  history: historyCases,
};
