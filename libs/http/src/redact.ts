import { scrub } from '@opsbook/context';

const MASK = '***';
const SECRET_PARAMETER = /token|secret|passw|signature|api_?key|access_?key|credential|^sig$|_sig$|^auth$|^key$/i;
const SECRET_HEADER = /token|secret|cookie|authoriz|passw|api-?key|^x-auth-key$/i;

/** The URL for people: no userinfo, no fragment, the values of token-like query parameters and known secrets masked. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return scrub(url).replace(/\/\/[^/@]*@/, '//');
  const parsed = new URL(url);
  const query = parsed.search
    .slice(1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return SECRET_PARAMETER.test(name) ? `${name}=${MASK}` : pair;
    })
    .join('&');
  return scrub(`${parsed.protocol}//${parsed.host}${parsed.pathname}${query === '' ? '' : `?${query}`}`);
}

/** The headers with tokens, cookies and known secrets masked. */
export const redactHeaders = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADER.test(name) ? MASK : scrub(value)]),
  );
