import { readFileSync } from 'fs';
import { join } from 'path';
import { GRANTS, INVOKERS } from './calls-app';
import { statementsIn } from './literal';
import { FunctionUrlAuthType, functionUrlRequests } from '../../src/model/evaluate';
import { AccessRequest, Outcome, PolicySet } from '../../src/model/request';
import { LocatedStatement } from '../../src/model/statement';
import { Synthesized } from '../push/app';

/** One call of a function, and what IAM answers. */
export interface Call {
  readonly name: string;
  readonly function: string;
  readonly qualifier?: string;
  /** The ARN of a role or user; `*` for somebody without credentials. */
  readonly caller?: string;
  /** A service, in place of a caller. */
  readonly service?: string;
  /** Whether the caller has the statements that the permission tells it to have. */
  readonly half?: boolean;
  /** Whom the URL is open to, where the call is one of the function's URL. */
  readonly url?: FunctionUrlAuthType;
  /** Whether it goes through the endpoint of the stack. */
  readonly throughEndpoint?: boolean;
  readonly context?: { readonly [key: string]: string[] };
  readonly expected: Outcome;
}

/** A call as the evaluation takes it. */
export interface AskedCall {
  readonly request: AccessRequest;
  readonly policies: PolicySet;
  /** Where the call goes through the endpoint: whether the endpoint's policy lets it pass. */
  readonly endpoint?: PolicySet;
}

/** One of the questions that a call comes down to. IAM allows the call when all of them are allowed. */
export interface CallQuestion {
  readonly what: string;
  readonly request: AccessRequest;
  readonly policies: PolicySet;
}

/** The calls of `calls.json`. */
export function readCalls(): Call[] {
  return JSON.parse(readFileSync(join(__dirname, 'calls.json'), 'utf8')) as Call[];
}

/** The request that a call makes, and the policies of the synthesized app that take part. */
export function askedCall(done: Synthesized, call: Call): AskedCall {
  const { arn, targets } = done.function(call.function, 'Functions');
  const resource = call.qualifier ? `${arn}:${call.qualifier}` : arn;
  const request: AccessRequest = {
    principal: call.service ? { kind: 'Service', id: call.service } : { kind: 'AWS', id: call.caller! },
    principalAccount: call.caller?.split(':')[4],
    action: 'lambda:InvokeFunction',
    resource,
    context: call.context ?? {},
  };
  const policies = {
    identity: call.half ? halfOf(done, call.function, arn) : [],
    resource: targets.filter((target) => target.arn === resource).flatMap(({ statements }) => statements),
  };
  return { request, policies, ...call.throughEndpoint && { endpoint: endpointPolicies(done, call, arn) } };
}

/** Each action of a call of a URL on its own, and the endpoint that the call goes through. */
export function questionsOf(call: Call, { request, policies, endpoint }: AskedCall): CallQuestion[] {
  const requests = call.url ? functionUrlRequests(request, call.url) : [request];
  return [
    ...requests.map((one) => ({ what: one.action, request: one, policies })),
    ...endpoint ? [{ what: 'the policy of the endpoint', request, policies: endpoint }] : [],
  ];
}

/** What a caller's own policies hold, if it has what it was told or granted. In a function with limits, each caller may invoke the function by its own. */
function halfOf(done: Synthesized, id: string, arn: string): readonly LocatedStatement[] {
  if (id in INVOKERS) { return done.function(`Calls${id}`, 'Partner').role!.policies.flatMap(({ statements }) => statements!); }
  if (!(id in GRANTS)) { return statementsIn({ Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn } }); }
  const policies = done.resources('AWS::IAM::Policy').filter((policy) => policy.id.startsWith(`Calls${id}`));
  return policies.flatMap(({ Properties }) => statementsIn(Properties.PolicyDocument, { [id]: arn }));
}

/**
 * The policy of an endpoint names callers as the policy of a resource does. A caller of another account has everything of its own here, so that the endpoint's policy
 * alone decides.
 */
function endpointPolicies(done: Synthesized, call: Call, arn: string): PolicySet {
  const [{ Properties }] = done.resources('AWS::EC2::VPCEndpoint');
  const isOwn = call.caller?.split(':')[4] === arn.split(':')[4];
  return {
    identity: isOwn ? [] : statementsIn({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
    resource: statementsIn(Properties.PolicyDocument, { [call.function]: arn }),
  };
}
