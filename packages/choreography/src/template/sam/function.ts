import { deadLetterQueue } from './dead-letter-queue.ts';
import { eventInvokeConfig } from './event-invoke-config.ts';
import { eventsOf } from './events/events.ts';
import { functionUrl } from './function-url.ts';
import { LOCAL_CODE } from './local-code.ts';
import { attributesOf, getArn, made, type Resources, type SamResource } from './resources.ts';
import { roleOf } from './role.ts';

/** Properties that only SAM knows; all others are those of `AWS::Lambda::Function`. */
const OF_SAM = [
  ...[
    'CodeUri',
    'InlineCode',
    'Role',
    'Policies',
    'Events',
    'EventInvokeConfig',
    'DeadLetterQueue',
    'FunctionUrlConfig',
  ],
  ...[
    'AutoPublishAlias',
    'AutoPublishAliasAllProperties',
    'AutoPublishCodeSha256',
    'DeploymentPreference',
    'VersionDescription',
  ],
  ...[
    'ProvisionedConcurrencyConfig',
    'PermissionsBoundary',
    'AssumeRolePolicyDocument',
    'RolePath',
    'Tracing',
    'Connectors',
  ],
  ...['VersionDeletionPolicy', 'PropagateTags', 'ImageUri', 'Tags'],
];

/** The function, the role that SAM makes for it, and the rules, permissions and mappings that bring it its events. */
export function serverlessFunction(sam: SamResource): Resources {
  const { id, properties } = sam;
  const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !OF_SAM.includes(name)));
  const invoke = eventInvokeConfig(sam);
  const deadLetters = deadLetterQueue(sam);
  const events = eventsOf(sam, { id, arn: getArn(id), kind: 'lambda' });
  const role =
    properties.Role === undefined
      ? roleOf(sam, 'lambda.amazonaws.com', [...invoke.statements, ...deadLetters.statements])
      : {};
  const lambda = made(
    sam,
    'AWS::Lambda::Function',
    {
      ...own,
      ...(properties.Tracing !== undefined && { TracingConfig: { Mode: properties.Tracing } }),
      ...(deadLetters.arn !== undefined && { DeadLetterConfig: { TargetArn: deadLetters.arn } }),
      Code: codeOf(sam),
      Role: properties.Role ?? getArn(`${id}Role`),
    },
    attributesOf(sam.resource),
  );
  return { [id]: lambda, ...role, ...invoke.resources, ...functionUrl(sam), ...events };
}

/** Code that stands on this machine is an asset by its path, as it is written. */
function codeOf({ properties: { CodeUri, InlineCode, ImageUri } }: SamResource): unknown {
  if (InlineCode !== undefined) return { ZipFile: InlineCode };
  if (ImageUri !== undefined) return { ImageUri };
  const at = typeof CodeUri === 'string' ? CodeUri.match(/^s3:\/\/([^/]+)\/(.+)$/) : undefined;
  if (at) return { S3Bucket: at[1], S3Key: at[2] };
  if (typeof CodeUri !== 'object') return { S3Bucket: LOCAL_CODE, S3Key: CodeUri ?? '.' };
  const { Bucket, Key, Version } = CodeUri;
  return Bucket === undefined
    ? CodeUri
    : { S3Bucket: Bucket, S3Key: Key, ...(Version !== undefined && { S3ObjectVersion: Version }) };
}
