export { type EmailAccount, type SendAllOptions, type SendOptions } from './account.ts';
export { email } from './email.ts';
export { EmailError, type EmailErrorCode, type EmailErrorKind, isEmailError } from './errors.ts';
export { type InlineImage, type Mail, type MailAddress, type MailAttachment } from './mail/mail.ts';
export { type MailPreview } from './mail/preview.ts';
export { type FailedOptions, failedOf } from './many/failed-of.ts';
export {
  type Failure,
  type MailResult,
  type RecipientOutcome,
  type RecipientResult,
  type RecipientStatus,
} from './many/mail-result.ts';
export { type OnMail, type SendAllResult } from './many/send-all.ts';
export { type EmailOptions, type EmailTls, type Rate, type Security } from './options.ts';
export { type Timeouts } from './session/timeouts.ts';
export { exampleTemplates } from './example-templates/index.ts';
export { defineTemplate } from './templates/define-template.ts';
export { type TemplatePreview, previewTemplate } from './templates/preview-template.ts';
export {
  type Letterhead,
  type MailTemplate,
  type RenderedMail,
  type TemplateDefinition,
} from './templates/template.ts';
