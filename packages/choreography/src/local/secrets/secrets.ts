import { createHash } from 'node:crypto';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { arn } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';

export interface SecretVersion {
  readonly id: string;
  readonly text?: string | undefined;
  /** Base64. */
  readonly binary?: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  stages: string[];
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  description?: string | undefined;
  readonly createdAt: number;
  changedAt: number;
  /** When it is gone for good; undefined while it is not marked for deletion. */
  deletedAt?: number | undefined;
  readonly tags: Map<string, string>;
  readonly versions: Map<string, SecretVersion>;
}

export type SecretValue = Pick<SecretVersion, 'text' | 'binary'>;

/** Secrets Manager: secrets of the account, each with its versions. */
export class Secrets {
  readonly #secrets = new Map<string, Secret>();

  constructor(private readonly now: () => number) {}

  create(name: string, value: SecretValue, description?: string, versionId?: string): Secret {
    if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(name))
      throw validationError(
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      );
    const known = this.#secrets.get(name);
    if (known?.deletedAt !== undefined)
      throw invalidRequest(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    if (known)
      throw new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
    const secret: Secret = {
      name,
      arn: secretArn(name),
      description,
      createdAt: this.now(),
      changedAt: this.now(),
      tags: new Map(),
      versions: new Map(),
    };
    this.#secrets.set(name, secret);
    if (value.text !== undefined || value.binary !== undefined) this.put(secret, value, ['AWSCURRENT'], versionId);
    return secret;
  }

  /** Adds a version; what had a stage before it loses that, and the current one becomes the previous one. */
  put(secret: Secret, value: SecretValue, stages: readonly string[], id: string = uuid()): SecretVersion {
    const known = secret.versions.get(id);
    if (known && (known.text !== value.text || known.binary !== value.binary))
      throw new AwsError(
        'ResourceExistsException',
        `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    const version = known ?? { id, ...value, createdAt: this.now(), stages: [] };
    secret.versions.set(id, version);
    for (const stage of stages) moveStage(secret, stage, version);
    secret.changedAt = this.now();
    return version;
  }

  /** By name, by ARN, or by an ARN without its six random characters. Throws Secrets Manager's answer when there is none. */
  get(id: string): Secret {
    const found = this.find(id);
    if (!found) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return found;
  }

  find(id: string): Secret | undefined {
    const secret = this.#secrets.get(secretNameIn(id)) ?? this.#secrets.get(secretNameIn(id).replace(/-\w{6}$/, ''));
    if (secret?.deletedAt !== undefined && secret.deletedAt <= this.now()) {
      this.#secrets.delete(secret.name);
      return undefined;
    }
    return secret;
  }

  all(): Secret[] {
    return [...this.#secrets.keys()].flatMap((name) => this.find(name) ?? []);
  }

  delete(name: string): void {
    this.#secrets.delete(name);
  }
}

export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);

/** With six characters at the end, as Secrets Manager has them; here the same in each run. */
export const secretArn = (name: string): string =>
  arn(
    'secretsmanager',
    `secret:${name}-${createHash('sha256').update(name).digest('base64url').replace(/[-_]/g, 'x').slice(0, 6)}`,
  );

/** The name in an ARN of Secrets Manager, still with the six characters if the ARN has them; else what is given. */
const secretNameIn = (id: string): string => /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(id)?.[1] ?? id;

function moveStage(secret: Secret, stage: string, to: SecretVersion): void {
  for (const version of secret.versions.values()) {
    if (version === to || !version.stages.includes(stage)) continue;
    version.stages = version.stages.filter((each) => each !== stage);
    if (stage === 'AWSCURRENT') {
      for (const each of secret.versions.values()) each.stages = each.stages.filter((one) => one !== 'AWSPREVIOUS');
      version.stages.push('AWSPREVIOUS');
    }
  }
  if (!to.stages.includes(stage)) to.stages.push(stage);
}
