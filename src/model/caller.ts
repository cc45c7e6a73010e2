import { Answer, all } from './answer';
import { equals } from './match';
import { arnParts, isAnything, isPlaceholder, isVariable } from './placeholder';
import { AccessRequest } from './request';
import { Principal } from './statement';

/**
 * How far the principals of a statement match the caller. AWS treats the three ways differently within one account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface PrincipalMatch {
  /** The caller is named itself, or everybody is: nothing else is needed within the account. */
  readonly direct: Answer;
  /** The caller's role is named: a permissions boundary still limits it. */
  readonly role: Answer;
  /** The caller's account is named: its identity policies must allow too. */
  readonly account: Answer;
}

/** Who calls, taken apart once for all statements. */
export class Caller {
  /** Undefined for an AWS service, an outside identity and an anonymous caller. */
  public readonly account?: string;
  public readonly isAccountRoot: boolean;
  public readonly isUser: boolean;
  /** The session of somebody who is no user of IAM, which a user asked for. */
  public readonly isFederatedUser: boolean;
  public readonly isRoleSession: boolean;
  public readonly principal: Principal;
  private readonly parts: readonly string[];

  constructor(request: Pick<AccessRequest, 'principal' | 'principalAccount'>) {
    this.principal = request.principal;
    this.parts = arnParts(request.principal.id);
    const isIdentity = request.principal.kind === 'AWS' && request.principal.id !== '*';
    this.account = isIdentity ? request.principalAccount ?? this.parts[4] : undefined;
    this.isAccountRoot = isIdentity && this.parts[5] === 'root';
    this.isUser = isIdentity && this.parts[5]?.startsWith('user/') === true;
    this.isFederatedUser = isIdentity && this.parts[5]?.startsWith('federated-user/') === true;
    this.isRoleSession = isIdentity && this.parts[5]?.startsWith('assumed-role/') === true;
  }

  /**
   * Whether only the resource's policy counts: there are no identity policies. An origin access identity is written as a
   * user of CloudFront, and the policy of the bucket is all that it has.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
   */
  public get hasNoIdentity(): boolean {
    return this.principal.kind !== 'AWS' || this.principal.id === '*' || this.account === 'cloudfront';
  }

  /** How one principal of a statement matches. */
  public match(named: Principal): PrincipalMatch {
    if (named.kind === 'AWS' && named.id === '*') { return named.notFederated && this.principal.kind === 'Federated' ? NOTHING : DIRECT; }
    if (named.kind === 'AWS' && isUnknown(named.id)) { return UNKNOWN; } // It may be `*`, and the account of the caller too.
    if (named.kind !== this.principal.kind || this.principal.id === '*') { return NOTHING; }
    // IAM refuses a wildcard in the name of a service, so what it would match cannot be said.
    if (named.kind === 'Service' && /[*?]/.test(named.id)) { return { ...NOTHING, direct: 'CANNOT_SAY' }; }
    if (named.kind !== 'AWS') { return { ...NOTHING, direct: equals(named.id, this.principal.id) }; }
    return this.matchIdentity(named.id);
  }

  private matchIdentity(id: string): PrincipalMatch {
    const parts = arnParts(id);
    const inAccount = parts[4] && this.account && !this.isElsewhere(parts[1]) ? equals(parts[4], this.account) : 'NO';
    if (parts[5] === 'root') {
      return { direct: this.isAccountRoot ? inAccount : 'NO', role: 'NO', account: inAccount };
    }
    const own = this.parts[5] ?? '';
    const named = parts[5] ?? '';
    if (own.startsWith('assumed-role/') && named.startsWith('role/')) {
      // A session's ARN leaves the path of its role out; role names are unique in an account.
      return { ...NOTHING, role: all([inAccount, equals(lastOf(named), own.split('/')[1])]) };
    }
    if (own.startsWith('role/') && named.startsWith('assumed-role/')) {
      const isOfRole = all([inAccount, equals(named.split('/')[1], lastOf(own))]);
      return { ...NOTHING, direct: isOfRole === 'NO' ? 'NO' : 'CANNOT_SAY' }; // The request does not tell the session.
    }
    if (own.startsWith('federated-user/') && named.startsWith('user/')) {
      return { ...NOTHING, role: inAccount === 'NO' ? 'NO' : 'CANNOT_SAY' }; // Nor who federated.
    }
    const same = equals(id, this.principal.id);
    return own.startsWith('role/') || own === '' ? { ...NOTHING, role: same } : { ...NOTHING, direct: same };
  }

  /**
   * Whether a partition surely is not that of the caller: nothing is delegated from one to another.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html
   */
  public isElsewhere(partition: string | undefined): boolean {
    const own = this.parts[1];
    return partition !== undefined && own !== undefined && equals(partition, own) === 'NO';
  }
}

const NOTHING: PrincipalMatch = { direct: 'NO', role: 'NO', account: 'NO' };
const DIRECT: PrincipalMatch = { direct: 'YES', role: 'NO', account: 'NO' };
const UNKNOWN: PrincipalMatch = { direct: 'CANNOT_SAY', role: 'CANNOT_SAY', account: 'CANNOT_SAY' };

/** A parameter or an import alone: anybody may stand there. */
function isUnknown(id: string): boolean {
  return isPlaceholder(id) && isAnything(id) && !isVariable(id);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
