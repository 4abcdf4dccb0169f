import type { HttpFunction } from '#cli/aws/http-function.ts';
import type { FoundAnswer, InstanceView } from '#monitor/api-types.ts';
import { InputError } from '#template/input-error.ts';

/** The instances of a key, of one process or of every process that has one; none while the monitor has heard nothing of it. */
export type AskMonitor = (key: string, process?: string) => Promise<InstanceView[]>;

/** Asks the monitor's API, page by page for an instance of very many events. Throws an InputError when there is no such process. */
export function monitorBehind(ask: HttpFunction, functionName: string): AskMonitor {
  return async (key, process) => {
    if (process !== undefined) return (await wholeView(ask, functionName, process, key)) ?? [];
    const found = await getAnswer<FoundAnswer>(ask, functionName, '/instances', { key });
    const views = (found?.instances ?? []).map((each) => wholeView(ask, functionName, each.process, key));
    return (await Promise.all(views)).flatMap((view) => view ?? []);
  };
}

/** The view of one instance with all of its events. */
async function wholeView(
  ask: HttpFunction,
  functionName: string,
  process: string,
  key: string,
): Promise<[InstanceView] | undefined> {
  const path = `/processes/${encodeURIComponent(process)}/instances/${encodeURIComponent(key)}`;
  const first = await getAnswer<InstanceView>(ask, functionName, path, {});
  if (!first) return undefined;
  const events = [...first.events];
  for (let cursor = first.cursor; cursor; ) {
    const next = await getAnswer<InstanceView>(ask, functionName, path, { cursor });
    events.push(...(next?.events ?? []));
    cursor = next?.cursor ?? null;
  }
  return [{ ...first, events, cursor: null }];
}

/** What the API answers to a path; undefined if it knows nothing of it. */
export async function getAnswer<T>(
  ask: HttpFunction,
  functionName: string,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<T | undefined> {
  const { statusCode, body = '' } = await ask(path, new URLSearchParams(query).toString());
  if (statusCode === 200) return JSON.parse(body) as T;
  const { error } = parse(body);
  if (statusCode === 404 && error?.startsWith('There is no process')) throw new InputError(error);
  if (statusCode === 404) return undefined;
  if (statusCode === 400 && error) throw new InputError(error);
  throw new InputError(`The function ${functionName} did not answer as a monitor does: ${statusCode} ${body}`);
}

function parse(body: string): { error?: string } {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
