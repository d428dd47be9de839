import { type StackStormClient, type StackStormError, isStackStormError } from '@opsbook/stackstorm';
import type { EventSink } from '@opsbook/triggers';

/** A StackStorm that events are handed to, through its system webhook (st2 `st2api/controllers/v1/webhooks.py`). */
export const stackstormSink = (st2: StackStormClient): EventSink => ({
  send: async ({ trigger, traceTag }, payload) => {
    try {
      await st2.webhooks.emit(trigger, payload, { traceTag });
      return 'taken';
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (await isKnown(st2, trigger)) return { refused: error.serviceMessage ?? error.message };
      return { later: `StackStorm knows no trigger ${trigger}: install the pack that opsbook pack build made` };
    }
  },
  has: async (traceTag) => (await st2.traces.list({ traceTag, limit: 1 })).length > 0,
  isInDoubt: (error) => isStackStormError(error) && error.outcomeUnknown,
});

const isRefusal = (error: unknown): error is StackStormError =>
  isStackStormError(error) && error.code === 'STACKSTORM_BAD_REQUEST';

async function isKnown(st2: StackStormClient, trigger: string): Promise<boolean> {
  try {
    await st2.triggerTypes.get(trigger);
    return true;
  } catch (error) {
    if (isStackStormError(error) && error.kind === 'not-found') return false;
    throw error;
  }
}
