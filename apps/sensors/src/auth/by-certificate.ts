import { TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';
import { type Authenticator, byHead } from './authenticator.ts';

/** A client certificate with one of these names. That its issuer is trusted is TLS's matter. */
export const byCertificate = (allowed: readonly string[]): Authenticator =>
  byHead(({ certificateNames }) => {
    const names = certificateNames();
    if (names.length === 0) return 'no client certificate that can be verified';
    return names.some((name) => allowed.includes(name)) || `a certificate of ${names.join(', ')}`;
  });

/** Common name and alternative names (DNS, URI) of a verified client certificate. */
export function certificateNames(socket: Socket): string[] {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return [];
  const { subject, subjectaltname = '' } = socket.getPeerCertificate() as Partial<
    ReturnType<TLSSocket['getPeerCertificate']>
  >;
  // Node quotes a name that holds a comma or a quote: taken apart it could pass for several.
  const alternatives = subjectaltname.includes('"') ? [] : subjectaltname.split(', ');
  const others = alternatives.flatMap((name) => /^(?:DNS|URI):(.+)$/.exec(name)?.[1] ?? []);
  return [subject?.CN ?? [], others].flat();
}
