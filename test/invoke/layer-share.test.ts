import { App, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { readLayers } from '../../src/cloudformation/read-layers';
import { LayerShare, LayerShareProps } from '../../src/invoke/layer-share';
import { evaluate } from '../../src/model/evaluate';
import { AccessRequest } from '../../src/model/request';
import { HOME, Synthesized, messageOf, newApp, newStack } from '../push/app';

const ORGANIZATION = 'o-abcdefghij';

function layerIn(stack: Stack, removalPolicy?: RemovalPolicy): lambda.LayerVersion {
  return new lambda.LayerVersion(stack, 'Fonts', { code: lambda.Code.fromAsset(__dirname), layerVersionName: 'fonts', removalPolicy });
}

function shares(done: Synthesized) {
  return done.resources('AWS::Lambda::LayerVersionPermission') as (ReturnType<Synthesized['resources']>[number] & { UpdateReplacePolicy?: string; DeletionPolicy?: string })[];
}

test.each<[string, Omit<LayerShareProps, 'layer'>, string, string | undefined, string]>([
  ['an account', { accounts: ['444455556666'] }, '444455556666', undefined, 'ALLOWED'],
  ['another account than the named one', { accounts: ['444455556666'] }, '777788889999', undefined, 'DENIED'],
  ['an account of the organization', { organization: ORGANIZATION }, '444455556666', ORGANIZATION, 'ALLOWED'],
  ['an account of another organization', { organization: ORGANIZATION }, '444455556666', 'o-zzzzzzzzzz', 'DENIED'],
  ['an account of no organization', { organization: ORGANIZATION }, '444455556666', undefined, 'DENIED'],
  ['anybody, with a reason', { publicReason: 'open fonts' }, '777788889999', undefined, 'ALLOWED'],
])('%s: use of the layer', (_, props, account, organization, outcome) => {
  const stack = newStack();
  new LayerShare(stack, 'Share', { layer: layerIn(stack), ...props });

  const { layers, gaps } = readLayers([{ stack: 'Stack', template: new Synthesized(stack.node.root as App).template(stack), ...HOME }]);

  expect(gaps).toEqual([]);
  const [{ arn, statements }] = layers;
  const request: AccessRequest = {
    principal: { kind: 'AWS', id: `arn:aws:iam::${account}:role/deploy` },
    action: 'lambda:GetLayerVersion',
    resource: arn,
    resourceAccount: '111122223333',
    context: { ...organization !== undefined && { 'aws:PrincipalOrgID': [organization] } },
  };
  const source = { stack: 'Other', logicalId: 'Deploy', resourceType: 'AWS::IAM::Role', property: 'Properties' };
  const identity = [{ effect: 'Allow' as const, actions: ['lambda:GetLayerVersion'], resources: ['*'], conditions: [], source }];
  expect(evaluate(request, { identity, resource: statements }).outcome).toBe(outcome);
});

test('a version that is replaced stays with its share, and a consumer who is taken out loses the current one', () => {
  const stack = newStack();
  new LayerShare(stack, 'Share', { layer: layerIn(stack), accounts: ['444455556666', '777788889999', '444455556666'], organization: ORGANIZATION });

  const done = new Synthesized(stack.node.root as App);

  expect(shares(done).map(({ UpdateReplacePolicy, DeletionPolicy }) => [UpdateReplacePolicy, DeletionPolicy])).toEqual([1, 2, 3].map(() => ['Retain', undefined]));
  expect(done.resources('AWS::Lambda::LayerVersion')).toEqual([expect.objectContaining({ UpdateReplacePolicy: 'Retain' })]);
  expect(shares(done).map(({ id }) => id.slice(0, -8))).toEqual(['Share444455556666', 'Share777788889999', 'Shareoabcdefghij']);
});

test('what the layer’s owner decided about old versions is left alone', () => {
  const stack = newStack();
  new LayerShare(stack, 'Share', { layer: layerIn(stack, RemovalPolicy.DESTROY), accounts: ['444455556666'] });

  expect(new Synthesized(stack.node.root as App).resources('AWS::Lambda::LayerVersion')).toEqual([expect.objectContaining({ UpdateReplacePolicy: 'Delete' })]);
});

test('the reason for everybody stands in the template', () => {
  const stack = newStack();
  new LayerShare(stack, 'Share', { layer: layerIn(stack), publicReason: 'open fonts' });

  expect(shares(new Synthesized(stack.node.root as App))).toEqual([expect.objectContaining({ Metadata: expect.objectContaining({ 'cdk-secure-lambda:public': 'open fonts' }) })]);
});

test('a layer of another stack, and one without an environment, are shared', () => {
  const app = newApp();
  const [layers, shared] = ['Layers', 'Shares'].map((id) => new Stack(app, id));
  new LayerShare(shared, 'Share', { layer: layerIn(layers), accounts: ['444455556666'] });

  expect(shares(new Synthesized(app))).toHaveLength(1);
});

test.each<[string, Omit<LayerShareProps, 'layer'>, RegExp]>([
  ['for nobody', {}, /^'accounts' or 'organization' must say who may use the layer, got neither/],
  ['for an empty list', { accounts: [] }, /^'accounts' or 'organization' must say/],
  ['for everybody as an account', { accounts: ['*'] }, /^'accounts' must be an account id of twelve digits, got '\*'/],
  ['for an account that is known at deployment', { accounts: [Aws.ACCOUNT_ID] }, /^'accounts' and 'organization' must be known at synthesis/],
  ['for an organizational unit', { organization: `${ORGANIZATION}/r-ab12/ou-ab12-11111111/` }, /^'organization' must be a whole organization.+list its accounts/],
  ['for everybody without a reason', { publicReason: '' }, /^'publicReason' must say why everybody may use the layer/],
])('fails %s', (_, props, expected) => {
  const stack = newStack();

  expect(messageOf(() => new LayerShare(stack, 'Share', { layer: layerIn(stack), ...props }))).toMatch(expected);
});

test('fails for a layer of another account or region', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: HOME });
  const elsewhere = new Stack(app, 'Elsewhere', { env: { ...HOME, region: 'eu-central-1' } });
  const imported = lambda.LayerVersion.fromLayerVersionArn(stack, 'Theirs', 'arn:aws:lambda:eu-west-1:444455556666:layer:fonts:3');

  for (const [id, layer] of Object.entries({ Imported: imported, Elsewhere: layerIn(elsewhere) })) {
    expect(messageOf(() => new LayerShare(stack, id, { layer, accounts: ['777788889999'] }))).toMatch(
      /^'layer' must be in the account and region of the stack.+add-layer-version-permission.+\[Stack\/\w+\]$/);
  }
});
