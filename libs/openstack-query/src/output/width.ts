const ASCII = /^[\x20-\x7e]*$/;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
// East Asian wide and full-width characters (UAX #11), and what is shown as a picture.
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\u2e80-\u303e\u3041-\u33ff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]$/u;
const HALF = /^[\uff61-\uffdc]$/;
// Made when a text needs it: it takes 2 MiB, and most tables are ASCII.
let graphemes: Intl.Segmenter | undefined;

/** Columns that a text takes on a screen. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** That of its widest character: a family or a flag is one picture. */
function graphemeWidth(grapheme: string): number {
  let width = 0;
  for (const character of grapheme) {
    const one = ZERO.test(character) ? 0 : WIDE.test(character) && !HALF.test(character) ? 2 : 1;
    width = Math.max(width, one);
  }
  return grapheme.includes('\ufe0f') ? 2 : width;
}
