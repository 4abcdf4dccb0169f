import type { Secrets } from '#local/secrets/secrets.ts';
import type { Parameters } from '#local/ssm/parameters.ts';
import { evaluate } from '#template/evaluate.ts';
import type { Reference } from './dynamic-references.ts';
import type { StackEvaluation } from './stack-evaluation.ts';
import type { ParameterValues } from './system-evaluation.ts';
import { secretText } from './types/secrets.ts';

/** What Parameter Store and Secrets Manager have already, from before or by the API. */
export interface ExistingValues {
  readonly parameters: Pick<Parameters, 'find'>;
  readonly secrets: Pick<Secrets, 'find'>;
}

/**
 * The values that dynamic references lead to: those that the templates make, those that are given at the start as
 * `ssm:NAME` and `secretsmanager:NAME`, and those that were put by the API.
 */
export class KeptValues {
  constructor(
    private readonly stacks: () => readonly StackEvaluation[],
    private readonly given: ParameterValues,
    private readonly kept: ExistingValues | undefined,
  ) {}

  find(reference: Reference): string | undefined {
    return reference.service === 'ssm' ? this.#parameter(reference) : this.#secret(reference);
  }

  /** The value of an SSM parameter; undefined when there is none. */
  parameter(name: string): string | undefined {
    return this.#parameter({ service: 'ssm', name, version: undefined });
  }

  #parameter({ name, version }: Extract<Reference, { service: 'ssm' }>): string | undefined {
    const selector = version === undefined ? name : `${name}:${version}`;
    if (version !== undefined) {
      const known = this.kept?.parameters.find(selector);
      if (known) return known.value;
    }
    const made = this.#resource('AWS::SSM::Parameter', [name]);
    if (made) return String(made.properties.Value);
    const given = this.given[`ssm:${name}`];
    return given === undefined ? this.kept?.parameters.find(name)?.value : String(given);
  }

  #secret({ id, key, stage, version }: Extract<Reference, { service: 'secretsmanager' }>): string | undefined {
    const name = /:secret:(.+)$/.exec(id)?.[1] ?? id;
    const names = [name, name.replace(/-\w{6}$/, '')];
    const made = this.#resource('AWS::SecretsManager::Secret', names);
    const given = names.map((each) => this.given[`secretsmanager:${each}`]).find((value) => value !== undefined);
    const versions = [...(this.kept?.secrets.find(name)?.versions.values() ?? [])];
    const kept = versions.find(({ id: versionId, stages }) =>
      version === undefined ? stages.includes(stage ?? 'AWSCURRENT') : versionId === version,
    )?.text;
    const current = stage === undefined && version === undefined;
    const text = (made && current ? secretText(made) : undefined) ?? (given === undefined ? kept : String(given));
    return text === undefined || key === undefined ? text : fieldOf(text, key);
  }

  /** A resource of a type by the name that it is given, of which nothing else is evaluated before it is found. */
  #resource(type: string, names: readonly string[]) {
    for (const evaluation of this.stacks()) {
      for (const [logicalId, { Type, Properties }] of Object.entries(evaluation.stack.template.Resources)) {
        if (Type !== type || !evaluation.makes(logicalId)) continue;
        const { Name } = (Properties ?? {}) as { Name?: unknown };
        const name = Name === undefined ? undefined : evaluate(Name, evaluation.scope);
        const own = typeof name === 'string' ? name : `${evaluation.stack.name}-${logicalId}`.slice(0, 64);
        if (names.includes(own)) return evaluation.resource(logicalId);
      }
    }
    return undefined;
  }
}

function fieldOf(text: string, key: string): string | undefined {
  try {
    const value = JSON.parse(text)?.[key];
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}
