// Sends so many mails in one session with @opsbook/email. Arguments: host, port, count, recipient.
import { email } from '@opsbook/email';

const [, , host = '', port = '', count = '', to = ''] = process.argv;
const account = email({ host, port: Number(port), security: 'none', from: 'ops@example.test' });
const mails = Array.from({ length: Number(count) }, (_, index) => ({
  to,
  subject: `Mail ${index}`,
  text: `Your server ${index} is shut off.\n`,
  html: `<p>Your server <b>${index}</b> is shut off.</p>\n`,
}));
const { counts } = await account.sendAll(mails);
account.close();
console.log(counts.sent);
