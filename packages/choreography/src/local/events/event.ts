import { HOME } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';

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

export const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
