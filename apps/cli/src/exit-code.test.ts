import { expect, test } from '@jest/globals';
import { exitCodeForError } from './exit-code.ts';

test.each([
  ['INVALID_INPUT', 'invalid-input', 2],
  ['LEDGER_UNREACHABLE', 'forbidden', 2],
  ['LEDGER_TOO_NEW', 'refused', 2],
  ['BACKUP_EXISTS', 'conflict', 2],
  ['RUN_OWNED', 'conflict', 3],
  ['REFUSED', 'refused', 3],
  ['FROZEN', 'refused', 3],
  ['PLAN_REQUIRED', 'refused', 3],
  ['VERSION_CHANGED', 'conflict', 3],
  ['NON_DETERMINISTIC', 'conflict', 1],
  // A runbook's mistake, a service's answer and a runbook that says it cannot are failures, whatever their kind.
  ['NOT_A_VERB', 'invalid-input', 1],
  ['OPENSTACK_BAD_REQUEST', 'invalid-input', 1],
  ['OPENSTACK_CONFLICT', 'conflict', 1],
  ['RUN_FAILED', 'conflict', 1],
])('%s (%s) ends with %i', (code, kind, exit) => {
  expect(exitCodeForError({ code, kind })).toBe(exit);
});
