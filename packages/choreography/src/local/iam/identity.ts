import { createHash } from 'node:crypto';
import { uuid } from '#local/runtime/chance.ts';
import type { PolicyDocument, Statement } from './policy.ts';

/** A policy as it was given: its text is told back, its statements are judged. */
export interface WrittenPolicy {
  /** JSON. */
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Whether a template says so: then it is made anew whenever templates change. */
  readonly ofTemplate: boolean;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Who may do something: a role or a user. */
export interface Identity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly arn: string;
  /** `AROA…` of a role, `AIDA…` of a user. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly ofTemplate: boolean;
  readonly tags: Map<string, string>;
  /** By name. */
  readonly inline: Map<string, WrittenPolicy>;
  /** ARNs of the managed policies, and whether a template attached them. */
  readonly attached: Map<string, { readonly ofTemplate: boolean }>;
  /** ARN of the managed policy that is the most that it may do. */
  boundary?: string | undefined;
}

export interface Role extends Identity {
  readonly kind: 'role';
  trust: WrittenPolicy;
  description?: string | undefined;
  maxSessionSeconds: number;
}

export interface User extends Identity {
  readonly kind: 'user';
  /** By id. */
  readonly accessKeys: Map<string, { active: boolean; readonly createdAt: number }>;
}

/** A policy that an account manages, with its versions by id. */
export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
  readonly ofTemplate: boolean;
  readonly tags: Map<string, string>;
  readonly versions: Map<string, WrittenPolicy & { readonly createdAt: number }>;
  defaultVersion: string;
  /** How many versions were ever made: numbers are not used again. */
  made: number;
}

/** A unique id as IAM makes them (IAM user guide: "Unique identifiers"). @param seed for one that is the same in each run */
export function uniqueId(prefix: 'AROA' | 'AIDA' | 'ANPA' | 'AKIA' | 'ASIA', seed: string = uuid()): string {
  const digits = createHash('sha256').update(`${prefix}${seed}`).digest('hex').toUpperCase();
  return `${prefix}${digits.slice(0, prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17)}`;
}

/** The ARN of a managed policy, or of one that AWS manages, is told by the account in it. */
export const isManagedByAws = (policyArn: string): boolean => policyArn.split(':')[4] === 'aws';

export const documentText = (document: PolicyDocument): string => JSON.stringify(document);
