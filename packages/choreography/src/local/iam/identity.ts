import { createHash } from 'node:crypto';
import { uuid } from '#local/runtime/chance.ts';
import type { PolicyDocument, Statement } from './policy.ts';

/** A given policy: its text is returned, its statements are evaluated. */
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

/** What policies are of: a role, a user, or a group of users. */
export interface Identity {
  readonly kind: 'role' | 'user' | 'group';
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly arn: string;
  /** `AROA…` of a role, `AIDA…` of a user, `AGPA…` of a group. */
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

export interface Group extends Identity {
  readonly kind: 'group';
  /** Ids of users. */
  readonly members: Set<string>;
}

export interface InstanceProfile {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** `AIPA…` */
  readonly id: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  /** The unique id of its role: it has one at most. */
  role?: string | undefined;
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
export function uniqueId(
  prefix: 'AROA' | 'AIDA' | 'AGPA' | 'AIPA' | 'ANPA' | 'AKIA' | 'ASIA',
  seed: string = uuid(),
): string {
  const digits = createHash('sha256').update(`${prefix}${seed}`).digest('hex').toUpperCase();
  return `${prefix}${digits.slice(0, prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17)}`;
}

/** Whether a policy's ARN is that of an AWS managed policy: its account is `aws`. */
export const isManagedByAws = (policyArn: string): boolean => policyArn.split(':')[4] === 'aws';

export const documentText = (document: PolicyDocument): string => JSON.stringify(document);
