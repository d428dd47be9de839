import { jest, test } from '@jest/globals';
import { cloudTarget, cloudTargetOptions } from './cloud-target.ts';
import { openstackContract } from './openstack-contract.ts';

const options = cloudTargetOptions(process.env);

if (typeof options === 'string') {
  process.stdout.write(`The contract suite was skipped: ${options}.\n`);
  test.skip(`skipped: ${options}`, () => undefined);
} else {
  jest.setTimeout(180_000);
  openstackContract(() => cloudTarget(options), { canFail: options.injectFolder !== undefined });
}
