import * as z from 'zod';
import { address } from './address-field.ts';
import { pathField } from './path-field.ts';
import { secretField } from './secret-field.ts';

const watcher = (kind: string) =>
  z
    .string()
    .min(1)
    .describe(`Which entry of \`${kind}\` watches this cloud. Default: the one that runbooks get.`)
    .optional();

/** One entry of `clouds`: what opsbook adds to, or says instead of, the entry in clouds.yaml. */
export const cloudSchema = z
  .strictObject({
    cloud: z.string().min(1).describe('Its name in clouds.yaml. Default: the same name as here.').optional(),
    cloudId: z
      .string()
      .regex(/^[\w.:-]+$/, 'may hold letters, digits and . : _ - only')
      .describe(
        'Canonical id of the cloud in the names of lease targets. Give the same one to all entries, on all hosts, that reach ' +
          'one cloud and region by different addresses. Default: made from the address of keystone and the region.',
      )
      .optional(),
    region: z
      .string()
      .min(1)
      .describe('Which region; one of those that clouds.yaml lists, if it lists any. Default: the first.')
      .optional(),
    interface: z
      .enum(['public', 'internal', 'admin'])
      .describe('Which endpoints of the catalog to use, instead of what clouds.yaml says.')
      .optional(),
    endpointOverrides: z
      .record(z.string().min(1), address)
      .describe('Address by service type (`compute`), used instead of the catalog’s.')
      .optional(),
    cloudsFile: pathField(
      'Path of the clouds.yaml that has this cloud. Default: searched for as the openstack command does.',
    ).optional(),
    password: secretField(
      'Password, in place of the one that clouds.yaml or secure.yaml has, or where they have none.',
    ).optional(),
    applicationCredentialSecret: secretField(
      'Secret of the application credential, in place of the one that clouds.yaml or secure.yaml has, or where they have none.',
    ).optional(),
    alertmanager: watcher('alertmanager'),
    prometheus: watcher('prometheus'),
    icinga: watcher('icinga'),
  })
  .describe('A cloud by the name that runbooks are given.');

/** What is configured for one cloud. */
export type CloudSettings = z.output<typeof cloudSchema>;
