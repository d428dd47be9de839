type Comparison = (value: string, wanted: string) => boolean;

const numbers =
  (compare: (a: number, b: number) => boolean): Comparison =>
  (value, wanted) =>
    compare(Number(value), Number(wanted));

// nova/scheduler/filters/extra_specs_ops.py; `=` means "at least" there.
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['=', numbers((a, b) => a >= b)],
  ['==', numbers((a, b) => a === b)],
  ['!=', numbers((a, b) => a !== b)],
  ['>=', numbers((a, b) => a >= b)],
  ['<=', numbers((a, b) => a <= b)],
  ['<in>', (value, wanted) => value.includes(wanted)],
  ['s==', (value, wanted) => value === wanted],
  ['s!=', (value, wanted) => value !== wanted],
  ['s<', (value, wanted) => value < wanted],
  ['s<=', (value, wanted) => value <= wanted],
  ['s>', (value, wanted) => value > wanted],
  ['s>=', (value, wanted) => value >= wanted],
]);

/** Whether a value of an aggregate's metadata is what a flavor's extra spec asks for, as nova reads it. */
export function extraSpecFits(value: string, wanted: string): boolean {
  const [operator = '', ...words] = wanted.trim().split(/\s+/);
  if (operator === '<or>') return words.filter((_, index) => index % 2 === 0).includes(value);
  if (operator === '<all-in>') return words.length > 0 && words.every((word) => value.includes(word));
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) return value === wanted;
  return words[0] !== undefined && compare(value, words[0]);
}
