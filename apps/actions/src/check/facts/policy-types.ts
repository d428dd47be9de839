import type { Parameter, Parameters } from '../shapes/parameter-schema.ts';

const threshold = { type: 'integer', required: true } as const;
const action = (): Parameter => ({ type: 'string', default: 'delay', enum: ['delay', 'cancel'] });

/** Policy types and their parameters (st2 `st2common/policies/meta/*.yaml`). */
export const POLICY_TYPES: Readonly<Record<string, Parameters>> = {
  'action.concurrency': { threshold, action: action() },
  'action.concurrency.attr': {
    threshold,
    action: action(),
    attributes: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1 } },
  },
  'action.retry': {
    retry_on: { type: 'string', required: true, enum: ['failure', 'timeout'] },
    max_retry_count: { type: 'integer', required: true, minimum: 1, maximum: 5, default: 2 },
    delay: { type: 'number', minimum: 0, maximum: 120 },
  },
};
