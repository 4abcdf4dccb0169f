import { type AccountRegion, HOME } from '#local/runtime/account.ts';
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
  id: string = uuid(),
): Event => ({
  version: '0',
  id,
  'detail-type': detailType,
  source,
  account: from.account,
  time: timeOf(at),
  region: from.region,
  resources,
  detail,
});

/** An event whose detail is JSON text, an object written compactly: it is read when somebody asks for it. */
export const unreadEvent = (
  head: { source: string; detailType: string; resources: readonly string[] },
  text: string,
  at: number,
  from = HOME,
): Event => new UnreadEvent(head, text, timeOf(at), from);

class UnreadEvent implements Event {
  readonly version = '0';
  readonly id = uuid();
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  declare readonly detail: unknown;
  #detail: unknown;
  readonly #texts: Written;

  constructor(
    head: { source: string; detailType: string; resources: readonly string[] },
    text: string,
    time: string,
    { account, region }: AccountRegion,
  ) {
    this['detail-type'] = head.detailType;
    this.source = head.source;
    this.account = account;
    this.time = time;
    this.region = region;
    this.resources = head.resources;
    this.#texts = { isRead: false, detail: text, event: undefined };
    Object.defineProperty(this, 'detail', UnreadEvent.#ASKED);
  }

  /** A property of the event itself, as others have it. One function for all events: V8 makes objects slow that have each their own. */
  static readonly #ASKED: PropertyDescriptor & ThisType<UnreadEvent> = {
    get() {
      const texts = this.#texts;
      if (!texts.isRead) {
        this.#detail = readJson(texts.detail as string);
        texts.isRead = true;
      }
      return this.#detail;
    },
    enumerable: true,
  };

  static textsOf(event: Event): Written | undefined {
    return #texts in event ? event.#texts : undefined;
  }
}

/** Whether all of an event is read: otherwise its text is there, and whoever wants little of it asks that. */
export const isRead = (event: Event): boolean => UnreadEvent.textsOf(event)?.isRead !== false;

let [lastSecond, lastTime] = [Number.NaN, ''];

/** Many events are of the same second, whose time is written once. */
export function timeOf(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== lastSecond) [lastSecond, lastTime] = [second, `${new Date(at).toISOString().slice(0, 19)}Z`];
  return lastTime;
}

let [lastRead, lastMilliseconds] = ['', Number.NaN];

/** The time of an event in milliseconds since 1970; it is read once for many of the same second. */
export function millisecondsOf(time: string): number {
  if (time !== lastRead) [lastRead, lastMilliseconds] = [time, Date.parse(time)];
  return lastMilliseconds;
}

/** What was written of an event, for as long as there is the event: archives, deliveries and what counts them all want it. */
interface Written {
  isRead: boolean;
  detail: string | undefined;
  event: string | undefined;
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
  let texts = UnreadEvent.textsOf(event) ?? written.get(event);
  if (!texts) {
    texts = { isRead: true, detail: undefined, event: undefined };
    written.set(event, texts);
  }
  return texts;
}

/** The detail, which is long, is written once: it comes last, unless a replay has its name behind it. */
function compose(event: Event): string {
  if (event['replay-name'] !== undefined) return writeJson(event);
  if (UnreadEvent.textsOf(event)) return composeTaken(event);
  const { version, id, 'detail-type': detailType, source, account, time, region, resources } = event;
  const head = JSON.stringify({ version, id, 'detail-type': detailType, source, account, time, region, resources });
  return `${head.slice(0, -1)},"detail":${detailText(event)}}`;
}

/** Of an event that was put, which has all fields: by hand takes a third of the time. */
function composeTaken(event: Event): string {
  const { id, 'detail-type': detailType, source, account, time, region, resources } = event;
  // An id and a time have nothing to be escaped.
  const from = `"source":${quoted(source)},"account":${quoted(account)},"time":"${time}","region":${quoted(region)}`;
  const head = `"version":"0","id":"${id}","detail-type":${quoted(detailType)},${from}`;
  const list = resources.length === 0 ? '[]' : JSON.stringify(resources);
  return `{${head},"resources":${list},"detail":${detailText(event)}}`;
}

const quoted = (text: string): string => JSON.stringify(text);
