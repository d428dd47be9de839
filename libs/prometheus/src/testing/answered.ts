import type { SimulatorAnswer } from '@opsbook/http/testing';

/** One series of an answer, with the value that it has now; NaN and the infinities too. */
export interface AnsweredSeries {
  labels?: Readonly<Record<string, string>>;
  value: number;
}

/** What an expression gives: a vector, or a scalar. */
export type Answered = number | readonly AnsweredSeries[];

interface Asked {
  /** Of a query at one moment. */
  time: number;
  /** Of a range: every moment of it. */
  steps?: readonly number[];
}

/** An answer as Prometheus sends it. In a range every series has its value at every step. */
export function wireAnswer(answered: Answered, { time, steps }: Asked): SimulatorAnswer {
  const series = typeof answered === 'number' ? [{ value: answered }] : answered;
  if (steps !== undefined) {
    const result = series.map(({ labels = {}, value }: AnsweredSeries) => ({
      metric: labels,
      values: steps.map((step) => [step, valueText(value)]),
    }));
    return success({ resultType: 'matrix', result });
  }
  if (typeof answered === 'number') return success({ resultType: 'scalar', result: [time, valueText(answered)] });
  const result = answered.map(({ labels = {}, value }) => ({ metric: labels, value: [time, valueText(value)] }));
  return success({ resultType: 'vector', result });
}

const success = (data: unknown): SimulatorAnswer => ({ status: 200, body: { status: 'success', data } });

const valueText = (value: number): string =>
  Math.abs(value) === Infinity ? `${value > 0 ? '+' : '-'}Inf` : String(value);
