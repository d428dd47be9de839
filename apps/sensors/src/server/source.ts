import type { ServeSettings, SourceAuth } from '@opsbook/services';
import type { Authenticator } from '../auth/authenticator.ts';
import { authenticatorOf } from '../auth/authenticator-of.ts';
import type { SeenSignaturesOptions } from '../auth/seen-signatures.ts';

/** Somebody who may post. */
export interface Source {
  type: 'alert' | 'webhook';
  name: string;
  authenticator: Authenticator;
}

/** All that the configuration names. */
export function sourcesOf(
  settings: ServeSettings,
  ledger: Omit<SeenSignaturesOptions, 'owner'>,
): Record<Source['type'], ReadonlyMap<string, Source>> {
  const made = (type: Source['type'], entries: Readonly<Record<string, { auth: SourceAuth }>>) =>
    new Map(
      Object.entries(entries).map(([name, { auth }]): [string, Source] => [
        name,
        { type, name, authenticator: authenticatorOf(auth, { ...ledger, owner: `signatures/${type}/${name}` }) },
      ]),
    );
  return { alert: made('alert', settings.alertmanagers), webhook: made('webhook', settings.webhooks) };
}
