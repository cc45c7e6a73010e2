import { App, NestedStack, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { loadPath } from '../../src/cloudformation/read-files';
import { readTemplates } from '../../src/cloudformation/read-template';

function functionIn(scope: Construct, id: string): void {
  new lambda.Function(scope, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}

describe.each([[true], [false]])('with path metadata in templates: %s', (enabled) => {
  test('a resource is known by its construct path, in a stack and in one nested in it', () => {
    const app = new App({ context: { 'aws:cdk:enable-path-metadata': enabled } });
    const stack = new Stack(app, 'Stack');
    functionIn(stack, 'Outer');
    functionIn(new NestedStack(stack, 'Nested'), 'Inner');

    const paths = readTemplates(loadPath(app.synth().directory)).map(({ constructPath }) => constructPath);

    expect(paths.sort()).toEqual(['Stack/Nested/Inner/Resource', 'Stack/Outer/Resource']);
  });
});

test('a logical id that two constructs have gives neither its path', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const nested = new NestedStack(stack, 'Nested');
  [stack, nested].forEach((scope) => functionIn(scope, 'Same'));
  (nested.node.findChild('Same').node.defaultChild as lambda.CfnFunction).overrideLogicalId('Twin');
  (stack.node.findChild('Same').node.defaultChild as lambda.CfnFunction).overrideLogicalId('Twin');

  expect(readTemplates(loadPath(app.synth().directory)).map(({ constructPath }) => constructPath)).toEqual([undefined, undefined]);
});
