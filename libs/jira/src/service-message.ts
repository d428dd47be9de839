import { plainText } from '@opsbook/http';

/** What an error's body says. */
export interface ServiceMessage {
  /** Everything in one line; undefined when the body says nothing. */
  text: string | undefined;
  /** By field id: Jira's `errors`. */
  fields: Record<string, string>;
}

/**
 * Reads Jira's `{errorMessages, errors}`, the `{errorMessage}` of Service Management, the `{message}` of Jira's REST
 * layer and its gateways, or a page of HTML.
 */
export function serviceMessage(body: unknown): ServiceMessage {
  if (typeof body === 'string') return { text: nonEmpty(plainText(body)), fields: {} };
  if (typeof body !== 'object' || body === null) return { text: undefined, fields: {} };
  const { errorMessages, errorMessage, message, errors } = body as Record<string, unknown>;
  const fields = fieldsIn(errors);
  const said = [
    ...(Array.isArray(errorMessages) ? (errorMessages as unknown[]) : [errorMessage]),
    message,
    ...Object.entries(fields).map(([field, fault]) => `${field}: ${fault}`),
  ].filter((one): one is string => typeof one === 'string' && one !== '');
  return { text: nonEmpty(plainText([...new Set(said)].join('; '))), fields };
}

function fieldsIn(errors: unknown): Record<string, string> {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return {};
  return Object.fromEntries(Object.entries(errors).map(([field, fault]) => [field, plainText(String(fault))]));
}

const nonEmpty = (text: string): string | undefined => (text === '' ? undefined : text);
