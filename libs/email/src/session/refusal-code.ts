import type { EmailErrorCode } from '../errors.ts';
import type { Reply } from './reply.ts';

/** What a server's refusal means: by its enhanced code where that says more (RFC 3463), else by its digits (RFC 5321, 4.2.3). */
export function refusalCode({ smtpCode, enhancedCode = '', text }: Reply): EmailErrorCode {
  const [, subject, detail] = enhancedCode.split('.').map(Number);
  switch (smtpCode) {
    case 421:
      return 'EMAIL_SERVICE_UNAVAILABLE';
    case 452:
      return 'EMAIL_INSUFFICIENT_STORAGE';
    case 534:
    case 535:
    case 538:
      return 'EMAIL_AUTH_FAILED';
    case 530:
      return text.includes('TLS') ? 'EMAIL_TLS_REQUIRED' : 'EMAIL_AUTH_REQUIRED';
    default:
      break;
  }
  if (smtpCode < 500) return 'EMAIL_DEFERRED';
  if (subject === 7) return 'EMAIL_FORBIDDEN';
  if (subject === 2 && detail === 2) return 'EMAIL_MAILBOX_FULL';
  if ((subject === 3 || subject === 2) && (detail === 4 || detail === 3)) return 'EMAIL_TOO_BIG';
  if (subject === 1 && (detail === 3 || detail === 7)) return 'EMAIL_ADDRESS_REFUSED';
  switch (smtpCode) {
    case 550:
    case 551:
      return 'EMAIL_MAILBOX_UNKNOWN';
    case 552:
      return 'EMAIL_TOO_BIG';
    case 501:
    case 553:
      return 'EMAIL_ADDRESS_REFUSED';
    default:
      return 'EMAIL_REFUSED';
  }
}
