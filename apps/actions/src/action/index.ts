// A door of its own (`@opsbook/actions/action`): whoever carries out an action must not load all that makes the pack.
export { type ActionResult, type Waiting, errorOf, resultText } from './action-result.ts';
export { BridgeError } from './bridge-error.ts';
export { dropUnset } from './drop-unset.ts';
export { hideSecrets } from './hide-secrets.ts';
export { type InquiryAnswer, answerOf, inquiryParameters, inquiryTag, isSameInquiry } from './inquiry.ts';
export { answeredNotice, askedNotice, leftNotice } from './notices.ts';
export { NOBODY, requesterOf } from './requester-of.ts';
export { runIdOf } from './run-id-of.ts';
export { runToGoOnWith } from './run-to-go-on-with.ts';
export { type Meaning, signalMeaning } from './signal-meaning.ts';
export { type ActionRequest, takeBridge } from './take-bridge.ts';
export { type WhoIsAsked, whoIsAsked } from './who-is-asked.ts';
