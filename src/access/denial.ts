// Not exported: what the options of every access mean for `deny`.
import { IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { Conditions } from './conditions';
import { hardening } from './hardening';

/**
 * The limits that a denial keeps: only the code of this function, if that was asked for. The account of the resource is not
 * written: its ARN is denied whoever owns it, and a service that does not send the key would let every call pass.
 */
export function denialLimits({ boundToFunction }: AccessOptions, grantee: IConstruct): Conditions {
  return hardening({ boundToFunction }, grantee, undefined, false);
}

/** An option that makes an allowed call safer, and a denied one possible. */
export function undeniableOption({ sameAccount, viaEndpoint }: AccessOptions): string | undefined {
  if (sameAccount) { return "'sameAccount' would let calls pass that say nothing of the account, so it cannot be denied. Leave it out"; }
  return viaEndpoint && "'viaEndpoint' would let calls pass that take another way, so it cannot be denied. Leave it out";
}
