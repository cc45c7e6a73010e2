import { readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { evaluate, evaluateFunctionUrl } from '../../src/model/evaluate';
import { AccessRequest, Outcome } from '../../src/model/request';
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
  return new Synthesized(app);
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
    const half = done.function(`Calls${call.function}`, 'Partner').role!.policies.flatMap(({ statements }) => statements!);
    const policies = {
      identity: call.half ? half : [],
      resource: targets.filter((target) => target.arn === resource).flatMap(({ statements }) => statements),
    };

    const { outcome } = call.url ? evaluateFunctionUrl(request, 'AWS_IAM', policies) : evaluate(request, policies);

    expect(outcome).toBe(call.expected);
  });

  test('every invoker has a call that is allowed and one that is denied', () => {
    for (const expected of ['ALLOWED', 'DENIED']) {
      expect(new Set(CALLS.filter((call) => call.expected === expected).map((call) => call.function))).toEqual(new Set(Object.keys(INVOKERS)));
    }
  });
});
