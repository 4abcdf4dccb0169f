import { isDeepStrictEqual } from 'node:util';
import { asObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import { type EventType, eventName } from './event.ts';
import { permissionFor } from './invoked.ts';

/** `S3`: the bucket, which must be of the same template, notifies the function of some of its events. */
export const s3: EventType = (event) => {
  const { sam, id, target, properties } = event;
  const { Bucket, Events, Filter } = properties;
  const bucketId = (Bucket as { Ref?: unknown } | undefined)?.Ref;
  const bucket = typeof bucketId === 'string' ? (sam.changed[bucketId] ?? sam.template.Resources[bucketId]) : undefined;
  if (!bucket || typeof bucketId !== 'string')
    return refuse(eventName(event), 'S3 events must reference an S3 bucket in the same template.');
  const { Condition } = sam.resource;
  const added = [Events].flat().map((name) => {
    const configuration = { Event: name, Function: target.arn, ...(Filter !== undefined && { Filter }) };
    return Condition === undefined ? configuration : { 'Fn::If': [Condition, configuration, { Ref: 'AWS::NoValue' }] };
  });
  const own = asObject(bucket.Properties);
  const notifications = asObject(own.NotificationConfiguration);
  const known = notifications.LambdaConfigurations ?? [];
  if (!Array.isArray(known)) return refuse(bucketId, 'Invalid type for LambdaConfigurations. Must be a list.');
  const isNew = (each: unknown) => !known.some((one) => isDeepStrictEqual(one, each));
  const NotificationConfiguration = { ...notifications, LambdaConfigurations: [...known, ...added.filter(isNew)] };
  sam.changed[bucketId] = { ...bucket, Properties: { ...own, NotificationConfiguration } };
  return {
    resources: {
      [`${id}Permission`]: permissionFor(event, 's3.amazonaws.com', { SourceAccount: { Ref: 'AWS::AccountId' } }),
    },
  };
};
