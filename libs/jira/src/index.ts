export { type Attachment, type Attachments, type NewAttachment } from './attachments.ts';
export {
  type Block,
  type Body,
  type Inline,
  type Line,
  type ListItem,
  type UserRef,
  bold,
  bullets,
  code,
  heading,
  italic,
  link,
  mention,
  mono,
  numbered,
  panel,
  paragraph,
  table,
} from './body/body.ts';
export { type AdfDocument, type AdfNode, toAdf } from './body/to-adf.ts';
export { toWiki } from './body/to-wiki.ts';
export { type JiraClient } from './client.ts';
export { type Comment, type CommentLook, type Comments, type EnsuredComment, type NewComment } from './comments.ts';
export { JiraError, type JiraErrorCode, type JiraErrorKind, isJiraError } from './errors.ts';
export { type EnsuredIssue } from './issues/ensure-issue.ts';
export { type FieldMeta } from './issues/field-meta.ts';
export { type Issue } from './issues/issue.ts';
export { type EnsureIssue, type IssueChange, type Issues } from './issues/issues.ts';
export { type LinkedIssue } from './issues/links.ts';
export { type NamedField } from './issues/named-fields.ts';
export { type NewIssue } from './issues/new-issue.ts';
export { type SearchOptions } from './issues/search.ts';
export { type StatusChange } from './issues/status-changes.ts';
export { jira } from './jira.ts';
export { Jql, type JqlValue, jql } from './jql/jql.ts';
export { quoteJql, quoteJqlPhrase } from './jql/quote-jql.ts';
export { type Listing } from './listing.ts';
export {
  type ApiTokenAuth,
  type Deployment,
  type HttpSettings,
  type JiraOptions,
  type PasswordAuth,
  type TokenAuth,
} from './options.ts';
export {
  type NewRequest,
  type RequestType,
  type ServiceDesk,
  type ServiceDeskInfo,
} from './service-desk/service-desk.ts';
export { type RequestField } from './service-desk/request-fields.ts';
export { type Transition } from './transitions/transition.ts';
export { type MoveOptions, type Moved, type TransitionOptions, type Transitions } from './transitions/transitions.ts';
export { type Step } from './transitions/walk.ts';
export { type User, type Users } from './users.ts';
