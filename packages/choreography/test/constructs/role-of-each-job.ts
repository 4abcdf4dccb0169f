import { rolePolicies } from '#graph/access/role-policies.ts';
import { jobName, nameParticipants } from '#graph/participants/participant-names.ts';
import { judge } from '#local/iam/judge.ts';
import { type AccessRequest, compilePolicy, type Statement, type StatementDocument } from '#local/iam/policy.ts';
import { System } from '#template/system/system.ts';
import type { NamedTemplate } from '#template/template.ts';

/** A job, and what its role lets it do. */
export interface RoleOfJob {
  /** `participant/job`. */
  readonly job: string;
  readonly statements: readonly Statement[];
}

/** The role of each job of some templates, as the local runtime judges it. */
export function rolesIn(stacks: readonly NamedTemplate[]): RoleOfJob[] {
  const system = new System(stacks);
  const who = nameParticipants(system);
  const policies = rolePolicies(system);
  return system.resources('AWS::Lambda::Function').map((job) => {
    const role = system.find(job.read('Role'), 'AWS::IAM::Role');
    if (!role) throw new Error(`The role of ${jobName(who.of(job))} is not in its template.`);
    const held = policies.of(role).map(({ statement }) => statement as StatementDocument);
    return { job: jobName(who.of(job)), statements: compilePolicy({ Statement: held }) };
  });
}

/** One thing that a statement allows: an action on a resource, in circumstances in which the statement's conditions hold. */
export interface Deed extends Omit<AccessRequest, 'principal'> {
  /** As a person says it: `dynamodb:PutItem arn:… [dynamodb:leadingkeys=…]`. */
  readonly inWords: string;
}

/** Every thing that a role allows, each wildcard as one thing that fits it. */
export const deedsOf = ({ statements }: RoleOfJob): Deed[] =>
  statements.flatMap(({ document }) => {
    const values = conditionValues(document);
    return list(document.Action).flatMap((action) =>
      list(document.Resource).flatMap((resource) =>
        combinations(values).map((context) => {
          const known = new Map(Object.entries(context));
          const words = [...known].map(([key, value]) => `${key}=${value}`).join(' ');
          const [asked, at] = [concrete(action), concrete(resource)];
          return {
            ...{ action: asked, resource: at, inWords: `${asked} ${at}${words ? ` [${words}]` : ''}` },
            context: (key: string) => (known.has(key) ? [known.get(key) as string] : undefined),
          };
        }),
      ),
    );
  });

/** Whether a role is allowed what another one is. */
export const mayDo = ({ statements }: RoleOfJob, deed: Deed): boolean =>
  judge({ ...deed, principal: SOMEBODY }, statements).allowed;

const SOMEBODY = { principalArn: '', sessionArn: '', account: '000000000000' };

/** The values that make the conditions hold, by key. */
function conditionValues({ Condition = {} }: StatementDocument): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [operator, keys] of Object.entries(Condition)) {
    if (operator === 'Null') continue;
    for (const [key, expected] of Object.entries(keys))
      values[key.toLowerCase()] = list(expected as string | string[]).map(concrete);
  }
  return values;
}

/** A thing that fits a pattern. */
const concrete = (pattern: string): string => (pattern === '*' ? '*' : pattern.replaceAll('*', 'x'));

function combinations(values: Readonly<Record<string, readonly string[]>>): Record<string, string>[] {
  return Object.entries(values).reduce<Record<string, string>[]>(
    (all, [key, each]) => all.flatMap((one) => each.map((value) => ({ ...one, [key]: value }))),
    [{}],
  );
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);
