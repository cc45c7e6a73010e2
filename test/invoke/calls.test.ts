import { readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { statementsIn } from './literal';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokeDenial } from '../../src/invoke/invoke-denial';
import { InvokePerimeter } from '../../src/invoke/invoke-perimeter';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { evaluate, evaluateFunctionUrl } from '../../src/model/evaluate';
import { AccessRequest, Outcome } from '../../src/model/request';
import { LocatedStatement } from '../../src/model/statement';
import { CODE, HOME, Synthesized, newApp } from '../push/app';

/** One call of a function, and what IAM answers. */
interface Call {
  readonly name: string;
  readonly function: string;
  readonly qualifier?: string;
  /** The ARN of a role or user. */
  readonly caller?: string;
  /** A service, in place of a caller. */
  readonly service?: string;
  /** Whether the caller has the statements that the permission tells it to have. */
  readonly half?: boolean;
  /** Whether it calls the function's URL. */
  readonly url?: boolean;
  readonly context?: { readonly [key: string]: string[] };
  readonly expected: Outcome;
}

const INVOKERS: { readonly [id: string]: Invoker } = {
  Account: Invoker.account('444455556666'),
  Role: Invoker.role('arn:aws:iam::444455556666:role/caller'),
  OwnRole: Invoker.role('arn:aws:iam::111122223333:role/caller'),
  User: Invoker.user('arn:aws:iam::444455556666:user/team/ann'),
  Organization: Invoker.organization('o-abcdefghij'),
  Service: Invoker.service('lexv2.amazonaws.com', { sourceArn: 'arn:aws:lex:eu-west-1:111122223333:bot-alias/BOT/ALIAS', sourceAccount: '111122223333' }),
  Skill: Invoker.service('alexa-appkit.amazon.com', { eventSourceToken: 'amzn1.ask.skill.1' }),
  Url: Invoker.account('444455556666'),
};

const CALLS = JSON.parse(readFileSync(join(__dirname, 'calls.json'), 'utf8')) as Call[];

/** Somebody of the function's own account, who has the half that a grant gives. */
const GRANTEES: { readonly [id: string]: (scope: Construct, id: string) => iam.IGrantable } = {
  GrantedRole: (scope, id) => new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
  GrantedUser: (scope, id) => new iam.User(scope, id),
  GrantedGroup: (scope, id) => new iam.Group(scope, id),
};

/** What a document says beside letting an organization in. */
const LIMITS: { readonly [id: string]: (target: SecureFunction) => unknown } = {
  Denial: (target) => new InvokeDenial(target, 'Denial', { target, invoker: Invoker.account('777788889999') }),
  Endpoint: (target) => new InvokePerimeter(target, 'Perimeter', { target, sourceVpcEndpoints: ['vpce-1'] }),
};

const NAMES = [...Object.keys(INVOKERS), ...Object.keys(GRANTEES), ...Object.keys(LIMITS)];

/** Every function with one invoker, and in another account callers that hold what each permission tells them to. */
function synthesize(): Synthesized {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const partner = new Stack(app, 'Partner', { env: { ...HOME, account: '444455556666' } });
  for (const [id, invoker] of Object.entries(INVOKERS)) {
    const fn = new SecureFunction(functions, id, { ...CODE, functionName: id });
    const target: lambda.IFunction = id === 'Url' ? fn.addAlias('live') : fn;
    const { callerStatements } = new InvokePermission(functions, `Permit${id}`, { target, invoker, viaFunctionUrl: id === 'Url' });
    const caller = new SecureFunction(partner, `Calls${id}`, CODE);
    callerStatements.forEach((statement) => caller.addToRolePolicy(statement));
  }
  for (const [id, make] of Object.entries(GRANTEES)) {
    new SecureFunction(functions, id, { ...CODE, functionName: id }).grantInvoke(make(functions, `Calls${id}`));
  }
  for (const [id, limit] of Object.entries(LIMITS)) {
    const target = new SecureFunction(functions, id, { ...CODE, functionName: id, resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT });
    new InvokePermission(functions, `Permit${id}`, { target, invoker: Invoker.organization('o-abcdefghij') });
    limit(target);
  }
  return new Synthesized(app);
}

/** What a caller's own policies hold, if it has what it was told or granted. */
function halfOf(done: Synthesized, id: string, arn: string): readonly LocatedStatement[] {
  if (id in INVOKERS) { return done.function(`Calls${id}`, 'Partner').role!.policies.flatMap(({ statements }) => statements!); }
  if (id in LIMITS) { return statementsIn({ Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn } }); }
  const policies = done.resources('AWS::IAM::Policy').filter((policy) => policy.id.startsWith(`Calls${id}`));
  return policies.flatMap(({ Properties }) => statementsIn(Properties.PolicyDocument, { [id]: arn }));
}

describe('who may invoke', () => {
  const done = synthesize();

  test.each(CALLS)('$function, $name: $expected', (call) => {
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

    const { outcome } = call.url ? evaluateFunctionUrl(request, 'AWS_IAM', policies) : evaluate(request, policies);

    expect(outcome).toBe(call.expected);
  });

  test('every invoker and every grantee has a call that is allowed and one that is denied', () => {
    for (const expected of ['ALLOWED', 'DENIED']) {
      expect(new Set(CALLS.filter((call) => call.expected === expected).map((call) => call.function))).toEqual(new Set(NAMES));
    }
  });
});
