import { ARN, condition, invoke, located, source } from './access';
import { LocatedStatement } from '../../src/model/statement';
import { AddPermission, addPermissions } from '../../src/report/add-permission-command';
import { plainSentence } from '../../src/report/sentence';
import { summaryStatements } from '../../src/report/summary-statement';

const FUNCTION = { kind: 'FUNCTION', arn: ARN } as const;
const ALIAS = { kind: 'ALIAS', arn: `${ARN}:live`, qualifier: 'live' } as const;
const START = `aws lambda add-permission --function-name '${ARN}'`;

describe('the command of a statement', () => {
  test('names function, statement, action, principal, source ARN and source account', () => {
    const statement = invoke('s3.amazonaws.com', [
      condition('ArnLike', 'AWS:SourceArn', 'arn:aws:s3:::images'),
      condition('StringEquals', 'AWS:SourceAccount', '111122223333'),
    ], { source: source('OnUpload') });

    expect(commandOf(statement)).toBe(`${START} --statement-id 'OnUpload' --action 'lambda:InvokeFunction' --principal 's3.amazonaws.com'`
      + " --source-arn 'arn:aws:s3:::images' --source-account '111122223333'");
  });

  test('keeps placeholders out of the reach of a shell', () => {
    const statement = invoke('sns.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', 'arn:${AWS::Partition}:sns:eu-west-1:${AWS::AccountId}:${App.Topic}')]);

    expect(commandOf(statement)).toContain(" --source-arn 'arn:${AWS::Partition}:sns:eu-west-1:${AWS::AccountId}:${App.Topic}'");
  });

  test('names a version or alias by its qualifier, and the function without it', () => {
    const statement = invoke('sns.amazonaws.com', [], { resources: [ALIAS.arn] });

    expect(commandOf(statement, ALIAS)).toContain(`${START} --qualifier 'live' `);
  });

  test('lets a whole organization in', () => {
    const statement = anyone([condition('StringEquals', 'aws:PrincipalOrgID', 'o-abcdefghij')]);

    expect(commandOf(statement)).toContain(" --principal '*' --principal-org-id 'o-abcdefghij'");
  });

  test('asks for the event source token of a skill', () => {
    const statement = invoke('alexa-appkit.amazon.com', [condition('StringEquals', 'lambda:EventSourceToken', 'amzn1.ask.skill.1')]);

    expect(commandOf(statement)).toContain(" --event-source-token 'amzn1.ask.skill.1'");
  });

  test('says both halves of a function URL', () => {
    const url = anyone([condition('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE')], ['lambda:InvokeFunctionUrl']);
    const viaUrl = anyone([condition('Bool', 'lambda:InvokedViaFunctionUrl', 'true')]);

    expect(commandOf(url)).toContain(" --action 'lambda:InvokeFunctionUrl' --principal '*' --function-url-auth-type 'NONE'");
    expect(commandOf(viaUrl)).toMatch(/ --action 'lambda:InvokeFunction' --principal '\*' --invoked-via-function-url$/);
  });

  test('takes the statement id that is written, or the logical id with what the API would not take left out', () => {
    expect(commandOf(invoke('sns.amazonaws.com', [], { sid: 'Mine' }))).toContain(" --statement-id 'Mine' ");
    expect(commandOf(invoke('sns.amazonaws.com', [], { sid: 'a b.c' }))).toContain(" --statement-id 'abc' ");
    expect(commandOf(invoke('sns.amazonaws.com', [], { sid: '§' }))).toContain(" --statement-id 'Statement' ");
    expect(commandOf(invoke('sns.amazonaws.com', [], { sid: 'x'.repeat(300) }))).toContain(` --statement-id '${'x'.repeat(90)}' `);
  });

  test('tells statements of one resource apart by their ids', () => {
    const statements = summaryStatements([invoke('sns.amazonaws.com'), invoke('s3.amazonaws.com')]);

    const ids = addPermissions(statements, ARN, FUNCTION).map(({ command }) => /--statement-id '([^']*)'/.exec(command!)![1]);

    expect(new Set(ids).size).toBe(2);
    for (const id of ids) { expect(id).toMatch(/^Permission-[0-9a-f]{8}$/); }
  });
});

