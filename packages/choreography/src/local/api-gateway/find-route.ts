import type { Protocol, Route } from './api.ts';

/** A route with what the variables of its path are in a request. */
export interface FoundRoute {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The route of a request: the one whose path is the most specific, and its own method before ANY. An HTTP API asks for the method first, a REST
 * API for the path (developer guide: "Create routes for HTTP APIs in API Gateway", "Methods for REST APIs in API Gateway").
 */
export function findRoute(
  routes: readonly Route[],
  { method, path }: { readonly method: string; readonly path: string },
  protocol: Protocol,
): FoundRoute | undefined {
  const matching = routes
    .flatMap((route) => {
      const pathParameters = route.path === '$default' ? {} : match(route.path, path, protocol);
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .sort((a, b) => compare(rankOf(a.route), rankOf(b.route)));
  const [best] = matching;
  const candidates = protocol === 'REST' ? matching.filter(({ route }) => route.path === best?.route.path) : matching;
  return candidates.find(({ route }) => route.method === method || route.method === 'ANY');
}

/** The variables of a path; undefined if it is another path. A REST API doesn't mind a slash at the end. */
function match(template: string, path: string, protocol: Protocol): Record<string, string> | undefined {
  const wanted = segments(template, protocol);
  const given = segments(path, protocol);
  const found: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const { name, greedy } = /^\{(?<name>[^}]*?)(?<greedy>\+)?\}$/.exec(part)?.groups ?? {};
    const value = greedy ? given.slice(at).join('/') : given[at];
    if (value === undefined || (name !== undefined && value === '') || (name === undefined && value !== part))
      return undefined;
    if (name !== undefined) found[name] = decoded(value);
    if (greedy) return found;
  }
  return given.length === wanted.length ? found : undefined;
}

function segments(path: string, protocol: Protocol): string[] {
  const parts = path.replace(/^\//, '').split('/');
  return protocol === 'REST' && parts.length > 1 && parts.at(-1) === '' ? parts.slice(0, -1) : parts;
}

/** For each segment: 0 for a literal, 1 for a variable, 2 for all that follows; 3 for `$default`. Its own method is before ANY. */
const rankOf = ({ path, method }: Route): number[] => [
  ...(path === '$default'
    ? [3]
    : path.split('/').map((part) => (!part.startsWith('{') ? 0 : part.endsWith('+}') ? 2 : 1))),
  ...(method === 'ANY' ? [1] : [0]),
];

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, index) => rank !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
