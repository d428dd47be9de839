import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Target, contractTarget } from '@opsbook/context/testing';
import { type PrometheusClient, isPrometheusError } from '../index.ts';

/** One Prometheus to hold the library against: it has the series `up{job="prometheus"}` with the value 1. */
export interface PrometheusTarget extends Target {
  client: PrometheusClient;
}

const UP = 'up{job="prometheus"}';

/** The same assertions for the simulator and the real service. */
export function prometheusContract(prepare: () => Promise<PrometheusTarget>): void {
  const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);
  const client = () => target().client;
  const errorOf = async (request: Promise<unknown>) => {
    const error: unknown = await request.catch((reason: unknown) => reason);
    if (!isPrometheusError(error)) throw new Error(`no PrometheusError: ${String(error)}`);
    const { code, status, position, serviceMessage } = error;
    return { code, status, position, serviceMessage };
  };

  describe('an expression', () => {
    it('gives a vector, with labels and time', async () => {
      const result = await client().query(UP);
      if (result.type !== 'vector') throw new Error(`it gives a ${result.type}`);
      expect(result.vector.map(({ labels, value }) => [labels['__name__'], labels['job'], value])).toEqual([
        ['up', 'prometheus', 1],
      ]);
      expect(result.vector[0]?.at).toMatch(/^20\d\d-\d\d-\d\dT.*Z$/);
      expect(result.warnings).toEqual([]);
    });

    it('of nothing gives an empty vector', async () => {
      expect(await client().query('opsbook_contract_nothing')).toEqual({ type: 'vector', vector: [], warnings: [] });
    });

    it.each([
      ['1', 1],
      ['1/0', Infinity],
      ['-1/0', -Infinity],
      ['0/0', NaN],
    ])('gives a scalar: %s', async (expression, value) => {
      expect(await client().query(expression)).toMatchObject({ type: 'scalar', value });
    });

    it('is evaluated when it is told', async () => {
      const at = '2026-01-01T00:00:00.500Z';
      expect(await client().query('1', { at })).toMatchObject({ type: 'scalar', at });
    });

    it('holds, or not', async () => {
      const held = await Promise.all(
        [UP, 'opsbook_contract_nothing', '1', '0', '0/0'].map((one) => client().holds(one)),
      );
      expect(held).toEqual([true, false, true, false, false]);
    });

    it('gives a range', async () => {
      const range = { start: '2026-01-01T00:00:00.000Z', end: '2026-01-01T00:01:00.000Z', step: 30 };
      const { matrix } = await client().queryRange('1', range);
      expect(matrix.map(({ samples }) => samples)).toEqual([
        ['00:00', '00:30', '01:00'].map((time) => ({ at: `2026-01-01T00:${time}.000Z`, value: 1 })),
      ]);
    });
  });

  describe('bad syntax', () => {
    it.each([
      ['sum(', '1:5: parse error: unclosed left parenthesis'],
      ['sum((up)', '1:9: parse error: unclosed left parenthesis'],
      ['(up))', "1:6: parse error: unexpected right parenthesis ')'"],
      ['up{job="x"', '1:11: parse error: unexpected end of input inside braces'],
      ['up}', "1:3: parse error: unexpected character: '}'"],
      ['up[5m', '1:6: parse error: unclosed left bracket'],
      ['up]', "1:3: parse error: unexpected right bracket ']'"],
      ['"abc', '1:1: parse error: unterminated quoted string'],
      ['1 +', '1:4: parse error: unexpected end of input'],
      ['up +\n  (', '2:4: parse error: unclosed left parenthesis'],
      ['# only a comment', '1:1: parse error: no expression found in input'],
      ['  ', '1:1: parse error: no expression found in input'],
    ])('is refused with its place: %j', async (expression, message) => {
      const [line, column] = message.split(':').map(Number);
      expect(await errorOf(client().query(expression))).toEqual({
        code: 'PROMETHEUS_BAD_QUERY',
        status: 400,
        position: { line, column },
        serviceMessage: `invalid parameter "query": ${message}`,
      });
    });
  });

  it('refuses more than 11,000 points of a range', async () => {
    const range = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z', step: 1 };
    expect(await errorOf(client().queryRange('1', range))).toMatchObject({
      code: 'PROMETHEUS_BAD_QUERY',
      status: 400,
      position: undefined,
    });
  });
}
