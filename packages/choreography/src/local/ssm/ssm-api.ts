import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { refuseParameters } from '#local/gateway/refuse-parameters.ts';
import { jsonBody } from '#local/iam/demands/demand.ts';
import { pageOf } from './page.ts';
import { mustBeName } from './parameter-name.ts';
import type { Parameters, ParameterType, Version } from './parameters.ts';

interface Input {
  readonly Name: string;
  readonly Names?: readonly string[];
  readonly Value?: string;
  readonly Type?: ParameterType;
  readonly Description?: string;
  readonly AllowedPattern?: string;
  readonly Tier?: string;
  readonly DataType?: string;
  readonly Overwrite?: boolean;
  readonly WithDecryption?: boolean;
  readonly Path?: string;
  readonly Recursive?: boolean;
  readonly ParameterFilters?: readonly { readonly Key: string; readonly Option?: string; readonly Values?: string[] }[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly TagKeys?: readonly string[];
  readonly ResourceId?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

/** Parameter policies, and the older form of filters. */
const UNSUPPORTED = ['Policies', 'Filters'];

const ACTIONS: Readonly<Record<string, (input: Input, parameters: Parameters) => object>> = {
  PutParameter: (input, parameters) => {
    const { Name, Value = '', Overwrite = false, Tier = 'Standard', Tags } = input;
    const known = parameters.find(Name);
    const type = input.Type ?? known?.type;
    if (type === undefined) throw validationError('A parameter type is required when you create a parameter.');
    const version = parameters.put(
      Name,
      {
        value: Value,
        type,
        description: input.Description ?? known?.description,
        tier: Tier,
        allowedPattern: input.AllowedPattern,
        dataType: input.DataType,
      },
      Overwrite,
    );
    if (Tags) parameters.tags.set(Name, new Map(Tags.map(({ Key, Value: value }) => [Key, value])));
    return { Version: version.number, Tier };
  },
  GetParameter: ({ Name, WithDecryption }, parameters) => {
    return { Parameter: told(existing(Name, parameters), Name, WithDecryption) };
  },
  GetParameters: ({ Names = [], WithDecryption }, parameters) => {
    for (const name of Names) mustBeSelector(name);
    const found = Names.map((name) => [name, parameters.find(name)] as const);
    return {
      Parameters: found.flatMap(([name, version]) => (version ? [told(version, name, WithDecryption)] : [])),
      InvalidParameters: found.flatMap(([name, version]) => (version ? [] : [name])),
    };
  },
  GetParametersByPath: (
    { Path = '', Recursive = false, WithDecryption, ParameterFilters = [], ...input },
    parameters,
  ) => {
    if (!Path.startsWith('/')) throw validationError('The parameter path must begin with a slash: "/".');
    const under = Path.endsWith('/') ? Path : `${Path}/`;
    const fitting = parameters.all().filter((each) => ParameterFilters.every((filter) => fits(each, filter)));
    const below = fitting.filter(({ name }) => {
      const full = name.startsWith('/') ? name : `/${name}`;
      return full.startsWith(under) && (Recursive || !full.slice(under.length).includes('/'));
    });
    const { page, ...more } = pageOf(below, input, 10);
    return { Parameters: page.map((version) => told(version, version.name, WithDecryption)), ...more };
  },
  GetParameterHistory: ({ Name, WithDecryption }, parameters) => {
    const versions = parameters.versionsOf(existing(Name, parameters).name);
    return {
      Parameters: versions.map((version) => ({ ...described(version), Value: valueTold(version, WithDecryption) })),
    };
  },
  DescribeParameters: ({ ParameterFilters = [], ...input }, parameters) => {
    const fitting = parameters.all().filter((version) => ParameterFilters.every((filter) => fits(version, filter)));
    const { page, ...more } = pageOf(fitting, input, 50);
    return { Parameters: page.map(described), ...more };
  },
  DeleteParameter: ({ Name }, parameters) => {
    parameters.delete(existing(Name, parameters).name);
    return {};
  },
  DeleteParameters: ({ Names = [] }, parameters) => {
    const gone = Names.filter((name) => parameters.delete(parameters.find(name)?.name ?? name));
    return { DeletedParameters: gone, InvalidParameters: Names.filter((name) => !gone.includes(name)) };
  },
  AddTagsToResource: ({ ResourceId = '', Tags = [] }, parameters) => {
    const { name } = tagged(ResourceId, parameters);
    const tags = parameters.tags.get(name) ?? new Map();
    for (const { Key, Value } of Tags) tags.set(Key, Value);
    parameters.tags.set(name, tags);
    return {};
  },
  RemoveTagsFromResource: ({ ResourceId = '', TagKeys = [] }, parameters) => {
    const { name } = tagged(ResourceId, parameters);
    for (const key of TagKeys) parameters.tags.get(name)?.delete(key);
    return {};
  },
  ListTagsForResource: ({ ResourceId = '' }, parameters) => {
    const tags = parameters.tags.get(tagged(ResourceId, parameters).name) ?? new Map<string, string>();
    return { TagList: [...tags].map(([Key, Value]) => ({ Key, Value })) };
  },
};

/** Parameter Store, of Systems Manager's API (API reference: PutParameter and the others). JSON, the action in a header. */
export function ssmApi({ headers, body }: AwsRequest, parameters: Parameters): AwsResponse {
  const name = headers['x-amz-target']?.split('.').at(-1) ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${name || 'this call'} of Systems Manager: it has Parameter Store.`,
    );
  const input = jsonBody({ body }) as unknown as Input;
  refuseParameters(input, UNSUPPORTED);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(action(input, parameters)),
  };
}

function mustBeSelector(selector: unknown): asserts selector is string {
  if (typeof selector !== 'string' || selector === '')
    throw validationError(
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
  if (!selector.startsWith('arn:') && !selector.startsWith('/aws/')) mustBeName(selector.replace(/:[^/:]+$/, ''));
}

function existing(selector: string, parameters: Parameters): Version {
  mustBeSelector(selector);
  const found = parameters.find(selector);
  if (found) return found;
  if (/:\d+$/.test(selector) && parameters.find(selector.replace(/:\d+$/, '')))
    throw new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${selector.slice(selector.lastIndexOf(':') + 1)} of ${selector.replace(/:\d+$/, '')}. Verify the version and try again.`,
    );
  throw new AwsError('ParameterNotFound', `Parameter ${selector} not found.`);
}

function tagged(name: string, parameters: Parameters): Version {
  const found = parameters.find(name);
  if (!found) throw new AwsError('InvalidResourceId', `The resource ID ${JSON.stringify(name)} is not valid.`);
  return found;
}

/** The value of a SecureString is decrypted only on request. */
const valueTold = ({ type, value, arn }: Version, decrypted = false): string =>
  type !== 'SecureString' || decrypted ? value : Buffer.from(`encrypted:${arn}`).toString('base64');

/** By the name that it was asked for. */
const told = (version: Version, asked: string, decrypted?: boolean) => ({
  Name: asked.startsWith('arn:') ? version.name : asked.replace(/:\d+$/, ''),
  Type: version.type,
  Value: valueTold(version, decrypted),
  Version: version.number,
  ...(/[^:]:\d+$/.test(asked) && !asked.startsWith('arn:') && { Selector: asked.slice(asked.lastIndexOf(':')) }),
  LastModifiedDate: version.changedAt / 1000,
  ARN: version.arn,
  DataType: version.dataType ?? 'text',
});

const described = (version: Version) => ({
  Name: version.name,
  ARN: version.arn,
  Type: version.type,
  Description: version.description,
  AllowedPattern: version.allowedPattern,
  Version: version.number,
  Tier: version.tier ?? 'Standard',
  LastModifiedDate: version.changedAt / 1000,
  DataType: version.dataType ?? 'text',
  Policies: [],
});

function fits(
  version: Version,
  { Key, Option = 'Equals', Values = [] }: NonNullable<Input['ParameterFilters']>[number],
): boolean {
  if (Key === 'Path') {
    const under = Values.map((path) => (path.endsWith('/') ? path : `${path}/`));
    return under.some(
      (path) =>
        version.name.startsWith(path) && (Option === 'Recursive' || !version.name.slice(path.length).includes('/')),
    );
  }
  const value = Key === 'Name' ? version.name : Key === 'Type' ? version.type : (version.tier ?? 'Standard');
  if (!['Name', 'Type', 'Tier'].includes(Key))
    throw new AwsError('InvalidFilterKey', `The local runtime does not filter parameters by ${JSON.stringify(Key)}.`);
  if (Option === 'BeginsWith') return Values.some((start) => value.startsWith(start));
  return Option === 'Contains' ? Values.some((part) => value.includes(part)) : Values.includes(value);
}
