import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, cpuOf, present, wallOf } from '../measure.ts';
import { goal, heading, line } from '../print.ts';

const ROUNDS = 5;
const MAILS = 1000;
/** Where a mail server takes mails from this host without a login, and who gets them. */
const { OPSBOOK_BENCH_SMTP: server = '127.0.0.1:2525', OPSBOOK_BENCH_MAIL_TO: to = 'alerts@example.test' } =
  process.env;

/** A thousand mails in one session into a mail server on this host, against python's smtplib. */
export async function mails(): Promise<void> {
  heading(`${MAILS} mails in one session into the mail server at ${server}, median of ${ROUNDS} alternating runs`);
  const [host = '', port = ''] = server.split(':');
  if (!(await answers(host, Number(port)))) {
    line('left out', 'nobody answers there; OPSBOOK_BENCH_SMTP names another one');
    return;
  }
  const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const args = [host, port, String(MAILS), to];
  const ours: Candidate = {
    name: '@opsbook/email',
    command: [process.execPath, '--conditions=@opsbook/source', script('send-mails.ts'), ...args],
  };
  const peer: Candidate = { name: "python's smtplib", command: ['/usr/bin/python3', script('send_mails.py'), ...args] };
  const hasPeer = present(['/usr/bin/python3', '-c', 'import smtplib']);
  const candidates = hasPeer ? [ours, peer] : [ours];
  const found = alternate(candidates, ROUNDS);
  for (const { name } of candidates) {
    const samples = found.get(name) ?? [];
    const few = samples.find(({ stdout }) => stdout.trim() !== String(MAILS));
    if (few !== undefined) throw new Error(`${name} sent ${few.stdout.trim()} of ${MAILS} mails`);
    line(name, `${wallOf(samples).toFixed(0)} ms, ${cpuOf(samples).toFixed(0)} ms CPU of its own`);
  }
  if (!hasPeer) return;
  const times = wallOf(found.get(ours.name)) / wallOf(found.get(peer.name));
  line('times as long as the peer', `${times.toFixed(2)} ${goal('at most 1', times <= 1)}`);
}

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (there: boolean) => {
      socket.destroy();
      resolve(there);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
