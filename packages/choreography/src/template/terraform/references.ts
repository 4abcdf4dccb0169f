import type { Instance, ModuleInstance } from './instances.ts';
import type { Expression } from './plan-document.ts';

/** An attribute of a resource that is known only when it is applied; without one the resource as a whole. */
export class Reference {
  constructor(
    readonly to: Instance,
    readonly attribute: string | undefined,
  ) {}

  /** Whether it leads to what a template can hold. */
  get isResource(): boolean {
    return this.to.mode === 'managed' && this.to.type.startsWith('aws_');
  }
}

/** Where a reference is read: in a module, by a resource or a call of this key of `count` or `for_each`. */
interface Scope {
  readonly module: ModuleInstance;
  readonly index: string | number | undefined;
  readonly forEach: Expression | undefined;
}

/** Types whose `arn` or `url` is that of the resource that they belong to. */
const OF_ANOTHER = /(?<!^aws_iam)_(policy|attachment|permission|subscription|target)$/;

/** Longer ways through variables and outputs are no ways. */
const MAX_STEPS = 32;

/** Follows references through variables, outputs and `for_each` to the resources that they lead to. */
export class References {
  readonly #byBase = new Map<string, Instance[]>();
  readonly #byText = new Map<unknown, Instance>();
  readonly #modules = new Map<string, ModuleInstance>();

  constructor(instances: readonly Instance[]) {
    for (const instance of instances) {
      const base = baseAddress(instance.module, instance.mode, instance.type, instance.name);
      this.#byBase.set(base, [...(this.#byBase.get(base) ?? []), instance]);
      if (instance.mode === 'managed' && !OF_ANOTHER.test(instance.type))
        for (const text of [instance.values.arn, instance.values.url])
          if (typeof text === 'string' && text !== '') this.#byText.set(text, instance);
      for (let module: ModuleInstance | undefined = instance.module; module; module = module.parent)
        this.#modules.set(module.address, module);
    }
  }

  /** The one resource whose ARN or URL a known value is. */
  to(text: unknown): Reference | undefined {
    const found = this.#byText.get(text);
    return found && new Reference(found, found.values.arn === text ? 'arn' : 'id');
  }

  /** All that an expression of a resource refers to, as far as the configuration shows, which has no local values. */
  of(expression: Expression | undefined, reader: Instance): Reference[] {
    const { module, index, configured } = reader;
    return this.#all(expression, { module, index, forEach: configured?.for_each_expression }, 0);
  }

  /** Whether it refers to something that cannot be followed, such as a local value. */
  isWhole(expression: Expression | undefined): boolean {
    return !mostSpecific(expression?.references ?? []).some((each) => each.startsWith('local.'));
  }

  #all(expression: Expression | undefined, place: Scope, steps: number): Reference[] {
    if (steps > MAX_STEPS) return [];
    const found = mostSpecific(expression?.references ?? []).flatMap((each) => this.#follow(parts(each), place, steps));
    return [...new Map(found.map((each) => [`${each.to.address} ${each.attribute}`, each])).values()];
  }

  #follow([first, ...rest]: readonly Part[], place: Scope, steps: number): Reference[] {
    const { module, index } = place;
    if (first === 'var') return this.#variable(rest, module, steps);
    if (first === 'module') return this.#output(rest, place, steps);
    if (first === 'each' && rest[0] === 'value')
      return withAttribute(this.#all(place.forEach, place, steps + 1), rest.slice(1));
    const [mode, type, name, ...path] = first === 'data' ? ['data', ...rest] : ['managed', first, ...rest];
    const all = this.#byBase.get(baseAddress(module, String(mode), String(type), String(name))) ?? [];
    const [key, ...after] = path;
    const attribute = (isKey(key) ? after : path).find((part): part is string => !isKey(part));
    return chosen(all, isKey(key) ? key.key : undefined, index).map((to) => new Reference(to, attribute));
  }

  #variable([name, ...path]: readonly Part[], { parent, call, index }: ModuleInstance, steps: number): Reference[] {
    if (!parent) return [];
    const { expressions = {}, for_each_expression: forEach } = parent.configuration?.module_calls?.[call] ?? {};
    const given = expressions[String(name)] as Expression | undefined;
    return withAttribute(this.#all(given, { module: parent, index, forEach }, steps + 1), path);
  }

  #output([call, ...rest]: readonly Part[], { module, index }: Scope, steps: number): Reference[] {
    const [key, ...after] = rest;
    const [output, ...path] = isKey(key) ? after : rest;
    const called = [...this.#modules.values()].filter((each) => each.parent === module && each.call === call);
    return chosen(called, isKey(key) ? key.key : undefined, index).flatMap((child) => {
      const expression = child.configuration?.outputs?.[String(output)]?.expression;
      const place = { module: child, index: undefined, forEach: undefined };
      return withAttribute(this.#all(expression, place, steps + 1), path);
    });
  }
}

/** The one of this key, or else of the reader's own key, as with `aws_sqs_queue.sort[count.index]`; or else all. */
function chosen<Of extends { readonly index?: string | number | undefined }>(
  all: readonly Of[],
  key: string | number | undefined,
  own: string | number | undefined,
): readonly Of[] {
  const wanted = key ?? own;
  const one = all.filter(({ index }) => index !== undefined && String(index) === String(wanted));
  return one.length === 0 && key === undefined ? all : one;
}

const withAttribute = (references: readonly Reference[], path: readonly Part[]): Reference[] => {
  const attribute = path.find((part): part is string => !isKey(part));
  return references.map((each) => new Reference(each.to, each.attribute ?? attribute));
};

const baseAddress = (module: ModuleInstance, mode: string, type: string, name: string): string =>
  [module.address, mode, type, name].join(' ');

/** Terraform lists each reference with all that it begins with: `aws_sqs_queue.sort.arn`, `aws_sqs_queue.sort`. */
const mostSpecific = (references: readonly string[]): string[] =>
  references.filter(
    (each) => !references.some((other) => other.startsWith(`${each}.`) || other.startsWith(`${each}[`)),
  );

type Part = string | { readonly key: string | number };
const isKey = (part: Part | undefined): part is { readonly key: string | number } => typeof part === 'object';

/** `aws_sqs_queue.sort["a.b"].arn` in its parts. */
const parts = (reference: string): Part[] =>
  [...reference.matchAll(/\[("(?:[^"\\]|\\.)*"|\d+)\]|([^.[\]]+)/g)].map(([, key, name = '']) =>
    key === undefined ? name : { key: JSON.parse(key) as string | number },
  );
