import { expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrub } from '@opsbook/context';
import { meetSecrets } from './meet-secrets.ts';

it('masks the secrets of every cloud from then on, of files and environment, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-secrets-'));
  const [clouds, secure] = [join(folder, 'clouds.yaml'), join(folder, 'secure.yaml')];
  writeFileSync(
    clouds,
    `clouds:
  a: { auth: { username: operator, password: pw-of-a } }
  b: { password: pw-beside, auth-type: v3token, auth: { auth-token: token-of-b } }
  broken: [pw-in-a-list]
`,
  );
  writeFileSync(secure, 'clouds: { c: { auth: { application_credential_secret: app-of-c } } }\n');
  const texts = ['pw-of-a', 'pw-beside', 'token-of-b', 'app-of-c', 'pw-of-env', 'operator', 'v3token', 'pw-in-a-list'];
  expect(texts.map(scrub)).toEqual(texts);
  meetSecrets({ OS_CLIENT_CONFIG_FILE: clouds, OS_CLIENT_SECURE_FILE: secure, OS_PASSWORD: 'pw-of-env' });
  expect(texts.map(scrub)).toEqual(['***', '***', '***', '***', '***', 'operator', 'v3token', 'pw-in-a-list']);
  expect(() => meetSecrets({ OS_CLIENT_CONFIG_FILE: join(folder, 'absent.yaml') })).not.toThrow();
});
