import { makeStore, useStore } from './store.ts';

/** What the address bar says: the parts of the path, decoded, and the query. */
export interface Address {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

/** The query of the list of instances when it was left. */
let listQuery = '';

const address = makeStore(readAddress());

export const useAddress = (): Address => useStore(address);

/** Goes to a path of this page, without loading anything; `replace` leaves no way back to where one was. */
export function goTo(path: string, { replace = false }: { replace?: boolean } = {}): void {
  if (path !== location.pathname + location.search) history[replace ? 'replaceState' : 'pushState'](null, '', path);
  address.set(readAddress());
}

/** The present path with some parameters of its query changed; null takes one away. */
export function withQuery(changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  return `${location.pathname}${query.size > 0 ? `?${query}` : ''}`;
}

/** The path of the list of instances, with the filters that were last set. */
export const listPath = (): string => `/${listQuery}`;

export const instancePath = ({ process, key }: { readonly process: string; readonly key: string }): string =>
  `/processes/${encodeURIComponent(process)}/instances/${encodeURIComponent(key)}`;

/** Follows the browser's buttons and every plain click on a link to this page. */
export function followAddress(): void {
  addEventListener('popstate', () => address.set(readAddress()));
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/"]');
    if (!link || link.target) return;
    event.preventDefault();
    const elsewhere = new URL(link.href).pathname !== location.pathname;
    goTo(link.getAttribute('href') ?? '/');
    if (elsewhere) scrollTo(0, 0);
  });
}

function readAddress(): Address {
  const parts = location.pathname.split('/').filter(Boolean);
  if (parts.length === 0) listQuery = location.search;
  return { parts: parts.map(decode), query: new URLSearchParams(location.search) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
