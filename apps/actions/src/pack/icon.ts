import { crc32, deflateSync } from 'node:zlib';

const SIZE = 64;
const GREEN = [0x1f, 0x7a, 0x4d, 0xff] as const;
const WHITE = [0xff, 0xff, 0xff, 0xff] as const;

/** The pack's picture in StackStorm's web interface, as PNG (RFC 2083): an open book with a tick on it. */
export function icon(): Uint8Array {
  const rows = Array.from({ length: SIZE }, (_, y) => {
    const pixels = Array.from({ length: SIZE }, (__, x) => colorAt(x, y));
    // Each row begins with its filter: none.
    return Buffer.from([0, ...pixels.flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // Eight bits for each of red, green, blue and opacity.
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colorAt(x: number, y: number): readonly number[] {
  const inBook = x >= 8 && x < 56 && y >= 14 && y < 50;
  const onSpine = Math.abs(x - 31.5) < 1;
  const onTick = (x < 28 ? Math.abs(y - (x + 10)) : Math.abs(y - (66 - x))) < 3 && x >= 20 && x < 44;
  return inBook && !onSpine && !onTick ? WHITE : GREEN;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
