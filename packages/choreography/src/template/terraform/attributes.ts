import { asJson, isObject } from '#template/document/as-object.ts';
import { at, type Instance } from './instances.ts';
import type { Expression } from './plan-document.ts';
import { Reference, type References } from './references.ts';

/** The placeholder of a value that is known only after the apply: see `Fn::NotYetKnown` of `evaluate`. */
const notYetKnown = (what: string): Readonly<Record<string, string>> => ({ 'Fn::NotYetKnown': what });

/** The attributes of a resource, or of a block in it. What is not set, or set to an empty text, is undefined. */
export class Attributes {
  constructor(
    readonly instance: Instance,
    private readonly references: References,
    private readonly path: readonly (string | number)[] = [],
  ) {}

  /** A value; in place of one that is not known yet a `Reference` to what it will be, or else `Fn::NotYetKnown`. */
  value(name: string): unknown {
    const path = [...this.path, name];
    const { values, unknown, configured } = this.instance;
    const expression = at(configured?.expressions, path) as Expression | undefined;
    const mask = at(unknown, path);
    const known = at(values, path);
    if (mask === true) return this.#later(expression, path);
    if (Array.isArray(known)) return this.#list(known, mask, expression, path);
    return known === null || known === '' ? undefined : (this.references.to(known) ?? known);
  }

  /** A value that is known; undefined in place of one that is not. Names are read so: what a name is made of is no name. */
  known(name: string): unknown {
    return at(this.instance.unknown, [...this.path, name]) === true ? undefined : this.value(name);
  }

  text(name: string): string | undefined {
    const value = this.known(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** What a text holds as JSON, or else the text; `Fn::NotYetKnown`, whatever it will be made of. */
  json(name: string): unknown {
    if (this.isUnknown(name)) return notYetKnown(this.#named([...this.path, name]));
    const value = this.value(name);
    return asJson(value) ?? value;
  }

  /** Whether something is written for a value, and what it is is known only when it is applied. */
  isUnknown(name: string): boolean {
    const path = [...this.path, name];
    return at(this.instance.unknown, path) === true && at(this.instance.configured?.expressions, path) !== undefined;
  }

  /** Whether a value, or an item of it, is known only when it is applied. */
  hasUnknown(name: string): boolean {
    return JSON.stringify(at(this.instance.unknown, [...this.path, name]) ?? null).includes('true');
  }

  /** The resources and data sources that a value is made of, as far as the configuration shows. */
  madeOf(name: string): Reference[] {
    const expression = at(this.instance.configured?.expressions, [...this.path, name]);
    return this.references.of(expression as Expression | undefined, this.instance);
  }

  /** The blocks of a name, such as `dead_letter_config`. */
  blocks(name: string): Attributes[] {
    const blocks = at(this.instance.values, [...this.path, name]);
    const several = Array.isArray(blocks) ? blocks : isObject(blocks) ? [blocks] : [];
    return several.map((_, index) => new Attributes(this.instance, this.references, [...this.path, name, index]));
  }

  block(name: string): Attributes | undefined {
    return this.blocks(name)[0];
  }

  /** The attributes of another resource. */
  of(instance: Instance): Attributes {
    return new Attributes(instance, this.references);
  }

  #later(expression: Expression | undefined, path: readonly (string | number)[]): unknown {
    // What nothing is written for the provider makes up.
    if (expression === undefined) return undefined;
    const [one, another] = this.references.of(expression, this.instance);
    if (!one?.isResource || another || !this.references.isWhole(expression)) return notYetKnown(this.#named(path));
    return new Reference(one.to, one.attribute ?? (String(path.at(-1)).endsWith('arn') ? 'arn' : 'id'));
  }

  /** The unknown items of a list are what its expression refers to, if there are as many, or one alone. */
  #list(
    known: readonly unknown[],
    mask: unknown,
    expression: Expression | undefined,
    path: readonly (string | number)[],
  ): unknown[] {
    const isUnknown = (index: number) => at(mask, [index]) === true;
    const count = known.filter((_, index) => Array.isArray(mask) && isUnknown(index)).length;
    if (count === 0) return known.map((item) => this.references.to(item) ?? item);
    const all = this.references.of(expression, this.instance);
    let next = 0;
    return known.map((item, index) => {
      if (!isUnknown(index)) return item;
      const found = all.length === count ? all[next++] : all.length === 1 ? all[0] : undefined;
      return found?.isResource ? new Reference(found.to, found.attribute ?? 'arn') : notYetKnown(this.#named(path));
    });
  }

  #named = (path: readonly (string | number)[]): string =>
    [this.instance.address, ...path.filter((step) => typeof step === 'string')].join('.');
}
