import { ARN, ROLE_ARN, access, condition, inline, invoke, located, source } from './access';
import { FunctionAccess, RoleAccess } from '../../src/model/function-access';
import { ParameterDefault } from '../../src/model/parameter-default';
import { ReadLayers } from '../../src/report/connection-summary';

const LIVE_ARN = `${ARN}:live`;
const IMAGES = 'arn:${AWS::Partition}:s3:::${App.Images}';
const JOBS = 'arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs}';
const ROLE_PLACE = source('Role', { resourceType: 'AWS::IAM::Role', constructPath: 'App/Resize/Role/Resource' });
const TRACE_PLACE = source('Trace', { resourceType: 'AWS::IAM::Policy', constructPath: 'App/Resize/Trace/Resource' });
const GUARD_PLACE = source('Guard', { resourceType: 'AWS::Lambda::ResourcePolicy', property: 'Properties.PolicyDocument.Statement[0]' });

const LIVE_CONFIG = source('LiveConfig', { resourceType: 'AWS::Lambda::EventInvokeConfig', constructPath: 'App/Live/EventInvokeConfig/Resource' });
const TOOLS_ARN = '${App.Tools}';
const SHARE = { resourceType: 'AWS::Lambda::LayerVersionPermission' };

const ROLE: RoleAccess = {
  stack: 'App',
  logicalId: 'Role',
  constructPath: 'App/Resize/Role/Resource',
  arn: ROLE_ARN,
  trust: [located({
    principals: [{ kind: 'Service', id: 'lambda.amazonaws.com' }],
    actions: ['sts:AssumeRole'],
    conditions: [condition('StringEqualsIfExists', 'aws:SourceAccount', '111122223333')],
  }, ROLE_PLACE)],
  policies: [
    inline('Data', {
      actions: ['dynamodb:PutItem', 'dynamodb:GetItem'],
      resources: ['arn:${AWS::Partition}:dynamodb:eu-west-1:111122223333:table/${App.Metadata}'],
    }, {
      actions: ['s3:GetObject'],
      resources: [`${IMAGES}/in/*`],
      conditions: [condition('StringEquals', 'aws:ResourceAccount', '111122223333')],
    }, {
      effect: 'Deny',
      actions: ['s3:GetObject'],
      resources: [`${IMAGES}/in/secret/*`],
    }, {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [JOBS],
    }),
    {
      kind: 'POLICY',
      name: 'TracePolicy',
      source: TRACE_PLACE,
      statements: [located({ actions: ['xray:PutTraceSegments'], resources: ['*'] }, TRACE_PLACE)],
    },
    { kind: 'AWS_MANAGED', name: 'arn:aws:iam::aws:policy/NewPolicy', source: ROLE_PLACE },
  ],
  boundary: {
    kind: 'CUSTOMER_MANAGED',
    name: 'arn:aws:iam::111122223333:policy/boundary',
    source: source('Boundary', { resourceType: 'AWS::IAM::ManagedPolicy' }),
    statements: [located({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] }, source('Boundary'))],
  },
};

