import { isNotYetKnown } from '#graph/access/not-yet-known.ts';
import type { Consumer, Graph, Producer } from '#graph/graph.ts';

/** How what runs differs from templates: what `diff --account --json` prints. Each is a sentence's subject, such as `function depot/weigh`. */
export interface Drift {
  /** What runs and is in no template. */
  readonly unknown: readonly string[];
  /** What is in a template and does not run. */
  readonly missing: readonly string[];
  readonly different: readonly Deviation[];
}

/** A fact in which the templates and the account differ. */
export interface Deviation {
  readonly what: string;
  readonly fact: string;
  readonly template: unknown;
  readonly running: unknown;
}

type Facts = Readonly<Record<string, unknown>>;

/**
 * Compares the graph of templates with that of what runs; of the templates only those that `isHere`, such as in the region that is read. What a
 * Terraform plan does not know yet is not compared. Pure.
 */
export function driftOf(templates: Graph, running: Graph, isHere = (_template: string) => true): Drift {
  const open = new Set(
    templates.producers
      .filter(({ policy }) => policy && isNotYetKnown(policy, templates.unresolved))
      .map(({ template, id }) => `${template}/${id}`),
  );
  const isTold = ({ template, id }: Producer) => !open.has(`${template}/${id}`);
  const [wanted, found] = [itemsOf(templates, isHere, isTold), itemsOf(running, () => true, isTold)];
  return {
    unknown: [...found.keys()].filter((what) => !wanted.has(what) && what !== 'bus default'),
    missing: [...wanted.keys()].filter((what) => !found.has(what) && what !== 'bus default'),
    different: [...wanted].flatMap(([what, facts]) => deviations(what, facts, found.get(what))),
  };
}

function itemsOf(
  graph: Graph,
  isHere: (template: string) => boolean,
  isTold: (producer: Producer) => boolean,
): Map<string, Facts> {
  const isOf = ({ template }: { readonly template: string }) => isHere(template);
  return new Map<string, Facts>([
    ...graph.buses
      .filter(({ template }) => template !== null && isHere(template))
      .map(({ name }) => [`bus ${name}`, {}] as const),
    ...graph.functions.filter(isOf).map(({ template, id }) => [`function ${template}/${id}`, {}] as const),
    ...graph.consumers.filter(isOf).map((consumer) => [routeOf(consumer), factsOf(consumer)] as const),
    ...graph.producers
      .filter((each) => isOf(each) && isTold(each))
      .map(
        ({ template, id, bus, source, detailType }) =>
          [`grant of ${template}/${id} to put ${source} ${detailType} on ${bus}`, {}] as const,
      ),
  ]);
}

const routeOf = ({ template, rule, target }: Consumer): string => `rule ${template}/${rule} to ${nameOfTarget(target)}`;

/** A bus goes by its name, wherever it is: another account or region is not read. */
const nameOfTarget = ({ kind, template, id, job }: Consumer['target']): string => {
  if (kind === 'bus') return `bus ${job.split(':').at(-1)}`;
  return template === null ? job : `${template}/${id}`;
};

const factsOf = ({
  bus,
  pattern,
  schedule,
  enabled,
  transformed,
  deadLetterQueue,
  retryPolicy,
  permission,
}: Consumer): Facts => ({
  bus,
  pattern: pattern && sorted(pattern),
  schedule,
  enabled,
  'input of its own': transformed,
  'dead-letter queue': deadLetterQueue && `${deadLetterQueue.template}/${deadLetterQueue.id}`,
  'retry policy': retryPolicy,
  // A fact that neither has is left out.
  permission: permission.state === 'missing' ? 'missing' : 'granted',
});

function deviations(what: string, template: Facts, running: Facts | undefined): Deviation[] {
  if (!running) return [];
  return Object.keys(template)
    .filter((fact) => JSON.stringify(template[fact]) !== JSON.stringify(running[fact]))
    .map((fact) => ({ what, fact, template: template[fact], running: running[fact] }));
}

/** The order of fields, and of what a pattern lists, says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
