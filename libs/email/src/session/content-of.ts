import { Readable } from 'node:stream';

/** The content as nodemailer reads it: only once the server has asked for it (354). */
export function contentOf(content: Buffer, onAsked: () => void): Readable {
  return new Readable({
    read() {
      onAsked();
      this.push(content);
      this.push(null);
    },
  });
}
