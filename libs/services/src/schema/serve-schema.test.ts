import { describe, expect, it } from '@jest/globals';
import { isConfigError } from '../errors.ts';
import { parseConfig } from '../load/parse-config.ts';

const ENV = { TOKEN: 'tok-1234567890', KEY: 'key-1234567890' };
const parse = (text: string) => parseConfig({ path: '/etc/opsbook/opsbook.yaml', text }, ENV);

function faults(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (isConfigError(error)) return error.faults.map(({ line, path, message }) => `${line} ${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('serve', () => {
  it('listens on this host only, and knows nobody, where nothing is said', () => {
    expect(parse('').serve).toEqual({
      host: '127.0.0.1',
      port: 9095,
      alertmanagers: {},
      webhooks: {},
      sensors: {},
      rules: [],
      bodyLimit: 4 * 1024 * 1024,
      overload: { requests: 256, bytes: 64 * 1024 * 1024 },
      retention: 90,
    });
  });

  it('takes looks every so often, and refuses those that are none', () => {
    const { serve } = parse(`
serve: { sensors: { flavors: { run: audit.compare-flavors, input: { cloud: prod, otherCloud: dev }, every: 86400, announceEvery: 604800 }, hosts: { run: hypervisor.show-state, every: 60 } } }
`);
    expect(serve.sensors['hosts']).toEqual({ run: 'hypervisor.show-state', input: {}, every: 60 });
    expect(serve.sensors['flavors']).toMatchObject({ input: { otherCloud: 'dev' }, announceEvery: 604_800 });
    expect(
      faults('serve: { sensors: { a: { run: x, every: 1, when: 3 }, "b c": { run: x, every: 60 } } }'),
    ).toHaveLength(3);
  });

  it('takes sources with four kinds of proof, paths from its own folder, secrets from elsewhere', () => {
    const { serve, warnings } = parse(`
alertmanager: { main: { url: 'http://alertmanager:9093' } }
serve:
  tls: { cert: tls.pem, key: tls.key, clientCa: ca.pem }
  rules: [rules/]
  alertmanagers:
    main: { auth: { token: '\${env:TOKEN}' } }
    other: { auth: { username: am, password: '\${env:TOKEN}' }, alertmanager: main }
  webhooks:
    deploys: { auth: { hmac: { secret: '\${env:KEY}' } }, schema: { type: object } }
    hosts: { auth: { certificates: [cmdb.example.org] }, schemaFile: hosts.json }
`);
    expect(warnings).toEqual([]);
    expect(serve.tls).toEqual({
      cert: '/etc/opsbook/tls.pem',
      key: '/etc/opsbook/tls.key',
      clientCa: '/etc/opsbook/ca.pem',
    });
    expect(serve.rules).toEqual(['/etc/opsbook/rules']);
    expect(JSON.parse(JSON.stringify(serve.alertmanagers))).toEqual({
      main: { auth: { by: 'token', token: '***' } },
      other: { auth: { by: 'password', username: 'am', password: '***' }, alertmanager: 'main' },
    });
    expect(JSON.parse(JSON.stringify(serve.webhooks))).toEqual({
      deploys: {
        auth: {
          by: 'hmac',
          hmac: { secret: '***', header: 'x-opsbook-signature', timestampHeader: 'x-opsbook-timestamp', window: 300 },
        },
        schema: { type: 'object' },
      },
      hosts: {
        auth: { by: 'certificate', certificates: ['cmdb.example.org'] },
        schemaFile: '/etc/opsbook/hosts.json',
      },
    });
  });

  it('says all that is wrong at once', () => {
    const text = `serve:
  bodyLimit: 2000000
  overload: { bytes: 1000000 }
  alertmanagers:
    one: {}
    two: { auth: {} }
    three: { auth: { token: '\${env:TOKEN}', certificates: [x] }, alertmanager: nowhere }
    'no/path': { auth: { token: '\${env:TOKEN}' } }
  webhooks:
    four: { auth: { certificates: [x] } }
    five: { auth: { token: '\${env:TOKEN}' }, schema: {}, schemaFile: x.json }
`;
    expect(faults(text)).toEqual([
      '3 serve.overload.bytes: must be at least bodyLimit, 2000000: otherwise a body of that size is never taken',
      '5 serve.alertmanagers.one.auth: is missing',
      '6 serve.alertmanagers.two.auth: needs exactly one of: token; username and password; hmac; certificates',
      '7 serve.alertmanagers.three.auth: needs exactly one of: token; username and password; hmac; certificates',
      '7 serve.alertmanagers.three.auth.certificates: needs serve.tls.clientCa: nobody is asked for a certificate without it',
      '7 serve.alertmanagers.three.alertmanager: alertmanager has no entry "nowhere": there is none at all',
      '8 serve.alertmanagers["no/path"]: a name may hold letters, digits and . _ - only',
      '10 serve.webhooks.four.auth.certificates: needs serve.tls.clientCa: nobody is asked for a certificate without it',
      '11 serve.webhooks.five.schemaFile: give schema or schemaFile, not both',
    ]);
  });
});
