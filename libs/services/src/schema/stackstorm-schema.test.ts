import { describe, expect, it } from '@jest/globals';
import { defaultContext } from '@opsbook/context';
import { connectServices } from '../connect-services.ts';
import { isConfigError } from '../errors.ts';
import { configOf } from '../load/config-of.ts';
import type { ConfigInput } from './config-schema.ts';

const main = { url: 'https://st2.example.com', auth: { apiKey: 'the-api-key-of-opsbook' } };

function faultsOf(input: ConfigInput): string[] {
  try {
    configOf(input);
  } catch (error) {
    return isConfigError(error) ? error.faults.map(({ path, message }) => `${path}: ${message}`) : [];
  }
  return [];
}

describe('a StackStorm', () => {
  it.each([
    ['an API key', main],
    [
      'a name and password, and addresses of its services',
      { apiUrl: 'http://st2:9101', authUrl: 'http://st2:9100', auth: { username: 'a', password: 'b' } },
    ],
    ['a token', { apiUrl: 'http://st2:9101', auth: { token: 't' } }],
  ])('is configured with %s', (_what, entry) => {
    const services = connectServices(configOf({ stackstorm: { main: entry } }), defaultContext);
    expect(services.stackstorm()).toBe(services.stackstorm('main'));
    expect(JSON.stringify(services.config.stackstorm)).not.toContain('the-api-key-of-opsbook');
    services.close();
  });

  it('needs one way to log in, and addresses that suffice for it', () => {
    const auth = { username: 'a', password: 'b' };
    const faults = faultsOf({
      stackstorm: {
        both: { ...main, auth: { ...auth, token: 't' } },
        none: { auth: { token: 't' } },
        half: { apiUrl: 'http://st2:9101', auth },
      },
    });
    expect(faults).toEqual([
      'stackstorm.both.auth: needs exactly one of: apiKey; token; username and password',
      'stackstorm.none.url: is missing: give url or apiUrl',
      'stackstorm.half.authUrl: is missing: needed to log in with a name and password',
    ]);
  });

  it('that events are handed to has to be there', () => {
    expect(faultsOf({ stackstorm: { main }, serve: { emit: { stackstorm: 'mian' } } })).toEqual([
      'serve.emit.stackstorm: stackstorm has no entry "mian"; did you mean main? Known are main',
    ]);
    expect(configOf({ stackstorm: { main }, serve: { emit: {} } }).serve.emit).toEqual({
      types: ['alert', 'sensor', 'run'],
      rules: 'none',
      pack: 'opsbook',
    });
    expect(configOf({}).serve.emit).toBeUndefined();
  });
});
