import { isObject } from './document/as-object.ts';
import { InputError } from './input-error.ts';
import type { Template } from './template.ts';

const FOR_EACH = 'Fn::ForEach';

/**
 * A template in which its loops are written out (CloudFormation user guide: "Fn::ForEach"): of resources, conditions, outputs and
 * properties, also within each other. A collection is a list, or a parameter, of which the default counts. Throws an InputError, which begins with `file`.
 */
export function withLoops(file: string, template: Template): Template {
  return new Loops(file, template).expanded(template, {}) as Template;
}

class Loops {
  constructor(
    private readonly file: string,
    private readonly template: Template,
  ) {}

  expanded(value: unknown, variables: Readonly<Record<string, string>>): unknown {
    if (typeof value === 'string') return substituted(value, variables);
    if (Array.isArray(value)) return value.map((item) => this.expanded(item, variables));
    if (!isObject(value)) return value;
    const keys = Object.keys(value);
    if (keys.length === 1 && typeof value.Ref === 'string') return variables[value.Ref] ?? value;
    const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
      key.startsWith(`${FOR_EACH}::`)
        ? this.#repeated(key, inner, variables)
        : [[substituted(key, variables), this.expanded(inner, variables)]],
    );
    const names = entries.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new InputError(`${this.file}: loops make ${twice} several times.`);
    return Object.fromEntries(entries);
  }

  #repeated(key: string, loop: unknown, variables: Readonly<Record<string, string>>): [string, unknown][] {
    const [name, collection, body] = Array.isArray(loop) ? loop : [];
    if (typeof name !== 'string' || !isObject(body))
      throw new InputError(`${this.file}: ${key} takes a name, a collection and what is to be repeated.`);
    return this.#items(key, collection, variables).flatMap((item) =>
      Object.entries(this.expanded(body, { ...variables, [name]: item }) as object),
    );
  }

  #items(key: string, collection: unknown, variables: Readonly<Record<string, string>>): string[] {
    const value = isObject(collection) ? this.#default(collection) : collection;
    const items = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
    if (!Array.isArray(items) || !items.every((item) => ['string', 'number'].includes(typeof item)))
      throw new InputError(
        `${this.file}: ${key} repeats over ${JSON.stringify(collection)}, which is no list and no parameter with a default.`,
      );
    return items.map((item) => substituted(String(item), variables));
  }

  #default({ Ref }: Readonly<Record<string, unknown>>): unknown {
    return typeof Ref === 'string' ? this.template.Parameters?.[Ref]?.Default : undefined;
  }
}

/** `${Name}` is the item itself, `&{Name}` its letters and figures only. */
const substituted = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/([$&])\{(\w+)\}/g, (whole, sign: string, name: string) => {
    const item = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (item === undefined) return whole;
    return sign === '&' ? item.replace(/[^A-Za-z0-9]/g, '') : item;
  });
