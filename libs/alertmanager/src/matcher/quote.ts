const CONTROLS: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"' }),
);

/** A text as Go writes it in double quotes: what cannot be printed is escaped. */
export function quote(text: string): string {
  const inner = Array.from(text, (char) => {
    for (const [letter, meant] of CONTROLS) if (char === meant) return `\\${letter}`;
    if (char === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(char)) return char;
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${inner.join('')}"`;
}

/** What a text in double quotes means to Go; undefined where it is none, or not UTF-8. */
export function unquote(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1);
  if (inner.includes('\n')) return undefined;
  const bytes: number[] = [];
  for (const [piece] of inner.matchAll(/\\(?:x[^]{2}|u[^]{4}|U[^]{8}|[0-7][^]{2}|[^])|[^\\]+|\\/g)) {
    const meant = piece.startsWith('\\') ? bytesOf(piece.slice(1)) : Buffer.from(piece);
    if (meant === undefined) return undefined;
    for (const byte of meant) bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return undefined;
  }
}

// `\x` and octal escapes stand for bytes, `\u` and `\U` for characters.
function bytesOf(escape: string): Iterable<number> | undefined {
  const control = CONTROLS.get(escape);
  if (control !== undefined) return Buffer.from(control);
  if (/^x[0-9a-f]{2}$/i.test(escape)) return [Number.parseInt(escape.slice(1), 16)];
  if (/^[0-3][0-7]{2}$/.test(escape)) return [Number.parseInt(escape, 8)];
  if (!/^(u[0-9a-f]{4}|U[0-9a-f]{8})$/i.test(escape)) return undefined;
  const code = Number.parseInt(escape.slice(1), 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? Buffer.from(String.fromCodePoint(code)) : undefined;
}
