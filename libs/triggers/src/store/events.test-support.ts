import type { TriggerEvent } from '../trigger-event.ts';

export const T0 = '2030-01-01T00:00:00.000Z';
export const T1 = '2030-01-02T00:00:00.000Z';
export const T2 = '2030-01-03T00:00:00.000Z';

/** An alert by its number. */
export function alert(n: number, more: Partial<TriggerEvent> = {}): TriggerEvent {
  const subject = `${T0}/${String(n).padStart(4, '0')}`;
  return {
    id: `e${String(n).padStart(4, '0')}`,
    type: 'alert',
    source: 'prod',
    key: `${subject}/firing`,
    subject,
    status: 'firing',
    receivedAt: T0,
    payload: { status: 'firing', labels: { alertname: 'HostDown', instance: `cmp-${n}` } },
    ...more,
  };
}
