import type { KeystoneCall } from './keystone-call.ts';

/** Whether the policy lets a caller through (Zed's defaults, with the older rules beside the newer ones). */
export type Rule = (call: KeystoneCall) => boolean;

/** An admin of whatever: of a project, a domain, the system. */
export const admins: Rule = ({ caller }) => caller.admin;

const reader: Rule = ({ caller }) => caller.roles.includes('reader');

export const systemReader: Rule = (call) => reader(call) && call.caller.token.system;

/** A reader of the domain that the target belongs to. */
export const domainReader =
  (domainOf: (call: KeystoneCall) => string | null | undefined): Rule =>
  (call) =>
    reader(call) && call.caller.token.domainId !== null && call.caller.token.domainId === domainOf(call);

/** Of any domain: the list is cut to it. */
export const anyDomainReader: Rule = (call) => reader(call) && call.caller.token.domainId !== null;

/** The user that the path is about. */
export const self: Rule = ({ caller, params }) => params['userId'] === caller.userId;

export const any =
  (...rules: readonly Rule[]): Rule =>
  (call) =>
    rules.some((rule) => rule(call));

export const adminsAndSystemReaders: Rule = any(admins, systemReader);
