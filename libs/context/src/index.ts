export { type Clock, type Release, isoNow, sleep } from './clock.ts';
export { type Context, defaultContext } from './context.ts';
export { type Effect, EffectRefused, type Guard, type GuardedRequest, readOnly, unrestricted } from './guard.ts';
export { matchesGlob } from './matches-glob.ts';
export { type Scope, currentScope, inScope, shared } from './scope.ts';
export { Secret, scrub, scrubJson } from './secret.ts';
export { systemClock } from './system-clock.ts';
export { UnknownInPlan, unknown, unknownName } from './unknown.ts';
export { VirtualClock } from './virtual-clock.ts';
