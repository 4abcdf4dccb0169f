import { policyIn } from './policy-document.ts';
import { type Conversions, named } from './resource.ts';

/** Queues, topics, and whatever else takes events or keeps them (AWS provider: a page for each type). */
export const QUEUES: Conversions = {
  aws_sqs_queue: {
    type: 'AWS::SQS::Queue',
    properties: (queue) => ({
      QueueName: queue.known('name'),
      FifoQueue: queue.value('fifo_queue') === true ? true : undefined,
      MessageRetentionPeriod: queue.value('message_retention_seconds'),
      VisibilityTimeout: queue.value('visibility_timeout_seconds'),
      RedrivePolicy: queue.json('redrive_policy'),
    }),
  },
  aws_sqs_queue_policy: {
    type: 'AWS::SQS::QueuePolicy',
    properties: (policy) => ({
      Queues: [policy.value('queue_url')],
      PolicyDocument: policyIn(policy, 'policy', 'events.amazonaws.com'),
    }),
  },
  aws_sns_topic: {
    type: 'AWS::SNS::Topic',
    properties: (topic) => ({
      TopicName: topic.known('name'),
      FifoTopic: topic.value('fifo_topic') === true ? true : undefined,
    }),
  },
  aws_sns_topic_policy: {
    type: 'AWS::SNS::TopicPolicy',
    properties: (policy) => ({
      Topics: [policy.value('arn')],
      PolicyDocument: policyIn(policy, 'policy', 'events.amazonaws.com'),
    }),
  },
  aws_sns_topic_subscription: {
    type: 'AWS::SNS::Subscription',
    properties: (subscription) => ({
      TopicArn: subscription.value('topic_arn'),
      Protocol: subscription.value('protocol'),
      Endpoint: subscription.value('endpoint'),
      FilterPolicy: subscription.json('filter_policy'),
      FilterPolicyScope: subscription.value('filter_policy_scope'),
      RawMessageDelivery: subscription.value('raw_message_delivery'),
    }),
  },
  aws_kinesis_stream: { type: 'AWS::Kinesis::Stream', properties: named({ Name: 'name' }) },
  aws_kinesis_firehose_delivery_stream: {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    properties: named({ DeliveryStreamName: 'name' }),
  },
  aws_cloudwatch_log_group: {
    type: 'AWS::Logs::LogGroup',
    properties: (group) => ({
      LogGroupName: group.known('name'),
      // 0 is for ever.
      RetentionInDays: group.value('retention_in_days') || undefined,
    }),
  },
  aws_dynamodb_table: { type: 'AWS::DynamoDB::Table', properties: named({ TableName: 'name' }) },
  aws_ssm_parameter: {
    type: 'AWS::SSM::Parameter',
    properties: named({ Name: 'name', Type: 'type', Value: 'value' }),
  },
  aws_codebuild_project: { type: 'AWS::CodeBuild::Project', properties: named({ Name: 'name' }) },
  aws_codepipeline: { type: 'AWS::CodePipeline::Pipeline', properties: named({ Name: 'name' }) },
  aws_appsync_graphql_api: { type: 'AWS::AppSync::GraphQLApi', properties: named({ Name: 'name' }) },
  aws_batch_job_queue: { type: 'AWS::Batch::JobQueue', properties: named({ JobQueueName: 'name' }) },
  aws_api_gateway_rest_api: { type: 'AWS::ApiGateway::RestApi', properties: named({ Name: 'name' }) },
  aws_apigatewayv2_api: { type: 'AWS::ApiGatewayV2::Api', properties: named({ Name: 'name' }) },
  aws_glue_workflow: { type: 'AWS::Glue::Workflow', properties: named({ Name: 'name' }) },
  aws_redshift_cluster: { type: 'AWS::Redshift::Cluster', properties: named({}) },
  aws_sagemaker_pipeline: { type: 'AWS::SageMaker::Pipeline', properties: named({}) },
  aws_ssm_document: { type: 'AWS::SSM::Document', properties: named({ Name: 'name' }) },
};
