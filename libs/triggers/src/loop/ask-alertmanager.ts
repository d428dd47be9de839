import { isoNow } from '@opsbook/context';
import { errorValue } from '@opsbook/runbook';
import type { AlertNow } from '../alert-now.ts';
import type { Desk } from '../decide/desk.ts';
import { inTime } from '../decide/in-time.ts';
import type { Asked, Remediation } from '../remediation.ts';

/** Seconds that an answer may take. */
const MOST = 60;
/** Seconds after the deadline in which it is asked again where it could not be asked. */
const PATIENCE = 600;

/**
 * Asks the Alertmanager that a run's alert came from whether it still fires: of an end while it was silenced nobody is told.
 * `nobody`: there is none to be asked; undefined: it has to be asked again.
 */
export async function askAlertmanager(
  desk: Pick<Desk, 'store' | 'clock' | 'signal' | 'stillFires' | 'log'>,
  { run, rule, event: id, deadline = '' }: Remediation,
): Promise<Asked | 'nobody' | undefined> {
  const { store, clock, signal, stillFires, log } = desk;
  try {
    const event = store.get(id)?.event;
    if (stillFires === undefined || event?.type !== 'alert') return 'nobody';
    const known = await inTime(desk, 'Alertmanager', () => stillFires(event, Date.parse(deadline)), MOST);
    const at = isoNow(clock);
    if (known !== undefined) return { at, ...textOf(known, run) };
    return { at, found: 'unknown', why: `the configuration does not say which one '${event.source}' is` };
  } catch (thrown) {
    if (signal.aborted) return undefined;
    const error = errorValue(thrown);
    log('Alertmanager cannot be asked whether an alert still fires', { run, rule, error });
    if (clock.now() < Date.parse(deadline) + PATIENCE * 1000) return undefined;
    return { at: isoNow(clock), found: 'unknown', why: error.message };
  }
}

function textOf(known: AlertNow, run: string): Pick<Asked, 'found' | 'why'> {
  if (!known.fires) return { found: 'over', why: 'it fires no more' };
  const silences = known.silences.map((silence) => `${silence}${silence.includes(run) ? ', which this run made' : ''}`);
  const silenced = silences.length === 0 ? '' : `, silenced by ${silences.join(' and by ')}`;
  return { found: 'fires', why: `it fires since ${known.since}${silenced}` };
}
