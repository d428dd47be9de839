/** An answer as the server's library takes it. Postfix puts the address before its reason. */
export function refusal(reply: string, address?: string): Error {
  const found = /^([45]\d\d) (?:([45]\.\d+\.\d+) )?(.*)$/.exec(reply);
  if (found === null) throw new Error(`no refusal: ${reply}`);
  const [, digits, enhanced, text] = found;
  const reason = address === undefined ? text : `<${address}>: Recipient address rejected: ${text}`;
  const message = enhanced === undefined ? reason : `${enhanced} ${reason}`;
  return Object.assign(new Error(message), { responseCode: Number(digits) });
}
