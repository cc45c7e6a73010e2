import { Problem, isObject, shown, texts } from './policy-json';
import { Principal } from './statement';

const KINDS = new Set<string>(['AWS', 'Service', 'Federated', 'CanonicalUser'] satisfies Principal['kind'][]);

/**
 * Reads `Principal` or `NotPrincipal`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipals(element: string, value: unknown, partition: string): Principal[] {
  if (value === '*') { return [{ kind: 'AWS', id: '*' }]; }
  if (!isObject(value) || Object.keys(value).length === 0) {
    throw new Problem(`'${element}' must be '*' or name AWS, Service, Federated or CanonicalUser, got ${shown(value)}`);
  }
  const principals: Principal[] = [];
  for (const [kind, ids] of Object.entries(value)) {
    if (!isKind(kind)) { throw new Problem(`'${element}' knows AWS, Service, Federated and CanonicalUser, got ${shown(kind)}`); }
    for (const id of texts(`${element}.${kind}`, ids)) {
      principals.push(kind === 'AWS' ? ofAws(id, partition) : { kind, id });
    }
  }
  return principals;
}

function isKind(kind: string): kind is Principal['kind'] {
  return KINDS.has(kind);
}

/**
 * An account may be named by its number alone; IAM means its root ARN then.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html
 */
function ofAws(id: string, partition: string): Principal {
  if (id === '*') { return { kind: 'AWS', id, notFederated: true }; }
  return { kind: 'AWS', id: /^(\d{12}|\$\{AWS::AccountId\})$/.test(id) ? `arn:${partition}:iam::${id}:root` : id };
}
