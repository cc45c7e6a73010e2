// Not exported: how a policy is said in words.
import { PolicySummary } from './permission-summary';
import { placeName } from './place';
import { Sentence, sentence } from './sentence';
import { PolicyForm } from '../model/function-access';

const FORMS: { readonly [form in PolicyForm]: string } = {
  INLINE: 'inline policy',
  POLICY: 'policy',
  ROLE_POLICY: 'role policy',
  CUSTOMER_MANAGED: 'customer managed policy',
  AWS_MANAGED: 'AWS managed policy',
};

/** `AWS managed policy arn:aws:iam::aws:policy/…`. */
export function policyWords(policy: { readonly kind: PolicyForm; readonly name: string }): Sentence {
  return [{ text: `${FORMS[policy.kind]} `, isValue: false }, ...sentence`${policy.name}`];
}

/** Where to find a policy: its construct path where it is a resource of its own, else its name or ARN, and whose it is. */
export function policyPlaceWords(policy: PolicySummary): Sentence {
  const place = placeName(policy.place);
  if (policy.kind === 'INLINE') { return sentence`${policyWords(policy)} of ${place}`; }
  return policyWords({ kind: policy.kind, name: policy.kind === 'AWS_MANAGED' || isOnlyNamed(policy) ? policy.name : place });
}

/** Whether a managed policy is made by no template: it has the place of the role that names it. */
export function isOnlyNamed({ kind, place }: PolicySummary): boolean {
  return kind !== 'INLINE' && place.resourceType === 'AWS::IAM::Role';
}
