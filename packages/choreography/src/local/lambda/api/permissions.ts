import { validationError } from '#local/gateway/aws-error.ts';
import { jsonAnswer } from '#local/gateway/backend.ts';
import { type Permission, statementOf } from '#local/lambda/permission.ts';
import { uuidOf } from '#local/lambda/uuid-of.ts';
import { type Actions, NOTHING, notFound } from './action.ts';

export const PERMISSIONS: Actions = {
  'POST functions/*/policy': ({ name, input }, { functions }) => {
    const permission = input as Permission;
    if (!permission.StatementId) throw validationError('StatementId is required.');
    const { config } = functions.get(name);
    const statement = statementOf(permission, config.arn);
    functions.policies.grant(config.name, statement);
    return jsonAnswer(201, { Statement: JSON.stringify(statement) });
  },
  'GET functions/*/policy': ({ name }, { functions }) => {
    const { config } = functions.get(name);
    const statements = functions.policies.of(config.name);
    if (statements.length === 0) throw notFound();
    const Statement = statements.map(({ document }) => document);
    const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement });
    return jsonAnswer(200, { Policy, RevisionId: uuidOf(Policy) });
  },
  'DELETE functions/*/policy/*': ({ name, id }, { functions }) => {
    functions.policies.revoke(functions.get(name).config.name, id);
    return NOTHING;
  },
};
