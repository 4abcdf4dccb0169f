import { asObject } from '#template/document/as-object.ts';
import type { Attributes } from './attributes.ts';
import { policyIn } from './policy-document.ts';
import { type Conversions, named } from './resource.ts';

/** EventBridge: buses, rules and the resources beside them (AWS provider: "EventBridge", "EventBridge Pipes", "EventBridge Scheduler"). */
export const EVENTS: Conversions = {
  aws_cloudwatch_event_bus: { type: 'AWS::Events::EventBus', properties: named({ Name: 'name' }) },
  aws_cloudwatch_event_bus_policy: {
    type: 'AWS::Events::EventBusPolicy',
    properties: (policy) => {
      const document = policyIn(policy, 'policy');
      return {
        EventBusName: policy.value('event_bus_name'),
        Statement: asObject(document).Statement ?? document,
      };
    },
  },
  aws_cloudwatch_event_permission: {
    type: 'AWS::Events::EventBusPolicy',
    properties: (permission) => ({
      EventBusName: permission.value('event_bus_name'),
      Statement: {
        Effect: 'Allow',
        Action: permission.value('action') ?? 'events:PutEvents',
        Principal: permission.text('principal') === '*' ? '*' : { AWS: permission.value('principal') },
      },
    }),
  },
  aws_cloudwatch_event_rule: {
    type: 'AWS::Events::Rule',
    properties: (rule) => ({
      Name: rule.known('name'),
      EventBusName: rule.value('event_bus_name'),
      EventPattern: rule.json('event_pattern'),
      ScheduleExpression: rule.value('schedule_expression'),
      RoleArn: rule.value('role_arn'),
      State: rule.value('is_enabled') === false ? 'DISABLED' : rule.value('state'),
    }),
  },
  aws_cloudwatch_event_archive: {
    type: 'AWS::Events::Archive',
    properties: (archive) => ({
      ArchiveName: archive.known('name'),
      SourceArn: archive.value('event_source_arn'),
      RetentionDays: archive.value('retention_days'),
      EventPattern: archive.json('event_pattern'),
    }),
  },
  aws_cloudwatch_event_endpoint: {
    type: 'AWS::Events::Endpoint',
    properties: (endpoint) => ({
      Name: endpoint.known('name'),
      RoleArn: endpoint.value('role_arn'),
      ReplicationConfig: { State: endpoint.block('replication_config')?.value('state') },
      EventBuses: endpoint.blocks('event_bus').map((bus) => ({ EventBusArn: bus.value('event_bus_arn') })),
    }),
  },
  aws_cloudwatch_event_api_destination: {
    type: 'AWS::Events::ApiDestination',
    properties: named({ Name: 'name', ConnectionArn: 'connection_arn', InvocationEndpoint: 'invocation_endpoint' }),
  },
  aws_cloudwatch_event_connection: { type: 'AWS::Events::Connection', properties: named({ Name: 'name' }) },
  aws_schemas_schema: {
    type: 'AWS::EventSchemas::Schema',
    properties: named({ RegistryName: 'registry_name', SchemaName: 'name', Type: 'type', Content: 'content' }),
  },
  aws_scheduler_schedule: {
    type: 'AWS::Scheduler::Schedule',
    properties: (schedule) => ({
      Name: schedule.known('name'),
      GroupName: schedule.value('group_name'),
      ScheduleExpression: schedule.value('schedule_expression'),
      State: schedule.value('state'),
      Target: schedule.blocks('target').map(deliveryOf)[0],
    }),
  },
  aws_pipes_pipe: {
    type: 'AWS::Pipes::Pipe',
    properties: (pipe) => {
      const event = pipe.block('target_parameters')?.block('eventbridge_event_bus_parameters');
      return {
        Name: pipe.known('name'),
        RoleArn: pipe.value('role_arn'),
        Source: pipe.value('source'),
        Enrichment: pipe.value('enrichment'),
        Target: pipe.value('target'),
        DesiredState: pipe.value('desired_state'),
        TargetParameters: event && {
          EventBridgeEventBusParameters: named({ Source: 'source', DetailType: 'detail_type' })(event),
        },
      };
    },
  },
};

/** A target of a rule (`aws_cloudwatch_event_target`), or of a schedule. */
export function deliveryOf(target: Attributes): Readonly<Record<string, unknown>> {
  const deadLetter = target.block('dead_letter_config')?.value('arn');
  const retry = target.block('retry_policy');
  const transformer = target.block('input_transformer');
  const event = target.block('eventbridge_parameters');
  return {
    Id: target.value('target_id'),
    Arn: target.value('arn'),
    RoleArn: target.value('role_arn'),
    Input: target.value('input'),
    InputPath: target.value('input_path'),
    InputTransformer: transformer && {
      InputPathsMap: transformer.value('input_paths'),
      InputTemplate: transformer.value('input_template'),
    },
    DeadLetterConfig: deadLetter === undefined ? undefined : { Arn: deadLetter },
    RetryPolicy:
      retry &&
      named({
        MaximumEventAgeInSeconds: 'maximum_event_age_in_seconds',
        MaximumRetryAttempts: 'maximum_retry_attempts',
      })(retry),
    EventBridgeParameters: event && named({ Source: 'source', DetailType: 'detail_type' })(event),
  };
}
