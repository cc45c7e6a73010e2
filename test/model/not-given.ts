import { Case } from './case';
import { arnParts, pieces } from '../../src/model/placeholder';

/** A case with all that it leaves open, one possibility of many. */
export interface Completed {
  /** What the case leaves open. */
  readonly missing: readonly string[];
  readonly given: Case;
}

/**
 * Gives a case what it leaves open: a name to each value that exists after deployment only, no key that may or may not be there, no policies that
 * nobody knows, a trust policy to a role, and the caller whom the resource's policy names to a request that tells too little of its own.
 */
export function completed(one: Case): Completed {
  return [deployed, withKnownKeys, withKnownPolicies, withTrustPolicy, withCaller].reduce(({ missing, given }, gap) => {
    const found = gap(given);
    return { missing: [...missing, ...found.missing], given: found.given };
  }, { missing: [], given: one } as Completed);
}

function deployed(one: Case): Completed {
  const all = pieces(JSON.stringify(one));
  const missing = new Set(all.filter(({ kind }) => kind === 'VALUE').map(({ text }) => `the value of ${text}`));
  return { missing: [...missing], given: JSON.parse(all.map(({ kind, text, written }) => kind === 'VALUE' ? valueOf(text) : written).join('')) as Case };
}

const PSEUDO: { readonly [name: string]: string } = {
  '${AWS::Partition}': 'aws', '${AWS::Region}': 'eu-west-1', '${AWS::AccountId}': '210987654321', '${AWS::StackId}': 'arn:aws:cloudformation:eu-west-1:210987654321:stack/s/2',
};

function valueOf(placeholder: string): string {
  if (placeholder.endsWith('.Arn}')) { return 'arn:aws:iam::210987654321:role/name'; }
  return PSEUDO[placeholder] ?? placeholder.replace(/\W+/g, '-').toLowerCase();
}

function withKnownKeys(one: Case): Completed {
  const keys = [...one.unknownKeys ?? [], ...one.request?.unknownKeys ?? []];
  const given = { ...one, unknownKeys: undefined, request: one.request && { ...one.request, unknownKeys: undefined } };
  return { missing: keys.map((key) => `whether the request has ${key}`), given };
}

function withKnownPolicies(one: Case): Completed {
  return { missing: one.incomplete ? ['policies that take part'] : [], given: { ...one, incomplete: undefined } };
}

function withTrustPolicy(one: Case): Completed {
  const { request, resource = [] } = one;
  const isRole = request?.action.startsWith('sts:') && arnParts(request.resource)[5]?.startsWith('role/');
  if (!request || !isRole || resource.length > 0) { return { missing: [], given: one }; }
  const trust = { Effect: 'Allow', Principal: request.principal, Action: request.action };
  return { missing: ['the trust policy of the role'], given: { ...one, resource: [trust] } };
}

/** The session of a role, and the user of a federated one: a request does not tell them, and a policy may name them. */
function withCaller(one: Case): Completed {
  const { request, resource = [] } = one;
  const [, account, own] = arnOf(request?.principal);
  const wanted = own?.startsWith('role/') ? 'assumed-role/' : own?.startsWith('federated-user/') ? 'user/' : undefined;
  const named = resource.map((statement) => (statement as { Principal?: unknown }).Principal).find((principal) => {
    const [, theirs, name] = arnOf(principal);
    return wanted !== undefined && theirs === account && name?.startsWith(wanted);
  });
  if (!request || !named) { return { missing: [], given: one }; }
  const missing = wanted === 'user/' ? 'the user who federated' : 'the session of the role';
  return { missing: [missing], given: { ...one, request: { ...request, principal: named } } };
}

/** Service, account and name of a principal that is one ARN. */
function arnOf(principal: unknown): (string | undefined)[] {
  const arn = (principal as { AWS?: unknown } | undefined)?.AWS;
  const [, , service, , account, name] = typeof arn === 'string' ? arnParts(arn) : [];
  return [service, account, name];
}
