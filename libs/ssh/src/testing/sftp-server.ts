import { dirname } from 'node:path/posix';
import type { SFTPWrapper } from 'ssh2';
import type { FakeFile, FakeHost } from './fake-host.ts';

// Status codes of SFTP version 3, draft-ietf-secsh-filexfer-02 section 7.
const OK = 0;
const END = 1;
const NO_SUCH_FILE = 2;
const DENIED = 3;
const FAILURE = 4;
const WRITE = 0x2;

interface OpenFile {
  path: string;
  file: FakeFile;
}

/**
 * Serves a simulated host's files over SFTP. A rename replaces what is there, as OpenSSH's posix-rename does: ssh2's server
 * cannot announce that extension. What belongs to root (mode 0600, or a place in /etc or /root) is denied to others.
 */
export function serveSftp(host: FakeHost, user: string, sftp: SFTPWrapper): void {
  const handles = new Map<number, OpenFile>();
  let last = 0;
  const of = (handle: Buffer) => handles.get(handle.readUInt32BE(0));
  const denied = (path: string) => user !== 'root' && /^\/(?:etc|root)\//.test(path);

  sftp
    .on('OPEN', (id, path, flags) => {
      const writes = (flags & WRITE) !== 0;
      const found = host.files.get(path);
      if (writes ? !host.folders.has(dirname(path)) : found === undefined) {
        sftp.status(id, NO_SUCH_FILE, 'No such file');
        return;
      }
      if (writes ? denied(path) : found?.mode === 0o600 && denied(path)) {
        sftp.status(id, DENIED, 'Permission denied');
        return;
      }
      const file = writes ? { content: Buffer.alloc(0), mode: 0o600 } : (found as FakeFile);
      if (writes) host.files.set(path, file);
      handles.set((last += 1), { path, file });
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(last);
      sftp.handle(id, handle);
    })
    .on('WRITE', (id, handle, offset, data) => {
      const open = of(handle);
      if (open === undefined) {
        sftp.status(id, FAILURE);
        return;
      }
      const { file } = open;
      const size = Math.max(file.content.length, offset + data.length);
      const content = Buffer.alloc(size);
      file.content.copy(content);
      data.copy(content, offset);
      file.content = content;
      sftp.status(id, OK);
    })
    .on('READ', (id, handle, offset, length) => {
      const open = of(handle);
      if (open === undefined) {
        sftp.status(id, FAILURE);
        return;
      }
      const part = open.file.content.subarray(offset, offset + length);
      if (part.length === 0) sftp.status(id, END);
      else sftp.data(id, part);
    })
    .on('FSETSTAT', (id, handle, attrs) => {
      const open = of(handle);
      if (open !== undefined) open.file.mode = attrs.mode & 0o7777;
      sftp.status(id, open === undefined ? FAILURE : OK);
    })
    .on('CLOSE', (id, handle) => {
      handles.delete(handle.readUInt32BE(0));
      sftp.status(id, OK);
    })
    .on('REMOVE', (id, path) => sftp.status(id, host.files.delete(path) ? OK : NO_SUCH_FILE))
    .on('RENAME', (id, from, to) => {
      const file = host.files.get(from);
      if (file === undefined) {
        sftp.status(id, NO_SUCH_FILE);
        return;
      }
      host.files.delete(from);
      host.files.set(to, file);
      sftp.status(id, OK);
    });
}
