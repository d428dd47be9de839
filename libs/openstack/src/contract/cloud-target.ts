/* oxlint-disable typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@opsbook/context';
import { listClouds, loadCloudConfig } from '../config/load-cloud-config.ts';
import type { ContractTarget, Failures } from './contract-target.ts';
import { Wire } from './wire.ts';

/** How the contract is run on a real cloud, from the environment. */
export interface CloudTargetOptions {
  /** A name in clouds.yaml: an admin. */
  cloud: string;
  /** Another name in it: a member of another project. */
  memberCloud: string;
  /** Where the contract's servers go, and whose service it switches; default: the last host that takes servers. */
  host: string | undefined;
  /** A folder in which a file `<host>/<operation>` makes the virt driver of that host fail at it. */
  injectFolder: string | undefined;
}

/** What the environment says; a text instead: why there is nothing to run against. */
export function cloudTargetOptions(env: NodeJS.ProcessEnv): CloudTargetOptions | string {
  const cloud = env['OS_CLOUD'];
  if (!cloud) return 'OS_CLOUD names no cloud';
  const memberCloud = env['OPSBOOK_CONTRACT_MEMBER'] ?? `${cloud}-demo`;
  if (!listClouds(env).includes(memberCloud)) {
    return `clouds.yaml has no '${memberCloud}': OPSBOOK_CONTRACT_MEMBER names a cloud entry of a plain member of another project`;
  }
  return {
    cloud,
    memberCloud,
    host: env['OPSBOOK_CONTRACT_HOST'],
    injectFolder: env['OPSBOOK_CONTRACT_INJECT'],
  };
}

export async function cloudTarget({
  cloud,
  memberCloud,
  host,
  injectFolder,
}: CloudTargetOptions): Promise<ContractTarget> {
  const admin = new Wire(loadCloudConfig({ cloud }), systemClock);
  const member = new Wire(loadCloudConfig({ cloud: memberCloud }), systemClock);
  const services = await admin.nova('GET', '/os-services?binary=nova-compute');
  const usable = (services.body.services as { host: string; status: string; state: string }[])
    .filter(({ status, state }) => status === 'enabled' && state === 'up')
    .map((service) => service.host)
    .sort();
  const chosen = host ?? usable.at(-1);
  const otherHost = usable.filter((one) => one !== chosen).at(-1);
  if (chosen === undefined || otherHost === undefined)
    throw new Error('the contract needs two hosts that take servers');
  const flavors = await admin.nova('GET', '/flavors/detail');
  const [flavor] = (flavors.body.flavors as { id: string; ram: number }[]).sort((a, b) => a.ram - b.ram);
  const images = await admin.glance('GET', '/images?status=active&visibility=public');
  const [image] = (images.body.images as { id: string; size: number }[]).sort((a, b) => a.size - b.size);
  if (flavor === undefined || image === undefined) throw new Error('the contract needs a flavor and a public image');
  return {
    name: `cloud '${cloud}'`,
    clock: systemClock,
    admin,
    member,
    host: chosen,
    otherHost,
    flavor: flavor.id,
    image: image.id,
    failures: injectFolder === undefined ? undefined : injected(injectFolder),
    close: () => {
      admin.close();
      member.close();
      return Promise.resolve();
    },
  };
}

const injected =
  (folder: string): Failures =>
  (host, operation) => {
    const file = join(folder, host, operation);
    mkdirSync(join(folder, host), { recursive: true });
    writeFileSync(file, 'ordered by the contract suite');
    return () => rmSync(file, { force: true });
  };
