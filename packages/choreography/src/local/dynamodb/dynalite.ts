import { createRequire } from 'node:module';
import type { Store } from './memory-store.ts';

/** An item, or its key, as the wire has it: attribute name to `{ S: 'text' }`, `{ N: '1' }`, … . */
export type Item = Record<string, Record<string, unknown>>;
/** The parameters or the result of an operation, by the API's own names. */
export type Fields = Record<string, unknown>;
export type Callback<T> = (error?: DynamoDbError | null, result?: T) => void;

/** An error that DynamoDB answers a request with: the HTTP status and the JSON body. */
export interface DynamoDbError extends Error {
  statusCode: number;
  body: { __type: string; message?: string } & Fields;
}

/** dynalite's description of the parameters of an operation: types and limits, and rules between parameters. */
export interface Validation {
  types: Record<string, unknown>;
  /** Says what is wrong. */
  custom?: ((data: Fields, store: Store) => string | undefined) | undefined;
}
export type Action = (store: Store, data: Fields, callback: Callback<Fields>) => void;

export interface Table extends Fields {
  TableName: string;
  TableArn: string;
  TableStatus: string;
}

/**
 * The parts of dynalite that the local DynamoDB is made of: what the parameters of an operation must be, and the calls about
 * tables and tags. Items are ours (see `items/` and `expressions/`). The package has no types and documents no entry to its
 * parts, so what is used of them is described here; its version is pinned exactly.
 */
export interface Dynalite {
  checkTypes(data: Fields, types: Validation['types']): Fields;
  checkValidations(data: Fields, types: Validation['types'], custom: Validation['custom'], store: Store): void;
  validation(operation: string): Validation;
  action(operation: string): Action;
  /** The rules of the parameters that there were before expressions; each says what is wrong. */
  legacy: {
    validateExpressionParams(data: Fields, expressions: string[], legacy: string[]): string | undefined;
    validateAttributeConditions(data: Fields): string | undefined;
    validateConditions(conditions: object | undefined): string | undefined;
    findDuplicate(names: readonly string[]): string | null | undefined;
  };
}

/** The operations that dynalite answers itself. */
export const DYNALITE_OPERATIONS =
  'CreateTable DeleteTable DescribeTable ListTables ListTagsOfResource TagResource UntagResource UpdateTable'.split(
    ' ',
  );

/** Loads dynalite: about 60 ms. The parts of an operation are loaded when they are first asked for. */
export function loadDynalite(): Dynalite {
  const require = createRequire(import.meta.url);
  const legacy = require('dynalite/validations');
  return {
    legacy,
    checkTypes: legacy.checkTypes,
    checkValidations: legacy.checkValidations,
    validation: once((operation) => require(`dynalite/validations/${fileOf(operation)}`)),
    action: once((operation) => require(`dynalite/actions/${fileOf(operation)}`)),
  };
}

/** `require` of what is loaded already still takes as long as a small write. */
function once<T>(load: (operation: string) => T): (operation: string) => T {
  const loaded = new Map<string, T>();
  return (operation) => {
    const part = loaded.get(operation) ?? load(operation);
    loaded.set(operation, part);
    return part;
  };
}

function fileOf(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}
