import { AwsError } from '#local/gateway/aws-error.ts';
import { compilePolicy, type Statement, type StatementDocument } from '#local/iam/policy.ts';

/** The resource policies of functions, by the function's name. */
export class FunctionPolicies {
  readonly #ofTemplates = new Map<string, Statement[]>();
  /** What AddPermission granted: it stays when templates change. */
  readonly #granted = new Map<string, Statement[]>();

  of(name: string): readonly Statement[] {
    return [...(this.#ofTemplates.get(name) ?? []), ...(this.#granted.get(name) ?? [])];
  }

  /** Adds a statement of a template. */
  permit(name: string, statement: StatementDocument): void {
    add(this.#ofTemplates, name, statement);
  }

  /** Adds a statement that no template has. Throws Lambda's answer when there is one of its id. */
  grant(name: string, statement: StatementDocument): void {
    if (this.of(name).some(({ document }) => document.Sid === statement.Sid))
      throw new AwsError(
        'ResourceConflictException',
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        409,
      );
    add(this.#granted, name, statement);
  }

  /** Throws Lambda's answer when there is no such statement. */
  revoke(name: string, statementId: string): void {
    const notFound = (text: string) => new AwsError('ResourceNotFoundException', text, 404);
    const statements = this.of(name);
    if (statements.length === 0) throw notFound('No policy is associated with the given resource.');
    if (!statements.some(({ document }) => document.Sid === statementId))
      throw notFound(`Statement ${statementId} is not found in resource policy.`);
    for (const policies of [this.#ofTemplates, this.#granted])
      policies.set(
        name,
        (policies.get(name) ?? []).filter(({ document }) => document.Sid !== statementId),
      );
  }

  /** Forgets what templates said, before it is made anew. */
  forgetThoseOfTemplates(): void {
    this.#ofTemplates.clear();
  }

  delete(name: string): void {
    this.#ofTemplates.delete(name);
    this.#granted.delete(name);
  }
}

function add(policies: Map<string, Statement[]>, name: string, statement: StatementDocument): void {
  policies.set(name, [...(policies.get(name) ?? []), ...compilePolicy({ Statement: statement })]);
}
