import { eventType, kebabCase, sourceName } from '#scaffold/names.ts';
import { eventNamed, type Plan } from '#scaffold/project/plan.ts';
import type { EventFacts } from '#scaffold/project/read-project.ts';
import { insert, lineEnd } from '#scaffold/syntax/edit.ts';
import { bodyOf, importsOf } from '#scaffold/syntax/imports.ts';
import { callsOf, type Module, nameOfKey, nodesIn, propertiesOf, propertyOf, textOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';

export interface NewEvent {
  readonly type: string;
  readonly source: string;
  /** It carries the same business key as this one, and is joined by it. */
  readonly like: EventFacts;
}

/** Adds an event that carries its business key, and what else is still to be written; its line in the glossary, if there is one. */
export function addEvent(plan: Plan, { type, source, like }: NewEvent): EventFacts {
  eventType(type);
  sourceName(source);
  const known = plan.events.find((each) => each.type === type);
  if (known) throw new InputError(`The event "${type}" exists: "${known.file}" declares it. Nothing was written.`);
  const file = `events/${kebabCase(type)}.ts`;
  const key = keyProperty(plan.draft.module(like.file), like.correlateBy);
  plan.draft.create(
    file,
    [
      `import { defineEvent } from 'choreography';`,
      `import * as z from 'zod';`,
      ...key.imports,
      '',
      '/** Still to be written: what happened, and what it carries beside its key. */',
      `export const ${type} = defineEvent({`,
      `  source: '${source}',`,
      `  type: '${type}',`,
      '  version: 1,',
      `  data: z.object({ ${key.property} }),`,
      `  correlateBy: '${like.correlateBy}',`,
      '});',
      '',
    ].join('\n'),
  );
  addToGlossary(plan, type, file);
  const [field = ''] = like.correlateBy.split('.');
  const properties = like.schema.properties as Record<string, unknown> | undefined;
  const event = {
    constant: type,
    file,
    source,
    type,
    correlateBy: like.correlateBy,
    schema: { ...like.schema, properties: { [field]: properties?.[field] ?? {} }, required: [field] },
  };
  plan.events.push(event);
  return event;
}

/** The source text of the property that holds an event's business key, and the imports that it needs. */
function keyProperty(module: Module, key: string): { readonly property: string; readonly imports: readonly string[] } {
  const [field = '', ...rest] = key.split('.');
  const [definition] = callsOf(module.program, 'defineEvent');
  const [data] = [propertyOf(definition?.arguments[0], 'data')];
  const object = data?.type === 'CallExpression' ? data.arguments[0] : undefined;
  const property = propertiesOf(object).find((each) => nameOfKey(each.key) === field);
  const local = new Set(
    bodyOf(module).flatMap((node) =>
      node.type === 'VariableDeclaration'
        ? node.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''))
        : [],
    ),
  );
  const names = property
    ? [...nodesIn(property.value)].flatMap((node) => (node.type === 'Identifier' ? [node.name] : []))
    : [];
  if (!property || names.some((name) => local.has(name))) {
    return {
      property: rest.reduceRight(
        (inner, name) => `${name}: z.object({ ${inner} })`,
        `${rest.at(-1) ?? field}: z.string().min(1).max(64)`,
      ),
      imports: [],
    };
  }
  const needed = importsOf(module).filter(
    ({ source, specifiers }) =>
      source.value !== 'zod' &&
      source.value !== 'choreography' &&
      specifiers.some((each) => names.includes(each.local.name)),
  );
  return { property: textOf(module, property), imports: needed.map((each) => textOf(module, each)) };
}

/** `events/glossary.ts` names every event, where a project has one. */
function addToGlossary({ draft }: Plan, type: string, file: string): void {
  const path = 'events/glossary.ts';
  if (draft.text(path) === undefined) return;
  const from = file.replace('events/', './');
  draft.edit(path, (module) => {
    const exported = bodyOf(module).flatMap((node) =>
      node.type === 'ExportNamedDeclaration' && node.source ? [{ node, from: node.source.value }] : [],
    );
    const behind = exported.find((each) => each.from > from);
    const line = `export { ${type} } from '${from}';\n`;
    return insert(behind?.node.start ?? lineEnd(module.text, exported.at(-1)?.node.end ?? module.text.length), line);
  });
}

/** An existing event, or a new one of a source. */
export const existingOrNew = (plan: Plan, type: string, source: string, like: EventFacts): EventFacts =>
  plan.events.some((event) => event.type === type) ? eventNamed(plan, type) : addEvent(plan, { type, source, like });
