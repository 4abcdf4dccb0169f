import { GetPolicyCommand, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { eachOf } from '#cli/aws/requests.ts';
import { asObject, objectsIn } from '#template/document/as-object.ts';
import { type AccountClients, everyPage } from './account-clients.ts';
import { asJsonOr, type Found } from './found.ts';

/** Functions, what their policies let in, and what they read. */
export async function readFunctions({ lambda }: AccountClients): Promise<Found[]> {
  const functions = await everyPage(
    (Marker) => lambda.send(new ListFunctionsCommand({ Marker })),
    ({ Functions }) => Functions,
    ({ NextMarker }) => NextMarker,
  );
  const permissions = await eachOf(functions, async ({ FunctionName = '' }) => {
    const policy = await lambda.send(new GetPolicyCommand({ FunctionName })).catch((error: Error) => {
      if (error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    });
    return objectsIn(asObject(asJsonOr(policy?.Policy)).Statement).map((statement, index): Found => {
      const arns = Object.values(asObject(statement.Condition)).flatMap((keys) =>
        Object.entries(asObject(keys)).flatMap(([key, value]) =>
          key.toLowerCase() === 'aws:sourcearn' ? [value] : [],
        ),
      );
      const { Principal, Action } = statement;
      const properties = {
        FunctionName,
        Action,
        Principal: asObject(Principal).Service ?? asObject(Principal).AWS ?? Principal,
        SourceArn: arns[0],
      };
      const name = `${FunctionName} permission ${statement.Sid ?? index}`;
      return { type: 'AWS::Lambda::Permission', name, physical: [statement.Sid], properties };
    });
  });
  const mappings = await everyPage(
    (Marker) => lambda.send(new ListEventSourceMappingsCommand({ Marker })),
    // Tables are not read: what changes in them is no event.
    ({ EventSourceMappings = [] }) =>
      EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn?.split(':')[2] !== 'dynamodb'),
    ({ NextMarker }) => NextMarker,
  );
  return [
    ...functions.map(({ FunctionName: name = '', FunctionArn, Role, Handler, Runtime, Timeout, MemorySize }): Found => {
      const properties = { FunctionName: name, Role, Handler, Runtime, Timeout, MemorySize };
      return { type: 'AWS::Lambda::Function', name, physical: [name, FunctionArn], properties };
    }),
    ...permissions.flat(),
    ...mappings.map(({ UUID = '', EventSourceArn, FunctionArn }): Found => {
      const properties = { EventSourceArn, FunctionName: FunctionArn };
      return { type: 'AWS::Lambda::EventSourceMapping', name: `mapping ${UUID}`, physical: [UUID], properties };
    }),
  ];
}
