// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { made } from '#template/sam/resources.ts';
import type { EventType, SamEvent } from './event.ts';

/** The permission by which a service invokes the function. */
export const permissionFor = ({ sam, target }: SamEvent, Principal: string, from: Record<string, unknown>) =>
  made(sam, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: target.functionName,
    Principal,
    ...from,
  });

/** `AlexaSkill`: nothing but the permission, of one skill or of all. */
export const alexaSkill: EventType = (event) => ({
  resources: {
    [`${event.id}Permission`]: permissionFor(event, 'alexa-appkit.amazon.com', {
      EventSourceToken: event.properties.SkillId,
    }),
  },
});

/** `CloudWatchLogs`: a subscription filter of a log group. */
export const cloudWatchLogs: EventType = (event) => {
  const { sam, id, target, properties } = event;
  const { LogGroupName, FilterPattern } = properties;
  const group = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*';
  return {
    resources: {
      [`${id}Permission`]: permissionFor(event, 'logs.amazonaws.com', {
        SourceArn: { 'Fn::Sub': [group, { __LogGroupName__: LogGroupName }] },
      }),
      [id]: made(
        sam,
        'AWS::Logs::SubscriptionFilter',
        { LogGroupName, FilterPattern, DestinationArn: target.arn },
        { DependsOn: [`${id}Permission`] },
      ),
    },
  };
};

/** `IoTRule`: a topic rule of AWS IoT. */
export const iotRule: EventType = (event) => {
  const { sam, id, target, properties } = event;
  const { Sql, AwsIotSqlVersion } = properties;
  const rule = 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}';
  return {
    resources: {
      [`${id}Permission`]: permissionFor(event, 'iot.amazonaws.com', {
        SourceArn: { 'Fn::Sub': [rule, { RuleName: { Ref: id } }] },
        SourceAccount: { 'Fn::Sub': '${AWS::AccountId}' },
      }),
      [id]: made(sam, 'AWS::IoT::TopicRule', {
        TopicRulePayload: {
          Sql,
          RuleDisabled: false,
          Actions: [{ Lambda: { FunctionArn: target.arn } }],
          ...(AwsIotSqlVersion && { AwsIotSqlVersion }),
        },
      }),
    },
  };
};
