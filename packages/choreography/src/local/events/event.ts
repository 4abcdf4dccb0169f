import { HOME } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';

/** An event as EventBridge delivers it (user guide: "AWS service event metadata"). */
export interface Event {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 to the second. */
  readonly time: string;
  readonly region: string;
  /** The replay that brought it again, if one did. */
  readonly 'replay-name'?: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** An event of an account in a region. @param at milliseconds since 1970 */
export const newEvent = (
  {
    source,
    detailType,
    resources,
    detail,
  }: { source: string; detailType: string; resources: readonly string[]; detail: unknown },
  at: number,
  from = HOME,
): Event => ({
  version: '0',
  id: uuid(),
  'detail-type': detailType,
  source,
  account: from.account,
  time: timeOf(at),
  region: from.region,
  resources,
  detail,
});

/** An event whose detail is JSON text, an object written compactly: it is read when somebody asks for it. */
export function unreadEvent(
  head: { source: string; detailType: string; resources: readonly string[] },
  text: string,
  at: number,
  from = HOME,
): Event {
  let detail: unknown;
  const event: Event = {
    ...newEvent({ ...head, detail: undefined }, at, from),
    get detail() {
      if (detail === undefined) {
        detail = readJson(text);
        writtenOf(event).isRead = true;
      }
      return detail;
    },
  };
  written.set(event, { detail: text, isRead: false });
  return event;
}

/** Whether all of an event is read: otherwise its text is there, and whoever wants little of it asks that. */
export const isRead = (event: Event): boolean => written.get(event)?.isRead !== false;

export const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** What was written of an event, for as long as there is the event: archives, deliveries and what counts them all want it. */
interface Written {
  isRead?: boolean;
  detail?: string;
  event?: string;
}
const written = new WeakMap<Event, Written>();

/** An event as JSON text, compact. */
export function eventText(event: Event): string {
  const texts = writtenOf(event);
  texts.event ??= compose(event);
  return texts.event;
}

/** The detail of an event as JSON text, compact. */
export function detailText(event: Event): string {
  const texts = writtenOf(event);
  texts.detail ??= writeJson(event.detail);
  return texts.detail;
}

function writtenOf(event: Event): Written {
  let texts = written.get(event);
  if (!texts) {
    texts = {};
    written.set(event, texts);
  }
  return texts;
}

/** The detail, which is long, is written once: it comes last, unless a replay has its name behind it. */
function compose(event: Event): string {
  if (event['replay-name'] !== undefined) return writeJson(event);
  const { version, id, 'detail-type': detailType, source, account, time, region, resources } = event;
  const head = JSON.stringify({ version, id, 'detail-type': detailType, source, account, time, region, resources });
  return `${head.slice(0, -1)},"detail":${detailText(event)}}`;
}
