import { App } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { KNOWN, PushSourceContract, withoutHashes } from './contract';
import { CLOSED, CLOSED_AT_HOME, hasRole } from './targets';
import { PushTrigger } from '../../src/push/push-trigger';

/** Functions that the source cannot call, or that cannot be given a permission. */
export function describeRefusedTargets(contract: PushSourceContract): void {
  const closed = Object.entries(contract.crossAccount ? CLOSED : CLOSED_AT_HOME).filter(([, make]) => !contract.needsRole || hasRole(make));

  test.each(closed)('fails for a function %s with the command and the resource for its owner', (_, make) => {
    const stack = newStack();
    const target = make(stack);

    const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack, 'known') }));

    expect(message).toMatch(/^'target' is a function that this app cannot give a permission to, so its owner must: run `aws lambda add-permission /);
    expect(message).toContain(`\`aws lambda add-permission --function-name '${target.functionArn}' --statement-id 'StackTrigger`);
    expect(withoutHashes({ message })).toEqual({ message: expect.stringContaining(callIn(contract)) });
    expect(message.includes("--source-account '111122223333'")).toBe(contract.namesAccount);
    expect(message).toMatch(/, or add to a template the resources? `\{.+\}`, and set 'permissionExists: true'; .* \[Stack\/Trigger\]$/);
    expect(resourcesIn(message)).toEqual(resourcesOf(contract, target.functionArn));
  });

  test.each(closed.slice(0, 1))('a permission that exists is not written, for a function %s, and the source is connected', (_, make) => {
    const stack = newStack();
    new PushTrigger(stack, 'Trigger', { target: make(stack), source: contract.make(stack), permissionExists: true });

    const done = new Synthesized(stack.node.root as App);

    expect(done.permissions()).toEqual([]);
    if (contract.connectedBy) { expect(done.resources(contract.connectedBy)).toHaveLength(1); }
  });

  test('fails for $LATEST, which has no policy of its own', () => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', CODE).latestVersion;

    const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack) }));

    expect(message).toMatch(/^'target' must be a function, a published version or an alias, got \$LATEST.+; pass the function itself.* \[Stack\/Trigger\]$/);
  });

  describeTenantIsolation(contract);
}

/** The part of the command that says who may call. */
function callIn(contract: PushSourceContract): string {
  const arn = contract.sourceArnInCommand ?? contract.sourceArn?.({ ...KNOWN, partition: '${AWS::Partition}' });
  const [action, type] = contract.viaFunctionUrl ? ['lambda:InvokeFunctionUrl', " --function-url-auth-type 'AWS_IAM'"] : ['lambda:InvokeFunction', ''];
  return [
    `--action '${action}' --principal '${contract.servicePrincipal}'`,
    ...typeof arn === 'string' ? [` --source-arn '${arn}'`] : [],
    ...contract.namesAccount ? [" --source-account '111122223333'"] : [],
    ...contract.eventSourceToken ? [` --event-source-token '${contract.eventSourceToken}'`] : [],
    type,
  ].join('');
}

/** The resources that a message shows, without the hashes of logical ids. */
function resourcesIn(message: string): unknown {
  const [, json] = /, or add to a template the resources? `(\{.+\})`, and set /.exec(message)!;
  return Object.values(withoutHashes(JSON.parse(json) as object));
}

/** What the owner's template needs, so that it says the same as ours would. */
function resourcesOf(contract: PushSourceContract, target: string): object[] {
  const arn = contract.sourceArnInCommand ?? contract.sourceArn?.({ ...KNOWN, partition: '${AWS::Partition}' });
  const permission = (Action: string, more: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: target,
      Action,
      Principal: contract.servicePrincipal,
      ...arn !== undefined && { SourceArn: inTemplate(arn) },
      ...contract.namesAccount && { SourceAccount: '111122223333' },
      ...contract.eventSourceToken && { EventSourceToken: contract.eventSourceToken },
      ...more,
    },
  });
  if (!contract.viaFunctionUrl) { return [permission('lambda:InvokeFunction', {})]; }
  return [
    permission('lambda:InvokeFunctionUrl', { FunctionUrlAuthType: 'AWS_IAM' }),
    permission('lambda:InvokeFunction', { InvokedViaFunctionUrl: true }),
  ];
}

/** The partition is that of the owner too; whatever else is not known has to be replaced. */
function inTemplate(arn: string): unknown {
  if (typeof arn !== 'string') { return expect.anything(); }
  const names = arn.match(/\$\{[^}]*\}/g) ?? [];
  return names.length > 0 && names.every((name) => name === '${AWS::Partition}') ? { 'Fn::Sub': arn } : arn;
}

function describeTenantIsolation(contract: PushSourceContract): void {
  test.each(['a function', 'an alias of a function'])(`${contract.keepsTenants ? 'may call' : 'fails for'} %s with tenant isolation`, (kind) => {
    const stack = newStack();
    const isolated = new lambda.Function(stack, 'Fn', { ...CODE, tenancyConfig: lambda.TenancyConfig.PER_TENANT });
    const target = kind.includes('alias') ? isolated.addAlias('live') : isolated;
    const connect = () => new PushTrigger(stack, 'Trigger', { target, source: (contract.forTenants ?? contract.make)(stack) });

    if (contract.keepsTenants) {
      expect(connect).not.toThrow();
    } else {
      expect(messageOf(connect)).toMatch(new RegExp("^'target' has tenant isolation, which only direct invocation and API Gateway support, "
        + `got the source ${contract.servicePrincipal}; use RestApiPushSource .+ \\[Stack/Trigger\\]$`));
    }
  });
}
