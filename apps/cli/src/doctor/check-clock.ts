import { type Clock, readOnly } from '@opsbook/context';
import { HttpClient, isHttpError } from '@opsbook/http';
import { loadCloudConfig } from '@opsbook/openstack';
import { cloudSettings } from '@opsbook/services';
import type { Site } from '../site.ts';
import type { Environment } from '../terminal.ts';
import { type Diagnosis, fault, ok, warning } from './diagnosis.ts';

/** Seconds. A header is exact to one. */
const ODD = 5;
const WRONG = 60;

/** How far this host's clock is from that of each service, by the `Date` of an answer. One that gives none, as keystone under uWSGI, is left out. */
export async function checkClock(site: Site, env: Environment): Promise<Diagnosis[]> {
  const found = await Promise.all(
    addressesOf(site, env).map(async ({ name, url }) => {
      const skew = await skewOf(url, site.clock);
      return skew === undefined ? [] : [diagnosisOf(name, skew)];
    }),
  );
  return found.flat();
}

function diagnosisOf(name: string, seconds: number): Diagnosis {
  const check = `clock and ${name}`;
  if (seconds <= ODD) return ok(check, `at most ${ODD}s apart`);
  const text = `${Math.round(seconds)}s apart`;
  return (seconds > WRONG ? fault : warning)(check, text, 'Let both hosts keep their time by NTP');
}

/** Seconds between the answer's `Date` and now. Any answer will do, also a refusal. */
async function skewOf(url: string, clock: Clock): Promise<number | undefined> {
  const client = new HttpClient({ context: { guard: readOnly, clock }, retries: 0, timeout: 10 });
  try {
    const { headers } = await client.request({ method: 'GET', url }).catch((error: unknown) => {
      if (isHttpError(error)) return { headers: error.headers ?? {} };
      throw error;
    });
    const date = Date.parse(headers['date'] ?? '');
    return Number.isNaN(date) ? undefined : Math.max(0, Math.abs(clock.now() - date) / 1000 - 1);
  } finally {
    client.close();
  }
}

function addressesOf(site: Site, env: Environment): { name: string; url: string }[] {
  const { config } = site;
  const alertmanagers = Object.entries(config.alertmanager).flatMap(([name, { url }]) =>
    url.map((one) => ({ name: `alertmanager ${name}`, url: `${one.replace(/\/$/, '')}/-/healthy` })),
  );
  const named = Object.keys(config.clouds);
  const clouds = (named.length > 0 ? named : site.knownClouds()).flatMap((name) => {
    const { cloud = name, cloudsFile } = cloudSettings(config, name);
    const files = cloudsFile === undefined ? env : { ...env, OS_CLIENT_CONFIG_FILE: cloudsFile };
    try {
      return [{ name: `keystone of ${name}`, url: loadCloudConfig({ cloud, env: files }).auth.authUrl }];
    } catch {
      return [];
    }
  });
  // Several names may be one cloud's, as for another user.
  return [...new Map([...clouds, ...alertmanagers].reverse().map((one) => [one.url, one])).values()];
}
