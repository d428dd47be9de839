import { type Context, defaultContext, readOnly, scrub } from '@opsbook/context';
import { type OpenStackClient, loadCloudConfig } from '@opsbook/openstack';
import { checkServices } from './check-services.ts';
import type { Config } from './config.ts';
import { connectServices } from './connect-services.ts';
import { faultLine } from './errors.ts';
import { idleRules } from './idle-rules.ts';
import { knownClouds } from './known-clouds.ts';
import type { Env } from './load/home-path.ts';

/** What one check found. */
export interface CheckResult {
  /** `configuration`, or cloud and service: `prod compute`. */
  service: string;
  ok: boolean;
  /** Works, but should not stay so. */
  warning?: true;
  /** What was found, or what went wrong. Free of secrets. */
  detail: string;
}

export interface CheckOptions {
  /** Clock, signal and log. Whatever its guard allows, only reads are sent. */
  context?: Context;
  /** Default: the process's environment. */
  env?: Env;
  /** Which clouds to try; default: those of the configuration, or if it has none, all of clouds.yaml. */
  clouds?: readonly string[];
}

/**
 * Tries what the configuration names: logs in to each cloud and asks each of its services, and each other service, for something
 * small. Hosts and webhooks are not tried: of neither can anything be asked that is known to change nothing.
 * Results come as they are found; a service that fails is a result, and never an exception.
 */
export async function* checkConfig(config: Config, options: CheckOptions = {}): AsyncGenerator<CheckResult, void> {
  const { context = defaultContext, env = process.env } = options;
  const file = config.path ?? 'no configuration file: everything is default';
  yield { service: 'configuration', ok: true, detail: file };
  for (const warning of config.warnings) {
    yield { service: 'configuration', ok: true, warning: true, detail: faultLine(warning) };
  }
  const services = connectServices(config, { ...context, guard: readOnly }, { env });
  try {
    for (const detail of idleRules(config, services, env)) {
      yield { service: 'configuration', ok: true, warning: true, detail };
    }
    const clouds = options.clouds ?? cloudsToCheck(config, env);
    // With nothing to log in to, the reason why is what there is to know.
    if (clouds.length === 0) yield await tryService('clouds.yaml', () => loadCloudConfig({ env }));
    for (const cloud of clouds) yield* checkCloud(cloud, () => services.openstack(cloud));
    yield* checkServices(services, tryService);
  } finally {
    services.close();
  }
}

function cloudsToCheck(config: Config, env: Env): string[] {
  const { cloud } = config.defaults;
  const named = [...Object.keys(config.clouds), ...(cloud === undefined ? [] : [cloud])];
  return named.length > 0 ? [...new Set(named)] : knownClouds(config, env);
}

async function* checkCloud(cloud: string, connect: () => OpenStackClient): AsyncGenerator<CheckResult, void> {
  let client: OpenStackClient;
  try {
    client = connect();
    yield { service: `${cloud} identity`, ok: true, detail: await loggedIn(client) };
  } catch (error) {
    // Without a login nothing else can be tried.
    yield { service: `${cloud} identity`, ok: false, detail: detailOf(error) };
    return;
  }
  const { compute, image } = client;
  yield await tryService(`${cloud} compute`, () => first(compute.flavors.list()));
  yield await tryService(`${cloud} image`, () => first(image.images.list({ limit: 1 })));
}

async function loggedIn(client: OpenStackClient): Promise<string> {
  const { userName, projectName, domainName, roles } = await client.whoAmI();
  const scope = projectName === undefined ? (domainName ?? 'the system') : `project ${projectName}`;
  return `logged in as ${userName} for ${scope}, roles: ${roles.length === 0 ? 'none' : roles.join(', ')}`;
}

async function tryService(service: string, ask: () => unknown): Promise<CheckResult> {
  try {
    await ask();
    return { service, ok: true, detail: 'answers' };
  } catch (error) {
    return { service, ok: false, detail: detailOf(error) };
  }
}

// One page is asked for; what is in it does not matter.
async function first(items: AsyncIterable<unknown>): Promise<void> {
  await items[Symbol.asyncIterator]().next();
}

const detailOf = (error: unknown) => scrub(error instanceof Error ? error.message : String(error));
