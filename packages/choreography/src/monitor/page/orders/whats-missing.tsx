import type { OrderSummary } from '#monitor/answers.ts';
import { orderPath } from '#monitor/page/address.ts';
import { count, plural, roughSpan } from '#monitor/page/time/in-words.ts';
import { isLate, isWrong } from './lateness.ts';
import './whats-missing.css';

/** What should have happened by now and did not, over all orders, by the step and by who owes it. */
export function WhatsMissing({
  orders,
  now,
  more,
  reading,
}: {
  orders: readonly OrderSummary[];
  now: number;
  /** There may be more orders than are known yet. */
  more: boolean;
  /** Nothing is known yet. */
  reading: boolean;
}) {
  const wrong = orders.filter((order) => isWrong(order, now) || order.missing.length > 0);
  const groups = groupsOf(wrong, now);
  const next = orders
    .filter(({ state, deadline }) => state === 'open' && deadline !== null && Date.parse(deadline) >= now)
    .sort((a, b) => ((a.deadline ?? '') < (b.deadline ?? '') ? -1 : 1));
  const [first] = next;
  return (
    <section class={`missing ${groups.length > 0 ? 'missing-some' : ''}`} aria-labelledby="missing-title">
      <h2 id="missing-title">
        {groups.length > 0 ? (
          <>
            {plural(wrong.length, 'order')}
            {more ? ' or more lack' : wrong.length === 1 ? ' lacks' : ' lack'} what should have happened
          </>
        ) : (
          (reading && 'Looking for what is missing…') || 'Nothing is missing'
        )}
      </h2>
      <p class="missing-next">
        {first?.deadline ? (
          <>
            {plural(next.length, 'order')} in progress; the next deadline is in{' '}
            {roughSpan(Date.parse(first.deadline) - now)} (<a href={orderPath(first.orderId)}>{first.orderId}</a>).
          </>
        ) : groups.length > 0 ? (
          'No other order is waiting for anything.'
        ) : reading ? (
          'The orders that are late, stuck or under way are read.'
        ) : (
          'Every order has what it should have by now.'
        )}
      </p>
      {groups.length > 0 && (
        <ul>
          {groups.map(({ step, participant, orders: all, late, setAside, oldest }) => (
            <li key={`${step} ${participant}`}>
              <a href={`/?missing=${encodeURIComponent(step)}`} class={late > 0 ? 'is-late' : 'is-failed'}>
                <span class="missing-count">{count(all)}</span>
                <span>
                  <strong>{step}</strong> owed by <strong>{participant}</strong>
                  <span class="missing-detail">
                    {[
                      late > 0 && `${count(late)} late${oldest > 0 ? `, the oldest by ${roughSpan(oldest)}` : ''}`,
                      setAside > 0 && `${count(setAside)} set aside`,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** One step that one participant owes. */
export interface Owed {
  readonly step: string;
  readonly participant: string;
  readonly orders: number;
  readonly late: number;
  readonly setAside: number;
  /** The longest that one is late, in milliseconds; 0 when none is. */
  readonly oldest: number;
}

/** What is owed in some orders; the most first. */
export function groupsOf(orders: readonly OrderSummary[], now: number): Owed[] {
  const groups = new Map<string, Owed>();
  for (const order of orders) {
    for (const { step, participant, setAside } of order.missing) {
      const late = order.steps.some(({ name, state }) => name === step && state === 'overdue');
      const before = groups.get(`${step} ${participant}`);
      const lateBy = late && isLate(order, now) && order.deadline ? now - Date.parse(order.deadline) : 0;
      groups.set(`${step} ${participant}`, {
        step,
        participant,
        orders: (before?.orders ?? 0) + 1,
        late: (before?.late ?? 0) + (late ? 1 : 0),
        setAside: (before?.setAside ?? 0) + (setAside ? 1 : 0),
        oldest: Math.max(before?.oldest ?? 0, lateBy),
      });
    }
  }
  return [...groups.values()].sort((a, b) => b.orders - a.orders || (a.step < b.step ? -1 : 1));
}
