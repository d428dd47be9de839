import type { Freeze } from '@opsbook/runbook';
import type { Session } from '../session.ts';

/** What to type to lift a freeze. */
export const unfreezeCommand = (
  { scope, label }: Pick<Freeze, 'scope' | 'label'>,
  command: Session['command'],
): string => command('unfreeze', ...(scope === '' ? [] : ['--cloud', label]), '--reason', '...');
