import { plainText } from '@opsbook/http';

/**
 * What is said in the body of an error, as one line of plain text. Alertmanager's handlers answer a JSON string, the layer
 * that checks requests `{code, message}`, the old API `{status, error}`; a proxy answers text or HTML.
 */
export function serviceMessage(body: unknown): string | undefined {
  const text = typeof body === 'string' ? body : messageIn(body);
  const plain = text === undefined ? '' : plainText(text);
  return plain === '' ? undefined : plain;
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { message, error } = body as { message?: unknown; error?: unknown };
  return [message, error].find((value) => typeof value === 'string');
}
