/** What Prometheus answers with 400 `bad_data`. */
export class Refusal extends Error {}

const MOST_POINTS = 11_000;

/** A time of the request in Unix seconds: as such, or as RFC 3339. */
export function timeOf(fields: URLSearchParams, name: string): number {
  const text = fields.get(name) ?? '';
  const time = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (!Number.isNaN(time)) return time;
  // `time` is optional, and its refusal says it twice.
  const said = name === 'time' ? `Invalid time value for 'time': ` : '';
  throw new Refusal(`invalid parameter "${name}": ${said}cannot parse ${JSON.stringify(text)} to a valid timestamp`);
}

/** Every moment of a range. */
export function stepsOf(fields: URLSearchParams): number[] {
  const [start, end, step] = [timeOf(fields, 'start'), timeOf(fields, 'end'), Number(fields.get('step'))];
  if (end < start) throw new Refusal('invalid parameter "end": end timestamp must not be before start time');
  if (!(step > 0)) {
    throw new Refusal(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  const count = Math.floor((end - start) / step + 1e-9);
  if (count > MOST_POINTS) {
    throw new Refusal(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  return Array.from({ length: count + 1 }, (_, index) => start + index * step);
}
