import type { OpenStackClient } from '@opsbook/openstack';
import type { Services } from '@opsbook/services';

/** One thing that can be asked whether we may use it. */
export interface Probe {
  service: string;
  name: string;
  /** Says who we are there, or what it is. */
  ask: () => Promise<string>;
}

/** A small question for each service of a cloud, which any user may ask, but for placement's. */
const OF_A_CLOUD: Record<string, (client: OpenStackClient) => Promise<string>> = {
  openstack: async (client) => {
    const { userName, userDomainName, projectName, domainName, system, roles } = await client.whoAmI();
    const scope = projectName ?? (system ? 'the system' : `domain ${domainName ?? 'none'}`);
    return `${userName} (${userDomainName}) in ${scope}: ${roles.join(', ')}`;
  },
  compute: async ({ compute }) => counted('availability zones', await compute.availabilityZones.list()),
  image: async ({ image }) => counted('import methods', await image.importMethods()),
  network: async ({ network }) => counted('external networks', await network.networks.list({ external: true })),
  'block-storage': async ({ blockStorage }) => counted('volume types', await blockStorage.types.list()),
  placement: async ({ placement }) => counted('resource classes', await placement.resourceClasses()),
};

/** Everything that a site has configured, with the clouds that are to be looked at. */
export function probesOf(services: Services, clouds: readonly string[]): Probe[] {
  const { config } = services;
  const of = (service: string, section: object, ask: (name: string) => Promise<string>): Probe[] =>
    Object.keys(section).map((name) => ({ service, name, ask: () => ask(name) }));
  return [
    ...clouds.flatMap((name) =>
      Object.entries(OF_A_CLOUD).map(([service, ask]) => ({
        service,
        name,
        ask: async () => ask(services.openstack(name)),
      })),
    ),
    ...of('alertmanager', config.alertmanager, async (name) => {
      const { version, cluster } = await services.alertmanager(name).status();
      return `Alertmanager ${version}, cluster ${cluster.status}`;
    }),
    ...of('prometheus', config.prometheus, async (name) => {
      await services.prometheus(name).query('vector(1)');
      return 'answers queries';
    }),
    ...of('icinga', config.icinga, async (name) => {
      // A name that no host has: only whether we may ask is of interest.
      await services.icinga(name).hosts.list({ name: '-' });
      return 'answers as our API user';
    }),
    ...of('jira', config.jira, async (name) => {
      const { displayName } = await services.jira(name).users.myself();
      return displayName;
    }),
    ...of('email', config.email, async (name) => {
      await services.email(name).verify();
      return 'takes mails from us';
    }),
    ...of('stackstorm', config.stackstorm, async (name) => {
      // Only whether we may ask is of interest.
      await services.stackstorm(name).triggerTypes.list({ pack: 'core' });
      return 'answers as our user';
    }),
  ];
}

const counted = (what: string, all: readonly unknown[]): string => `${all.length} ${what}`;
