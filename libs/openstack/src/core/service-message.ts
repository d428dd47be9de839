/**
 * What a service says in the body of an error, as one line of plain text. Each has its own shape:
 * nova and cinder `{conflictingRequest: {code, message}}`, keystone `{error: {message}}`, neutron `{NeutronError:
 * {type, message}}`, placement `{errors: [{detail}]}`, glance `{message: "...<br />"}`; and all of them HTML where the
 * path is unknown to the router or a proxy answers.
 */
export function serviceMessage(body: unknown): string | undefined {
  const text = typeof body === 'string' ? body : messageIn(body);
  const plain = text === undefined ? '' : plainText(text);
  return plain === '' ? undefined : plain;
}

/** The error's type or kind as the service names it: `OverQuota`, `conflictingRequest`. */
export function serviceErrorType(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const neutron = body.NeutronError;
  if (isObject(neutron) && typeof neutron.type === 'string') return neutron.type;
  if (Array.isArray(body.errors)) return placementCode(body.errors);
  const keys = Object.keys(body);
  return keys.length === 1 ? keys[0] : undefined;
}

function messageIn(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  if (Array.isArray(body.errors)) {
    const details = body.errors.filter(isObject).map((error) => ownWords(error) ?? asText(error.title));
    return details.filter((detail) => detail !== undefined).join('; ');
  }
  const own = asText(body.message);
  if (own !== undefined) return own;
  for (const value of Object.values(body)) {
    if (typeof value === 'string') return value;
    if (!isObject(value)) continue;
    const message = asText(value.message) ?? asText(value.title);
    if (message !== undefined) return message;
  }
  return undefined;
}

// `placement.undefined_code` stands for none.
function placementCode(errors: readonly unknown[]): string | undefined {
  const code = errors.filter(isObject).map((error) => asText(error.code))[0];
  return code === 'placement.undefined_code' ? undefined : code;
}

// Placement's own words come after a stock phrase for the status, if there are any.
function ownWords({ detail }: Record<string, unknown>): string | undefined {
  const own = asText(detail)
    ?.replace(/^[^\n]*\n\n/, '')
    .trim();
  return own === '' ? asText(detail) : own;
}

function plainText(text: string): string {
  return text
    .replace(SCHEMA, '')
    .replace(/<(head|style|script)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[a-z!/][^<>]*>/gi, ' ')
    .replace(/&(lt|gt|amp|quot|nbsp|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

// Behind the one line that says what is wrong keystone prints the whole schema, and what was sent.
const SCHEMA = /\n\nFailed validating '[\s\S]*/;

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&nbsp;': ' ',
  '&#39;': "'",
  '&#x27;': "'",
};

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
