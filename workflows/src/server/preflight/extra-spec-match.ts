const compare =
  (test: (value: number, wanted: number) => boolean) =>
  (value: string, [wanted = '']: readonly string[]): boolean =>
    test(numberOf(value), numberOf(wanted));

const order =
  (test: (value: string, wanted: string) => boolean) =>
  (value: string, [wanted = '']: readonly string[]): boolean =>
    test(value, wanted);

const OPERATORS: Record<string, (value: string, words: readonly string[]) => boolean> = {
  // `=` is "at least".
  '=': compare((value, wanted) => value >= wanted),
  '==': compare((value, wanted) => value === wanted),
  '!=': compare((value, wanted) => value !== wanted),
  '>=': compare((value, wanted) => value >= wanted),
  '<=': compare((value, wanted) => value <= wanted),
  's==': order((value, wanted) => value === wanted),
  's!=': order((value, wanted) => value !== wanted),
  's<': order((value, wanted) => value < wanted),
  's<=': order((value, wanted) => value <= wanted),
  's>': order((value, wanted) => value > wanted),
  's>=': order((value, wanted) => value >= wanted),
  '<in>': order((value, wanted) => value.includes(wanted)),
  '<all-in>': (value, words) => words.every((word) => value.includes(word)),
  // `<or> a <or> b`: every second word is the operator again.
  '<or>': (value, words) => words.some((word, index) => index % 2 === 0 && word === value),
};

/**
 * Whether a value fulfils what an extra spec wants of it: nova's `extra_specs_ops.match` (scheduler/filters in Zed). Without an
 * operator at its beginning the wanted text is the value itself.
 */
export function extraSpecMatches(value: string, wanted: string): boolean {
  const [first = '', ...words] = wanted.split(/\s+/).filter((word) => word !== '');
  const operator = Object.hasOwn(OPERATORS, first) ? OPERATORS[first] : undefined;
  if (operator === undefined) return value === wanted;
  return words.length > 0 && operator(value, words);
}

// What is no number is neither more nor less than one.
const numberOf = (text: string): number =>
  /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
