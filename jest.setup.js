// Node builds this set when it is first asked for, and keeps it. Jest's copy of `process` has the getter without its memory, so
// that it would be built for each request of axios: a fifth of the time of everything that talks HTTP.
Object.defineProperty(process, 'allowedNodeEnvironmentFlags', { value: process.allowedNodeEnvironmentFlags });
