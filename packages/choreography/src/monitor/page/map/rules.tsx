import type { Consumer, Graph } from '#graph/graph.ts';
import { Scrolled } from '#monitor/page/marks/scrolled.tsx';
import { hearsEverything } from './flow.ts';
import type { Highlight } from './focus.ts';
import './rules.css';

/** Every rule in words: what it hears, its target, and where an event goes that cannot be delivered. */
export function Rules({ graph, lit }: { graph: Graph; lit: Highlight | undefined }) {
  return (
    <section class="rules" aria-labelledby="rules-title">
      <h2 id="rules-title">Every rule</h2>
      <Scrolled class="table-place" label="Every rule, scrolled">
        <table>
          <thead>
            <tr>
              <th scope="col">Hears</th>
              <th scope="col">Tells</th>
              <th scope="col">Undelivered</th>
              <th scope="col">Rule</th>
            </tr>
          </thead>
          <tbody>
            {graph.consumers.map((consumer) => {
              const { rule, template, target, enabled, deadLetter, retryPolicy } = consumer;
              return (
                <tr
                  key={`${template} ${rule} ${target.id}`}
                  class={lit && !isLit(lit, consumer) ? 'is-dim' : undefined}
                  data-rule={rule}
                >
                  <td>{heardBy(consumer)}</td>
                  <td>
                    {target.participant}/{target.job}
                    {target.kind !== 'lambda' && ` (${target.kind})`}
                  </td>
                  <td class={deadLetter ? undefined : 'is-failed'}>
                    {[retryPolicy && 'tried again', deadLetter ? 'then set aside' : 'then lost']
                      .filter(Boolean)
                      .join(', ')}
                  </td>
                  <td class="rule-name">
                    {template} {rule}
                    {!enabled && <strong> disabled</strong>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scrolled>
    </section>
  );
}

function heardBy(consumer: Consumer): string {
  const { pattern, schedule } = consumer;
  if (schedule !== null) return schedule;
  const types = pattern?.['detail-type'];
  if (!hearsEverything(consumer) && Array.isArray(types)) {
    const more = Object.keys(pattern ?? {}).some((field) => field !== 'detail-type' && field !== 'source');
    return `${types.map((type) => (typeof type === 'string' ? type : JSON.stringify(type))).join(', ')}${more ? ', of some contents' : ''}`;
  }
  const but = anythingBut(pattern);
  if (but) return `everything but what ${but} says`;
  return `everything that fits ${JSON.stringify(pattern)}`;
}

/** The sources in `{ "source": [{ "anything-but": … }] }`; undefined for any other pattern. */
function anythingBut(pattern: Consumer['pattern']): string | undefined {
  const [alternative, ...others] = Array.isArray(pattern?.source) ? pattern.source : [];
  const but = (alternative as { 'anything-but'?: unknown } | undefined)?.['anything-but'];
  const sources = [but].flat().filter((source) => typeof source === 'string');
  const only = Object.keys(pattern ?? {}).every((field) => field === 'source') && others.length === 0;
  return only && sources.length > 0 ? sources.join(' or ') : undefined;
}

const isLit = ({ lines }: Highlight, { target }: Consumer): boolean =>
  [...lines].some((line) => line.endsWith(` ${target.participant}/${target.job}`));
