import type { Handler, RouteOptions } from './handler.ts';

interface Route extends RouteOptions {
  method: string;
  segments: readonly string[];
  handler: Handler;
}

export interface FoundRoute {
  handler: Handler;
  streamed: boolean | undefined;
  params: Record<string, string>;
}

/** Finds the handler of a request: the pattern with the fewest `:params` wins, among equals the one added last. */
export class Router {
  readonly #routes: Route[] = [];

  add(method: string, pattern: string, handler: Handler, options: RouteOptions = {}): void {
    this.#routes.unshift({ ...options, method, segments: pattern.split('/'), handler });
  }

  /** A HEAD request is served by the route for GET. */
  find(method: string, path: string): FoundRoute | undefined {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const segments = path.split('/');
    return this.#routes
      .filter((route) => route.method === wanted || route.method === method)
      .flatMap((route) => {
        const params = match(route.segments, segments);
        return params === undefined ? [] : [{ handler: route.handler, streamed: route.streamed, params }];
      })
      .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
  }
}

function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = path[index] ?? '';
    if (expected.startsWith(':') && segment !== '') params[expected.slice(1)] = decode(segment);
    else if (expected !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
