import { App } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { PushSourceContract, withoutHashes } from './contract';
import { CLOSED } from './targets';
import { PushTrigger } from '../../src/push/push-trigger';

/** Functions that the source cannot call, or that cannot be given a permission. */
export function describeRefusedTargets(contract: PushSourceContract): void {
  test.each(Object.entries(CLOSED))('fails for a function %s with the command for its owner', (_, make) => {
    const stack = newStack();
    const target = make(stack);

    const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack, 'known') }));

    expect(message).toMatch(/^'target' is a function that this app cannot give a permission to, so its owner must: run /);
    expect(message).toContain(`\`aws lambda add-permission --function-name '${target.functionArn}' --statement-id 'StackTrigger`);
    const call = `--action 'lambda:InvokeFunction' --principal '${contract.servicePrincipal}' --source-arn '${contract.sourceArnInCommand}'`;
    expect(withoutHashes({ message })).toEqual({ message: expect.stringContaining(call) });
    expect(message.includes("--source-account '111122223333'")).toBe(contract.namesAccount);
    expect(message).toMatch(/ and set 'permissionExists: true'; .* \[Stack\/Trigger\]$/);
  });

  test('a permission that exists is not written, and the source is connected', () => {
    const stack = newStack();
    const target = CLOSED['of another account'](stack);
    new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack), permissionExists: true });

    const done = new Synthesized(stack.node.root as App);

    expect(done.permissions()).toEqual([]);
    expect(done.resources(contract.connectedBy)).toHaveLength(1);
  });

  test('fails for $LATEST, which has no policy of its own', () => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', CODE).latestVersion;

    const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack) }));

    expect(message).toMatch(/^'target' must be a function, a published version or an alias, got \$LATEST.+; pass the function itself.* \[Stack\/Trigger\]$/);
  });

  if (!contract.again) {
    test.each(['PushTrigger', 'addEventSource'])('fails when one function is called twice, with %s', (way) => {
      const stack = newStack();
      const target = new lambda.Function(stack, 'Fn', CODE);
      const source = contract.make(stack);
      const add = (id: string) => way === 'PushTrigger' ? new PushTrigger(stack, id, { target, source }) : target.addEventSource(source);
      add('One');

      expect(messageOf(() => add('Two'))).toMatch(/^'source' is .+ already.* \[Stack\/.+\]$/);
    });
  }

  describeTenantIsolation(contract);
}

function describeTenantIsolation(contract: PushSourceContract): void {
  test.each(['a function', 'an alias of a function'])(`${contract.keepsTenants ? 'may call' : 'fails for'} %s with tenant isolation`, (kind) => {
    const stack = newStack();
    const isolated = new lambda.Function(stack, 'Fn', { ...CODE, tenancyConfig: lambda.TenancyConfig.PER_TENANT });
    const target = kind.includes('alias') ? isolated.addAlias('live') : isolated;
    const connect = () => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack) });

    if (contract.keepsTenants) {
      expect(connect).not.toThrow();
    } else {
      expect(messageOf(connect)).toMatch(new RegExp("^'target' has tenant isolation, which only direct invocation and API Gateway support, "
        + `got the source ${contract.servicePrincipal}; use RestApiPushSource .+ \\[Stack/Trigger\\]$`));
    }
  });
}
