/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAlertmanagerError } from '../errors.ts';
import { labelTest } from '../matcher/label-test.ts';
import { parseMatcher } from '../matcher/parse-matcher.ts';
import { MARK, type TargetOf, at } from './contract-target.ts';
import { ANY_EXPRESSION, ANY_MATCHER, EXPRESSIONS, MATCHERS, VALUES } from './matcher-cases.ts';
import type { Json } from './wire.ts';

const RUNS = 400;

/**
 * That this library reads and applies matchers as the service does: each text is sent as a filter, and the service has to
 * refuse it, or find the same alerts, as the library does.
 */
export function matchersContract(target: TargetOf): void {
  describe('matchers', () => {
    const alerts = VALUES.map((value, index) => ({
      labels: { alertname: 'ContractMatcher', [MARK]: 'matchers', n: String(index), ...(value !== '' && { v: value }) },
    }));
    beforeAll(async () => {
      const body = alerts.map((alert) => ({ ...alert, endsAt: at(target(), 600) }));
      await target().wire.send('POST', '/api/v2/alerts', { body });
    });
    afterAll(async () => {
      const times = { startsAt: at(target(), -3600), endsAt: at(target(), -0.001) };
      const body = alerts.map((alert) => ({ ...alert, ...times }));
      await target().wire.send('POST', '/api/v2/alerts', { body });
    });
    const theirs = async (filter: string): Promise<string[] | 'refused'> => {
      const own = [`${MARK}="matchers"`, filter];
      const { status, body } = await target().wire.send('GET', '/api/v2/alerts', { query: { filter: own } });
      if (status === 400) return 'refused';
      expect(status).toBe(200);
      return (body as Json[]).map(({ labels }) => labels.n as string).sort();
    };
    const ours = (filter: string): string[] | 'refused' => {
      try {
        const passes = labelTest([parseMatcher(filter, { syntax: 'classic' })]);
        return alerts
          .filter(({ labels }) => passes(labels))
          .map(({ labels }) => labels.n)
          .sort();
      } catch (error) {
        if (isAlertmanagerError(error)) return 'refused';
        throw error;
      }
    };

    test.each(MATCHERS)('are read alike: %j', async (filter) => {
      expect({ filter, found: ours(filter) }).toEqual({ filter, found: await theirs(filter) });
    });

    test.each(EXPRESSIONS)('mean the same: %j', async (expression) => {
      const filter = `v=~"${expression.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
      expect({ filter, found: ours(filter) }).toEqual({ filter, found: await theirs(filter) });
    });

    test.each([
      ['texts', ANY_MATCHER],
      ['expressions', ANY_EXPRESSION],
    ])('agree for any %s', async (_, any) => {
      const check = fc.asyncProperty(any, async (filter) => {
        expect({ filter, found: ours(filter) }).toEqual({ filter, found: await theirs(filter) });
      });
      await fc.assert(check, { numRuns: RUNS, seed: 7 });
    });
  });
}
