/** The templates of an app, by file name. */
export type App = ReadonlyMap<string, object>;

/** What an app is like. */
export interface AppOptions {
  readonly functions: number;
  /** How many functions have the same role. */
  readonly sharing: number;
}

const FUNCTIONS_IN_A_STACK = 50;

type Resources = { readonly [logicalId: string]: object };

/**
 * An app of several stacks that import from one another. Each function has five statements: one lets a bucket invoke it,
 * four are in its role. Those that share a role have the same four.
 */
export function appOf({ functions, sharing }: AppOptions): App {
  const stacks = new Map<string, object>();
  for (let first = 0; first < functions; first += FUNCTIONS_IN_A_STACK) {
    const numbers = Array.from({ length: Math.min(FUNCTIONS_IN_A_STACK, functions - first) }, (_, index) => first + index);
    stacks.set(`Stack${first}.template.json`, {
      Parameters: { Stage: { Type: 'String', Default: 'prod' } },
      Resources: Object.assign({}, ...numbers.map((number) => functionOf(number, sharing))) as Resources,
      Outputs: Object.fromEntries(numbers.filter((number) => number % sharing === 0).map((number) => [
        `Role${number}`, { Value: { 'Fn::GetAtt': [`Role${number}`, 'Arn'] }, Export: { Name: `role-${number}` } },
      ])),
    });
  }
  return stacks;
}

function functionOf(number: number, sharing: number): Resources {
  const owner = number - number % sharing;
  const isHere = Math.floor(owner / FUNCTIONS_IN_A_STACK) === Math.floor(number / FUNCTIONS_IN_A_STACK);
  return {
    [`Function${number}`]: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: isHere ? { 'Fn::GetAtt': [`Role${owner}`, 'Arn'] } : { 'Fn::ImportValue': `role-${owner}` } },
      Metadata: { 'aws:cdk:path': `Shop/Team${number % 20}/Function${number}/Resource` },
    },
    [`Uploads${number}`]: { Type: 'AWS::S3::Bucket', Properties: {} },
    [`OnUpload${number}`]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: `Function${number}` },
        Principal: 's3.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [`Uploads${number}`, 'Arn'] },
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    },
    ...owner === number && roleOf(number),
  };
}

function roleOf(number: number): Resources {
  const bucket = { 'Fn::GetAtt': [`Uploads${number}`, 'Arn'] };
  const inline = [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: { 'Fn::Join': ['', [bucket, '/in/*']] } },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket, Condition: { StringLike: { 's3:prefix': 'in/*' } } },
  ];
  const attached = [
    { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/\${Stage}-${number}` } },
    { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
  ];
  return {
    [`Role${number}`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: document([{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }]),
        Policies: [{ PolicyName: 'Data', PolicyDocument: document(inline) }],
      },
    },
    [`Policy${number}`]: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: `policy-${number}`, Roles: [{ Ref: `Role${number}` }], PolicyDocument: document(attached) },
    },
  };
}

function document(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
