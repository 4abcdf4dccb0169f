import { AwsError } from '#local/gateway/aws-error.ts';
import { iamArn } from '#local/runtime/account.ts';
import {
  documentText,
  type Group,
  type Identity,
  type InstanceProfile,
  isManagedByAws,
  type ManagedPolicy,
  type Role,
  type User,
  uniqueId,
  type WrittenPolicy,
} from './identity.ts';
import { managedPolicy } from './managed-policies.ts';
import { compilePolicy, type PolicyDocument, type Statement } from './policy.ts';

/** The roles, users, groups, instance profiles and managed policies of one account. Names that differ only in case are one, as in IAM. */
export class Identities {
  readonly #roles = new Map<string, Role>();
  readonly #users = new Map<string, User>();
  readonly #groups = new Map<string, Group>();
  /** By name in lower case. */
  readonly profiles = new Map<string, InstanceProfile>();
  /** By ARN. */
  readonly policies = new Map<string, ManagedPolicy>();
  /** Roles that templates made before they changed: what was said of them by the API lasts. */
  #before = new Map<string, Role>();

  constructor(
    readonly account: string,
    private readonly now: () => number,
  ) {}

  role(name: string): Role | undefined {
    return this.#roles.get(name.toLowerCase());
  }
  user(name: string): User | undefined {
    return this.#users.get(name.toLowerCase());
  }
  group(name: string): Group | undefined {
    return this.#groups.get(name.toLowerCase());
  }
  /** Throws IAM's answer when there is none. */
  get(kind: Identity['kind'], name: string): Identity {
    const found = this.#of(kind).get(name.toLowerCase());
    if (!found) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
    return found;
  }
  all(kind: 'role'): Role[];
  all(kind: 'user'): User[];
  all(kind: 'group'): Group[];
  all(kind: Identity['kind']): Identity[] {
    return [...this.#of(kind).values()];
  }
  add(identity: Role | User | Group): void {
    const key = identity.name.toLowerCase();
    if (identity.kind === 'role') this.#roles.set(key, identity);
    else if (identity.kind === 'user') this.#users.set(key, identity);
    else this.#groups.set(key, identity);
  }
  delete({ kind, name }: Identity): void {
    this.#of(kind).delete(name.toLowerCase());
  }

  membersOf({ members }: Group): User[] {
    return this.all('user').filter(({ id }) => members.has(id));
  }
  groupsOf({ id }: Identity): Group[] {
    return this.all('group').filter(({ members }) => members.has(id));
  }
  profilesOf(role: Role): InstanceProfile[] {
    return [...this.profiles.values()].filter((profile) => profile.role === role.id);
  }

  /** What an identity's own policies say, and those of its groups. */
  statementsOf(identity: Identity): Statement[] {
    return [identity, ...this.groupsOf(identity)].flatMap(({ inline, attached }) => [
      ...[...inline.values()].flatMap(({ statements }) => statements),
      ...[...attached.keys()].flatMap((arn) => this.statementsOfPolicy(arn)),
    ]);
  }
  /** The statements of a managed policy's default version; none of one that was there before templates changed. */
  statementsOfPolicy(arn: string): readonly Statement[] {
    if (isManagedByAws(arn)) return compilePolicy(managedPolicy(arn));
    const policy = this.policies.get(arn);
    return policy?.versions.get(policy.defaultVersion)?.statements ?? [];
  }
  /** Who has a managed policy attached. */
  attachedTo(arn: string): Identity[] {
    return [...this.all('role'), ...this.all('user'), ...this.all('group')].filter(({ attached }) => attached.has(arn));
  }

  #of(kind: Identity['kind']): Map<string, Identity> {
    const all = { role: this.#roles, user: this.#users, group: this.#groups };
    return all[kind];
  }

  /** Forgets what templates said, before it is made anew. */
  forgetThoseOfTemplates(): void {
    this.#before = new Map([...this.#roles].filter(([, { ofTemplate }]) => ofTemplate));
    for (const [key, role] of this.#roles) {
      if (role.ofTemplate) this.#roles.delete(key);
      dropThoseOfTemplates(role);
    }
    for (const [arn, { ofTemplate }] of this.policies) if (ofTemplate) this.policies.delete(arn);
  }

  /** Makes a role of a template anew; policies that the API gave it stay. */
  putRoleOfTemplate(name: string, trust: PolicyDocument | undefined, more: Partial<Role> = {}): Role {
    const key = name.toLowerCase();
    const known = this.#roles.get(key) ?? this.#before.get(key);
    if (more.boundary !== undefined) this.mustHavePolicy(more.boundary);
    const path = more.path ?? known?.path ?? '/';
    const role: Role = {
      kind: 'role',
      name,
      path,
      arn: iamArn(`role${path}${name}`, this.account),
      id: uniqueId('AROA', name),
      createdAt: known?.createdAt ?? this.now(),
      ofTemplate: true,
      maxSessionSeconds: 3600,
      tags: new Map(),
      inline: known?.inline ?? new Map(),
      attached: known?.attached ?? new Map(),
      trust: trust ? written(trust) : (known?.trust ?? written({})),
      ...more,
    };
    this.#roles.set(key, role);
    return role;
  }

  /** Adds a policy of a template to a role, which may be made later. Throws an Error that says what is wrong with it. */
  putPolicyOfTemplate(roleName: string, policyName: string, document: PolicyDocument): void {
    const role = this.role(roleName) ?? this.putRoleOfTemplate(roleName, undefined);
    role.inline.set(policyName, written(document));
  }

  /** Attaches a managed policy to a role of a template. Throws IAM's answer when there is no such policy. */
  attachByTemplate(roleName: string, policyArn: string): void {
    const role = this.role(roleName) ?? this.putRoleOfTemplate(roleName, undefined);
    this.mustHavePolicy(policyArn);
    role.attached.set(policyArn, { ofTemplate: true });
  }

  /** Throws IAM's answer when there is no such policy, of the account or of AWS. */
  mustHavePolicy(arn: string): void {
    if (isManagedByAws(arn)) managedPolicy(arn);
    else if (!this.policies.has(arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }

  /** Makes a managed policy of a template. Throws an Error that says what is wrong with it. */
  addPolicyOfTemplate(arn: string, document: PolicyDocument, description?: string): void {
    const [, path = '/', name = arn] = /:policy(\/(?:.+\/)?)([^/]+)$/.exec(arn) ?? [];
    this.policies.set(arn, {
      name,
      path,
      arn,
      id: uniqueId('ANPA', arn),
      description,
      ofTemplate: true,
      tags: new Map(),
      createdAt: this.now(),
      updatedAt: this.now(),
      defaultVersion: 'v1',
      made: 1,
      versions: new Map([['v1', { ...written(document), createdAt: this.now() }]]),
    });
  }
}

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);

const written = (document: PolicyDocument): WrittenPolicy => ({
  text: documentText(document),
  statements: compilePolicy(document),
  ofTemplate: true,
});

function dropThoseOfTemplates({ inline, attached }: Identity): void {
  for (const policies of [inline, attached])
    for (const [key, { ofTemplate }] of policies) if (ofTemplate) policies.delete(key);
}
