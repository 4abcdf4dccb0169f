import { type Conversions, named } from './resource.ts';

/** Lambda, and what else acts in a role (AWS provider: "Lambda", "SFN (Step Functions)", "ECS (Elastic Container)"). */
export const FUNCTIONS: Conversions = {
  aws_lambda_function: {
    type: 'AWS::Lambda::Function',
    properties: (lambda) => ({
      FunctionName: lambda.known('function_name'),
      Role: lambda.value('role'),
      Handler: lambda.value('handler'),
      Runtime: lambda.value('runtime'),
      Timeout: lambda.value('timeout'),
      MemorySize: lambda.value('memory_size'),
    }),
  },
  aws_lambda_alias: {
    type: 'AWS::Lambda::Alias',
    properties: named({ Name: 'name', FunctionName: 'function_name', FunctionVersion: 'function_version' }),
  },
  aws_lambda_permission: {
    type: 'AWS::Lambda::Permission',
    properties: named({
      FunctionName: 'function_name',
      Action: 'action',
      Principal: 'principal',
      SourceArn: 'source_arn',
    }),
  },
  aws_lambda_event_source_mapping: {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: named({ EventSourceArn: 'event_source_arn', FunctionName: 'function_name', Enabled: 'enabled' }),
  },
  aws_sfn_state_machine: {
    type: 'AWS::StepFunctions::StateMachine',
    properties: named({ StateMachineName: 'name', RoleArn: 'role_arn', DefinitionString: 'definition' }),
  },
  aws_ecs_cluster: { type: 'AWS::ECS::Cluster', properties: named({ ClusterName: 'name' }) },
  aws_ecs_task_definition: {
    type: 'AWS::ECS::TaskDefinition',
    properties: named({ Family: 'family', TaskRoleArn: 'task_role_arn', ExecutionRoleArn: 'execution_role_arn' }),
  },
};
