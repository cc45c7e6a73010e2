import { readLayers } from '../../src/cloudformation/read-layers';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:${App.Layer.Version}';

function read(permission: object): ReturnType<typeof readLayers> {
  return readLayers([{
    stack: 'App',
    template: {
      Parameters: { Partner: { Type: 'String' } },
      Resources: {
        Layer: { Type: 'AWS::Lambda::LayerVersion', Properties: { LayerName: 'shared' } },
        Share: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { Action: 'lambda:GetLayerVersion', LayerVersionArn: { Ref: 'Layer' }, ...permission } },
      },
    },
    account: '111122223333',
    region: 'eu-west-1',
  }]);
}

test.each([
  ['an account', { Principal: '444455556666' }, [{ kind: 'AWS', id: 'arn:aws:iam::444455556666:root' }], []],
  ['everyone', { Principal: '*' }, [{ kind: 'AWS', id: '*' }], []],
  ['an organization', { Principal: '*', OrganizationId: 'o-abcdefghij' }, [{ kind: 'AWS', id: '*' }],
    [{ operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-abcdefghij'] }]],
])('a layer that is shared with %s', (_, permission, principals, conditions) => {
  const { layers, gaps } = read(permission);

  expect(layers).toEqual([{
    arn: ARN,
    source: { stack: 'App', logicalId: 'Layer', resourceType: 'AWS::Lambda::LayerVersion', property: 'Properties' },
    statements: [{
      effect: 'Allow',
      principals,
      actions: ['lambda:GetLayerVersion'],
      resources: [ARN],
      conditions,
      source: { stack: 'App', logicalId: 'Share', resourceType: 'AWS::Lambda::LayerVersionPermission', property: 'Properties' },
    }],
  }]);
  expect(gaps).toEqual([]);
});

test('a layer that is made elsewhere stands where it is shared', () => {
  const { layers } = read({ LayerVersionArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:other:3', Principal: '444455556666' });

  expect(layers.map(({ arn, source, statements }) => [arn, source.logicalId, statements.length])).toEqual([
    ['arn:aws:lambda:eu-west-1:111122223333:layer:other:3', 'Share', 1], [ARN, 'Layer', 0],
  ]);
});

test.each([
  ['a principal that is not known', { Principal: { Ref: 'Partner' } }, 1],
  ['no principal', { Principal: undefined }, 0],
  ['no layer', { LayerVersionArn: undefined, Principal: '444455556666' }, 0],
])('a permission with %s is a gap', (_, permission, count) => {
  const { layers, gaps } = read(permission);

  expect(layers.flatMap(({ statements }) => statements)).toHaveLength(count);
  expect(gaps.map(({ source }) => source.logicalId)).toEqual(['Share']);
});