const RESIZE = access([], [], {
  role: ROLE,
  targets: [
    {
      kind: 'FUNCTION',
      stack: 'App',
      logicalId: 'Resize',
      arn: ARN,
      statements: [
        invoke('s3.amazonaws.com', [
          condition('ArnLike', 'aws:SourceArn', IMAGES),
          condition('StringEquals', 'aws:SourceAccount', '111122223333'),
        ], { source: source('OnUpload', { constructPath: 'App/OnUpload/Permission' }) }),
        invoke('elasticloadbalancing.amazonaws.com', [], { source: source('Balancer') }),
      ],
    },
    {
      kind: 'ALIAS',
      stack: 'App',
      logicalId: 'Live',
      arn: LIVE_ARN,
      qualifier: 'live',
      statements: [
        located({
          sid: 'Partner', principals: [{ kind: 'AWS', id: 'arn:aws:iam::444455556666:root' }], resources: [LIVE_ARN],
        }, GUARD_PLACE),
        located({
          sid: 'OnlyOurs',
          effect: 'Deny',
          principals: [{ kind: 'AWS', id: '*' }],
          resources: [LIVE_ARN],
          conditions: [
            condition('BoolIfExists', 'aws:PrincipalIsAWSService', 'false'),
            condition('StringNotEqualsIfExists', 'aws:PrincipalOrgID', 'o-abcdefghij'),
          ],
        }, GUARD_PLACE),
      ],
    },
    { kind: 'VERSION', stack: 'App', logicalId: 'Version1', arn: `${ARN}:1`, qualifier: '1', statements: [] },
  ],
  eventSources: [
    { source: source('Retry', { resourceType: 'AWS::Lambda::EventSourceMapping', constructPath: 'App/Retry/Mapping' }), eventSourceArn: JOBS, targetArn: LIVE_ARN },
    { source: source('Off', { resourceType: 'AWS::Lambda::EventSourceMapping' }), eventSourceArn: `${JOBS}-old`, targetArn: ARN, disabled: true },
  ],
  urls: [
    { source: source('Url', { resourceType: 'AWS::Lambda::Url', constructPath: 'App/Resize/FunctionUrl/Resource' }), targetArn: ARN, authType: 'NONE' },
    { source: source('LiveUrl', { resourceType: 'AWS::Lambda::Url' }), targetArn: LIVE_ARN, authType: 'AWS_IAM' },
  ],
  triggers: [
    { source: source('ImagesEvents', { resourceType: 'Custom::S3BucketNotifications', constructPath: 'App/Images/Notifications/Resource' }), targetArn: ARN },
    { source: source('Nightly', { resourceType: 'AWS::Events::Rule', property: 'Properties.Targets[0].Arn' }), targetArn: LIVE_ARN, disabled: true },
    { source: source('FirstRun', { resourceType: 'Custom::FirstRun', property: 'Properties.ServiceToken' }), targetArn: ARN, deploying: true },
  ],
  destinations: [
    { source: source('Resize', { resourceType: 'AWS::Lambda::Function', constructPath: 'App/Resize/Resource' }), on: 'DEAD_LETTER', targetArn: ARN, destinationArn: JOBS },
    { source: LIVE_CONFIG, on: 'SUCCESS', targetArn: LIVE_ARN, destinationArn: 'arn:aws:events:eu-west-1:111122223333:event-bus/done' },
    { source: LIVE_CONFIG, on: 'FAILURE', targetArn: LIVE_ARN, destinationArn: 'arn:aws:sns:eu-west-1:111122223333:failures' },
  ],
});

const REPORT = access([], [], { logicalId: 'Report', constructPath: 'App/Report/Resource', arn: ARN.replace('resize', 'report'), role: ROLE, targets: [] });

const LEGACY = access([], [], {
  logicalId: 'Legacy',
  constructPath: undefined,
  arn: ARN.replace('resize', 'legacy'),
  targets: [],
  role: undefined,
  roleArn: 'arn:aws:iam::111122223333:role/from-elsewhere',
  gaps: [{ source: source('Legacy', { resourceType: 'AWS::Lambda::Function' }), reason: "the condition 'Prod' cannot be decided" }],
});

/** An app that shows each thing a report says; what is printed of it stands in `example.md`. */
export const EXAMPLE: readonly FunctionAccess[] = [RESIZE, REPORT, LEGACY];

/** Its parameters: one that shows its default, and one that hides it. */
export const EXAMPLE_DEFAULTS: readonly ParameterDefault[] = [{ stack: 'App', parameter: 'Stage', value: 'dev' }, { stack: 'App', parameter: 'Password' }];

/** The layers of the app: one that is shared with an account and with an organization, one that is not shared, and one that is not known. */
export const EXAMPLE_LAYERS: ReadLayers = {
  layers: [
    {
      source: source('Tools', { resourceType: 'AWS::Lambda::LayerVersion', constructPath: 'App/Tools/Resource' }),
      arn: TOOLS_ARN,
      statements: [
        located({
          principals: [{ kind: 'AWS', id: 'arn:aws:iam::444455556666:root' }], actions: ['lambda:GetLayerVersion'], resources: [TOOLS_ARN],
        }, source('ToPartner', SHARE)),
        located({
          principals: [{ kind: 'AWS', id: '*' }],
          actions: ['lambda:GetLayerVersion'],
          resources: [TOOLS_ARN],
          conditions: [condition('StringEquals', 'aws:PrincipalOrgID', 'o-abcdefghij')],
        }, source('ToOrganization', SHARE)),
      ],
    },
    { source: source('Fonts', { resourceType: 'AWS::Lambda::LayerVersion' }), arn: '${App.Fonts}', statements: [] },
  ],
  gaps: [{ source: source('ToSomeone', SHARE), reason: 'the layer that the permission is for is not known' }],
};
