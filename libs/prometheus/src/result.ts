import * as z from 'zod';

/** A value and when it was so. */
export interface Sample {
  /** UTC ISO 8601. */
  at: string;
  /** NaN and the infinities too, which JSON has no place for. */
  value: number;
}

/** One series of an instant vector. */
export interface VectorSample extends Sample {
  /** With `__name__`, where there is a name. */
  labels: Readonly<Record<string, string>>;
}

/** One series of a range vector. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  /** The earliest first. */
  samples: readonly Sample[];
}

/** What an expression gives. Native histograms are left out of it. */
export type QueryResult = (
  | { type: 'vector'; vector: readonly VectorSample[] }
  | ({ type: 'scalar' } & Sample)
  | { type: 'matrix'; matrix: readonly Series[] }
  | { type: 'string'; at: string; text: string }
) & {
  /** What Prometheus warns of and tells about the answer: it may be incomplete. */
  warnings: readonly string[];
};

/** A range of an expression. */
export interface RangeResult {
  matrix: readonly Series[];
  warnings: readonly string[];
}

const point = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());

/** Source: Prometheus documentation, "HTTP API", "Expression query result formats". */
export const answerSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: labels, value: point.optional() })),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric: labels, values: z.array(point).default([]) })),
    }),
    z.object({ resultType: z.literal('scalar'), result: point }),
    z.object({ resultType: z.literal('string'), result: point }),
  ]),
  warnings: z.array(z.string()).default([]),
  infos: z.array(z.string()).default([]),
});

type Answer = z.output<typeof answerSchema>;

export function resultOf({ data, warnings: warned, infos }: Answer): QueryResult {
  const warnings = [...warned, ...infos];
  switch (data.resultType) {
    case 'vector': {
      const vector = data.result.flatMap(({ metric, value }) =>
        value === undefined ? [] : [{ labels: metric, ...sampleOf(value) }],
      );
      return { type: 'vector', vector, warnings };
    }
    case 'matrix': {
      const matrix = data.result.map(({ metric, values }) => ({ labels: metric, samples: values.map(sampleOf) }));
      return { type: 'matrix', matrix, warnings };
    }
    case 'scalar':
      return { type: 'scalar', ...sampleOf(data.result), warnings };
    case 'string':
      return { type: 'string', at: timeOf(data.result[0]), text: data.result[1], warnings };
  }
}

const sampleOf = ([time, value]: [number, string]): Sample => ({ at: timeOf(time), value: valueOf(value) });

const timeOf = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString();

// Values travel as texts because JSON has neither of these two.
const valueOf = (text: string): number =>
  text.endsWith('Inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
