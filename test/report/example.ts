import { ARN, ROLE_ARN, access, condition, inline, invoke, located, source } from './access';
import { FunctionAccess, RoleAccess } from '../../src/model/function-access';

const LIVE_ARN = `${ARN}:live`;
const IMAGES = 'arn:${AWS::Partition}:s3:::${App.Images}';
const JOBS = 'arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs}';
const ROLE_PLACE = source('Role', { resourceType: 'AWS::IAM::Role', constructPath: 'App/Resize/Role/Resource' });
const TRACE_PLACE = source('Trace', { resourceType: 'AWS::IAM::Policy', constructPath: 'App/Resize/Trace/Resource' });
const GUARD_PLACE = source('Guard', { resourceType: 'AWS::Lambda::ResourcePolicy', property: 'Properties.PolicyDocument.Statement[0]' });

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
