import type { CompatAction } from '../compat-action.ts';
import { cloudAccount, smtpAccount } from '../parameters.ts';
import { imageLists, withdrawnImages } from './mail-actions.ts';
import {
  asHtml,
  ccCloudSupport,
  copiesOf,
  emailFrom,
  override,
  planOnly,
  redirectOf,
  sendEmail,
  subject,
} from './mail-parameters.ts';

const mailingList = {
  type: 'string',
  description: 'Address of the mailing list',
  required: true,
  to: 'list',
} as const;

const WITHOUT_CLOUD = 'The cloud is defaults.cloud. Without send_email it is a plan.';

/** Mails to the team, to a list, and to try whether mails arrive. */
export const noticeActions: readonly CompatAction[] = [
  {
    name: 'email.test',
    description: 'Sends a mail to see whether mails arrive',
    runbook: 'notification.mail-test',
    parameters: {
      email_to: { type: 'array', description: 'Who gets it', required: true, to: 'to' },
      email_from: emailFrom,
      email_cc: { type: 'array', description: 'Who gets a copy' },
      username: { type: 'string', description: 'How they are addressed', required: true, to: 'recipient' },
      test_message: { type: 'string', description: 'A line in it', to: 'message' },
      subject: subject('Test Message'),
      smtp_account_name: smtpAccount,
      as_html: asHtml,
      cc_cloud_support: ccCloudSupport,
    },
    input: copiesOf,
    changed: 'Copies work. The report has what the server said to each address.',
  },
  {
    name: 'email.ops.down.disabled.hypervisors',
    description: 'Tells the team which hypervisors are down and which are disabled',
    runbook: 'notification.mail-hypervisor-report',
    parameters: {
      subject: subject('STFC Cloud Hypervisors Down/Disabled Notice'),
      smtp_account_name: smtpAccount,
      cloud_account: cloudAccount,
      ...override(),
      as_html: asHtml,
      send_email: sendEmail,
      cc_cloud_support: ccCloudSupport,
      email_from: emailFrom,
    },
    input: (given) => ({ ...copiesOf(given), ...redirectOf(given) }),
    plan: planOnly,
    changed:
      'Goes out when there are only down or only disabled ones, to notifications.ops. Without send_email it is a plan.',
  },
  {
    name: 'email.mailing.list.with.create.capi.images',
    description: 'Tells a mailing list of new images for Kubernetes clusters',
    runbook: 'notification.mail-published-images',
    parameters: {
      subject: subject('STFC Cloud CAPI Image Creation Notice'),
      mailing_list: mailingList,
      image_name_list: { type: 'array', description: 'Names of the images', required: true, to: 'images' },
      send_email: sendEmail,
      email_from: emailFrom,
      smtp_account_name: smtpAccount,
      as_html: asHtml,
    },
    plan: planOnly,
    changed: WITHOUT_CLOUD,
  },
  {
    name: 'email.mailing.list.with.decom.capi.images',
    description: 'Tells a mailing list of images for Kubernetes clusters that are withdrawn',
    runbook: 'notification.mail-withdrawn-images',
    parameters: {
      subject: subject('STFC Cloud CAPI Image Decommissioning Notice'),
      mailing_list: mailingList,
      ...imageLists,
      send_email: sendEmail,
      email_from: emailFrom,
      smtp_account_name: smtpAccount,
      as_html: asHtml,
    },
    input: withdrawnImages,
    plan: planOnly,
    changed: WITHOUT_CLOUD,
  },
];