describe('there is no command', () => {
  test.each<[string, Partial<LocatedStatement>, RegExp]>([
    ['for a denial', { effect: 'Deny' }, /only allows, and this denies/],
    ['for two principals', { principals: [{ kind: 'AWS', id: '*' }, { kind: 'Service', id: 'x' }] }, /exactly one principal/],
    ['for everyone but one', { principals: undefined, notPrincipals: [{ kind: 'AWS', id: 'x' }] }, /cannot say "everything except"/],
    ['for a signed-in user', { principals: [{ kind: 'Federated', id: 'x' }] }, /only an AWS principal or a service/],
    ['for two actions', { actions: ['lambda:InvokeFunction', 'lambda:GetFunction'] }, /exactly one action/],
    ['for every action but one', { actions: undefined, notActions: ['lambda:GetFunction'] }, /cannot say "everything except"/],
    ['for a pattern of actions', { actions: ['lambda:Invoke*'] }, /does not take the action lambda:Invoke\*/],
    ['for another resource', { resources: [`${ARN}:*`] }, /names exactly the function/],
    ['for two resources', { resources: [ARN, `${ARN}:*`] }, /names exactly the function/],
    ['for a condition that it does not know', { conditions: [condition('StringEquals', 'aws:SourceOrgID', 'o-1')] }, /no option for the condition StringEquals on aws:SourceOrgID/],
    ['for two source ARNs', { conditions: [condition('ArnLike', 'aws:SourceArn', 'a', 'b')] }, /no option/],
    ['for two conditions on one key', { conditions: [condition('ArnLike', 'aws:SourceArn', 'a'), condition('ArnEquals', 'AWS:SourceArn', 'b')] }, /no option/],
    ['for a source ARN that is compared as text', { conditions: [condition('StringLike', 'aws:SourceArn', 'a')] }, /no option/],
    ['for a condition that also holds without its key', { conditions: [condition('StringEqualsIfExists', 'aws:SourceAccount', '1')] }, /no option/],
    ['for an organization beside a principal', { conditions: [condition('StringEquals', 'aws:PrincipalOrgID', 'o-1')] }, /no option/],
    ['for a URL condition on another action', { conditions: [condition('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE')] }, /no option/],
    ['for calls that do not come through the URL', { conditions: [condition('Bool', 'lambda:InvokedViaFunctionUrl', 'false')] }, /no option/],
  ])('%s', (_, more, reason) => {
    expect(obstacleOf(invoke('sns.amazonaws.com', [], more))).toMatch(reason);
  });

  test('for an alias whose name is not known', () => {
    const statement = invoke('sns.amazonaws.com', [], { resources: [ALIAS.arn] });

    expect(obstacleOf(statement, { ...ALIAS, qualifier: undefined })).toMatch(/name of the version or alias is not known/);
  });

  test.each(['-x', 'file:///etc/passwd', 'fileb://x', 'https://x', 'a b', 'a\nb', '\u202Ex', '\u001B[31m', ''])('for the source ARN %j, which the CLI would not take as it is', (value) => {
    expect(obstacleOf(invoke('s3.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', value)]))).toMatch(/no name in AWS is like/);
  });
});

test('a quote in a value does not end the argument', () => {
  const statement = invoke("x'$(id)`id`", []);

  expect(commandOf(statement)).toMatch(/ --principal 'x'\\''\$\(id\)`id`'$/);
});

function anyone(conditions: LocatedStatement['conditions'], actions = ['lambda:InvokeFunction']): LocatedStatement {
  return located({ principals: [{ kind: 'AWS', id: '*' }], actions, resources: [ARN], conditions });
}

function resultOf(statement: LocatedStatement, target: Parameters<typeof addPermissions>[2]): AddPermission {
  return addPermissions(summaryStatements([statement]), ARN, target)[0];
}

function commandOf(statement: LocatedStatement, target: Parameters<typeof addPermissions>[2] = FUNCTION): string | undefined {
  return resultOf(statement, target).command;
}

function obstacleOf(statement: LocatedStatement, target: Parameters<typeof addPermissions>[2] = FUNCTION): string {
  const { command, obstacle } = resultOf(statement, target);
  expect(command).toBeUndefined();
  return plainSentence(obstacle ?? []);
}
