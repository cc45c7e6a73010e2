import { statementsOf } from './case';
import { evaluate, evaluateFunctionUrl } from '../../src/model/evaluate';
import { AccessRequest, PolicySet } from '../../src/model/request';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:my-function';
const ROLE = { kind: 'AWS', id: 'arn:aws:iam::444455556666:role/example' } as const;
const URL_STATEMENT = {
  Effect: 'Allow',
  Principal: { AWS: ROLE.id },
  Action: 'lambda:InvokeFunctionUrl',
  Resource: FUNCTION,
  Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
};
const INVOKE_STATEMENT = {
  Effect: 'Allow',
  Principal: { AWS: ROLE.id },
  Action: 'lambda:InvokeFunction',
  Resource: FUNCTION,
  Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
};

function policies(resource: object[], identity: object[] = [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }]): PolicySet {
  return { identity: statementsOf(identity, 'identity'), resource: statementsOf(resource, 'resource') };
}

const request: AccessRequest = { principal: ROLE, action: 'lambda:InvokeFunctionUrl', resource: FUNCTION, context: {} };

describe('evaluateFunctionUrl', () => {
  test('allows a caller who may do both', () => {
    expect(evaluateFunctionUrl(request, 'AWS_IAM', policies([URL_STATEMENT, INVOKE_STATEMENT])).outcome).toBe('ALLOWED');
  });

  test.each([
    ['lambda:InvokeFunction', [URL_STATEMENT]],
    ['lambda:InvokeFunctionUrl', [INVOKE_STATEMENT]],
  ])('denies a caller who lacks %s', (action, statements) => {
    const decision = evaluateFunctionUrl(request, 'AWS_IAM', policies(statements));

    expect(decision.outcome).toBe('DENIED');
    expect(decision.reason).toMatch(new RegExp(`^${action}: `));
  });

  test('denies a caller when the URL has another auth type', () => {
    expect(evaluateFunctionUrl(request, 'NONE', policies([URL_STATEMENT, INVOKE_STATEMENT])).outcome).toBe('DENIED');
  });

  test('cannot say when one of the two cannot be said', () => {
    const open = { ...INVOKE_STATEMENT, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };

    expect(evaluateFunctionUrl({ ...request, unknownKeys: ['aws:SourceVpc'] }, 'AWS_IAM', policies([URL_STATEMENT, open])).outcome)
      .toBe('CANNOT_SAY');
  });
});

describe('a decision', () => {
  test('does not wait for a boundary that is not known where nothing is allowed without it', () => {
    const identity = statementsOf([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }], 'identity');
    const ask = (action: string) => evaluate({ principal: ROLE, action, resource: 'arn:aws:s3:::images/a', context: {} }, { identity, resource: [], openBoundary: true });

    expect(ask('s3:PutObject').outcome).toBe('DENIED');
    expect(ask('s3:GetObject')).toMatchObject({ outcome: 'CANNOT_SAY', reason: 'the permissions boundary is not known; without one: the Allow statement Policy identity[0] matches' });
  });

  test('names the statement that allows, and where it stands when it has no Sid', () => {
    const decision = evaluate({ ...request, context: { 'lambda:FunctionUrlAuthType': ['AWS_IAM'] } }, policies([INVOKE_STATEMENT, URL_STATEMENT]));

    expect(decision.statement?.source.property).toBe('resource[1]');
    expect(decision.reason).toBe("the Allow statement Policy resource[1] matches, and the caller's own account allows it");
  });

  test('names no statement for an implicit deny', () => {
    expect(evaluate(request, policies([])).statement).toBeUndefined();
  });

  test('tells all that the nearest statement lacks', () => {
    const { reason } = evaluate({ ...request, principal: { kind: 'Service', id: 's3.amazonaws.com' }, action: 'lambda:InvokeFunction' }, policies([
      { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource: '*' },
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: FUNCTION,
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::images' } },
      },
    ]));

    expect(reason).toBe('the nearest statement matches but for aws:SourceArn: it wants arn:aws:s3:::images, the request has none; '
      + 'and for aws:SourceAccount: it wants 123456789012, the request has none');
  });

  test('names of statements that lack as much the one whose ARN is like that of the request the furthest', () => {
    const api = (id: string, route: string) => `arn:aws:execute-api:eu-west-1:111122223333:${id}/*/${route}`;
    const allowed = (sourceArn: string) => (
      { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'lambda:*', Resource: '*', Condition: { ArnLike: { 'aws:SourceArn': sourceArn } } });
    const asked = (sourceArn: string) => evaluate(
      { ...request, principal: { kind: 'Service', id: 'apigateway.amazonaws.com' }, context: { 'aws:SourceArn': [sourceArn] } },
      policies([allowed(api('rest', 'GET/books')), allowed(api('http', 'POST/books')), allowed(api('http', 'GET/books')), allowed(api('http2', 'GET/books'))]),
    ).reason;

    expect(asked('arn:aws:execute-api:eu-west-1:111122223333:http/$default/GET/books/7')).toContain(`it wants ${api('http', 'GET/books')}, the request has`);
    expect(asked('arn:aws:execute-api:eu-west-1:111122223333:http/$default/DELETE/books')).toContain(`it wants ${api('http', 'POST/books')}, the request has`);
    expect(asked('arn:aws:execute-api:eu-west-1:111122223333:other/$default/GET/books')).toContain(`it wants ${api('rest', 'GET/books')}, the request has`);
  });

  test('names of statements that lack as much the one about the same bucket', () => {
    const reading = (bucket: string) => ({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: [`arn:aws:s3:::${bucket}/in/*`, 'arn:aws:s3:::third/*'] });

    expect(evaluate({ ...request, action: 's3:GetObject', resource: 'arn:aws:s3:::images/out/a.jpg' }, policies([reading('archive'), reading('images')])).reason)
      .toContain('the resource: it wants arn:aws:s3:::images/in/*');
  });

  test('stays short and on one line, whatever the policy holds', () => {
    const { reason } = evaluate(request, policies([
      { Effect: 'Allow', Principal: '*', Action: 'x:y', Resource: new Array(1000).fill(0).map((_, index) => `arn:aws:s3:::${index}\n${'x'.repeat(5000)}`) },
    ]));

    expect(reason.length).toBeLessThan(2500);
    expect(reason).not.toContain('\n');
  });

  test('is not moved by keys that are named like parts of an object', () => {
    const context = JSON.parse('{"__proto__":["x"],"constructor":["y"],"aws:SourceAccount":["1"]}') as AccessRequest['context'];
    const allowIf = (key: string, value: string) => policies(
      [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals: { [key]: value } } }]);

    expect(evaluate({ ...request, context }, allowIf('constructor', 'y')).outcome).toBe('ALLOWED');
    expect(evaluate({ ...request, context: {} }, allowIf('constructor', 'y')).outcome).toBe('DENIED');
    expect(evaluate({ ...request, context: {} }, allowIf('toString', 'function')).outcome).toBe('DENIED');
  });

  test('takes bounded time for hostile patterns', () => {
    const hostile = `arn:aws:s3:::${'*a'.repeat(9000)}`;
    const value = `arn:aws:s3:::${'a'.repeat(1900)}b`;
    const start = process.hrtime.bigint();

    expect(evaluate({ ...request, action: 's3:GetObject', resource: value, resourceAccount: '444455556666' }, policies([], [
      { Effect: 'Allow', Action: `s3:${'*?'.repeat(5000)}`, Resource: [hostile, `${hostile}\${App.Bucket}`, `arn:*a*:${'*a*:'.repeat(2000)}`] },
    ])).outcome).not.toBe('ALLOWED');
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
  });
});
