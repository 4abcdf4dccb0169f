import { isObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import { POLICY_TEMPLATES } from './policy-template-table.ts';

/** Whether a policy is one of SAM's policy templates, with its parameters: an object of one key. */
export const isPolicyTemplate = (policy: unknown): boolean => {
  const [name, ...others] = isObject(policy) ? Object.keys(policy) : [];
  return name !== undefined && others.length === 0 && Object.hasOwn(POLICY_TEMPLATES, name);
};

/** The document of a policy template. `what` is the resource that has it. */
export function policyTemplate(what: string, policy: Readonly<Record<string, unknown>>): object {
  const [[name, parameters] = ['', {}]] = Object.entries(policy);
  if (!isObject(parameters)) refuse(what, `Must specify valid parameter values for policy template '${name}'`);
  const statements = POLICY_TEMPLATES[name] ?? [];
  const missing = [...new Set(statements.flatMap((statement) => parametersIn(statement)))].filter(
    (parameter) => !Object.hasOwn(parameters, parameter),
  );
  if (missing.length > 0)
    refuse(
      what,
      `Following required parameters of template '${name}' don't have values: ${missing.map((each) => `'${each}'`).join(', ')}`,
    );
  return { Statement: statements.map((statement) => statementOf(statement, parameters)) };
}

type Parameters = Readonly<Record<string, unknown>>;

/** One statement of the table: `service:Action … on RESOURCE …`, and a condition behind `if KEY = VALUE`. */
function statementOf(statement: string, parameters: Parameters): object {
  const [granted = '', condition] = statement.split(' if ');
  const [actions = '', resources = ''] = granted.split(' on ');
  const [key, value = ''] = condition?.split(' = ') ?? [];
  const Resource = resources.split(' ').map((resource) => arnOf(resource, parameters));
  return {
    Effect: 'Allow',
    Action: actionsIn(actions),
    Resource: Resource.length === 1 ? Resource[0] : Resource,
    ...(key !== undefined && { Condition: { StringEquals: { [key]: arnOf(value, parameters) } } }),
  };
}

/** `sqs:A B` are the actions `sqs:A` and `sqs:B`. */
function actionsIn(actions: string): string[] {
  const service = actions.slice(0, actions.indexOf(':') + 1);
  return actions
    .slice(service.length)
    .split(' ')
    .map((action) => service + action);
}

/** A resource of the table, where `SERVICE:~:NAME` is an ARN of the stack's own region and account, `SERVICE:::NAME` one of neither. */
function arnOf(resource: string, parameters: Parameters): unknown {
  if (resource === '*') return '*';
  const values = Object.fromEntries(parametersIn(resource).map((name) => [name, parameters[name]]));
  const isWhole = resource.startsWith('${');
  const text = isWhole ? resource : `arn:\${AWS::Partition}:${resource.replace(':~:', HERE)}`;
  return { 'Fn::Sub': Object.keys(values).length > 0 ? [text, values] : text };
}

const HERE = `:\${AWS::Region}:\${AWS::AccountId}:`;

const parametersIn = (text: string): string[] => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
