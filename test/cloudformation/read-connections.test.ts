import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:${App.Fn}';
const FN = { 'Fn::GetAtt': ['Fn', 'Arn'] };

function read(resources: object, properties: object = {}): FunctionAccess {
  const template = {
    Parameters: { Param: { Type: 'String' } },
    Conditions: { Open: { 'Fn::Equals': [{ Ref: 'Param' }, 'x'] } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties } },
      Live: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'Fn' }, FunctionVersion: '1' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } },
      ...resources,
    },
  };
  return readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }])[0];
}

describe('a function URL', () => {
  test.each([
    ['the function', { TargetFunctionArn: FN, AuthType: 'AWS_IAM' }, [`AWS_IAM ${ARN}`]],
    ['an alias by qualifier', { TargetFunctionArn: FN, Qualifier: 'live', AuthType: 'NONE' }, [`NONE ${ARN}:live`]],
    ['the function, open or not', { TargetFunctionArn: FN, AuthType: { 'Fn::If': ['Open', 'NONE', 'AWS_IAM'] } }, [`NONE ${ARN}`, `AWS_IAM ${ARN}`]],
    ['another function', { TargetFunctionArn: 'other', AuthType: 'NONE' }, []],
  ])('of %s', (_, properties, expected) => {
    const { urls } = read({ Url: { Type: 'AWS::Lambda::Url', Properties: properties } });

    expect(urls?.map(({ authType, targetArn }) => `${authType} ${targetArn}`)).toEqual(expected);
  });

  test('without a kind of authorization is a gap', () => {
    const { gaps } = read({ Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: FN } } });

    expect(gaps.map(({ reason }) => reason)).toEqual(['who may call the function URL is not known']);
  });
});

describe('destinations', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:failed';
  const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const shown = ({ destinations }: FunctionAccess) => destinations?.map(({ on, targetArn, destinationArn }) => `${on} ${targetArn} ${destinationArn}`);

  test('for dead letters', () => {
    expect(shown(read({}, { DeadLetterConfig: { TargetArn: queue } }))).toEqual([`DEAD_LETTER ${ARN} ${QUEUE}`]);
  });

  test('for the results of invocations', () => {
    const properties = { FunctionName: { Ref: 'Fn' }, Qualifier: 'live', DestinationConfig: { OnSuccess: { Destination: queue }, OnFailure: { Destination: FN } } };

    expect(shown(read({ Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: properties } }))).toEqual([
      `SUCCESS ${ARN}:live ${QUEUE}`, `FAILURE ${ARN}:live ${ARN}`,
    ]);
  });

  test('for the results of invocations of the unpublished version', () => {
    const properties = { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: queue } } };

    expect(shown(read({ Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: properties } }))).toEqual([`FAILURE ${ARN} ${QUEUE}`]);
  });

  test('for batches that an event source gives up', () => {
    const properties = { FunctionName: FN, EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', DestinationConfig: { OnFailure: { Destination: queue } } };

    expect(shown(read({ Source: { Type: 'AWS::Lambda::EventSourceMapping', Properties: properties } }))).toEqual([`EVENT_SOURCE_FAILURE ${ARN} ${QUEUE}`]);
  });
});

describe('triggers', () => {
  const uri = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1:lambda:path/2015-03-31/functions/', { Ref: 'Live' }, '/invocations']] };

  test.each([
    ['AWS::S3::Bucket', { NotificationConfiguration: { LambdaConfigurations: [{ Function: FN }] } }, `Properties.NotificationConfiguration.LambdaConfigurations[0].Function ${ARN}`],
    ['Custom::S3BucketNotifications', { NotificationConfiguration: { LambdaFunctionConfigurations: [{ LambdaFunctionArn: FN }] } },
      `Properties.NotificationConfiguration.LambdaFunctionConfigurations[0].LambdaFunctionArn ${ARN}`],
    ['AWS::Events::Rule', { Targets: [{ Arn: 'arn:aws:sqs:::q' }, { Arn: { Ref: 'Live' } }] }, `Properties.Targets[1].Arn ${ARN}:live`],
    ['AWS::ApiGateway::Method', { Integration: { Uri: uri } }, `Properties.Integration.Uri ${ARN}:live`],
    ['AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: FN }, `Properties.Endpoint ${ARN}`],
    ['AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: FN } }, `Properties.LambdaConfig.PreSignUp ${ARN}`],
    ['AWS::Cognito::UserPool', { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: FN } } }, `Properties.LambdaConfig.PreTokenGenerationConfig.LambdaArn ${ARN}`],
    ['AWS::SNS::Subscription', { 'Fn::If': ['Open', { Endpoint: FN }, {}] }, `Properties.Endpoint ${ARN}`],
    ['AWS::SNS::Topic', { Subscription: [{ Protocol: 'lambda', Endpoint: FN }] }, `Properties.Subscription[0].Endpoint ${ARN}`],
    ['AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', Target: FN }, `Properties.Target ${ARN}`],
    ['AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', Target: uri }, `Properties.Target ${ARN}:live`],
    ['AWS::AppConfig::Extension', { Actions: { ON_DEPLOYMENT_START: [{ Name: 'check', Uri: FN }] } }, `Properties.Actions.ON_DEPLOYMENT_START[0].Uri ${ARN}`],
    ['AWS::Bedrock::Agent', { ActionGroups: [{ ActionGroupExecutor: { Lambda: FN } }] }, `Properties.ActionGroups[0].ActionGroupExecutor.Lambda ${ARN}`],
    ['AWS::CloudFormation::Macro', { Name: 'Shorten', FunctionName: FN }, `Properties.FunctionName ${ARN}`],
    ['AWS::CloudFront::Distribution', { DistributionConfig: { DefaultCacheBehavior: { LambdaFunctionAssociations: [{ LambdaFunctionARN: { Ref: 'Live' } }] } } },
      `Properties.DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations[0].LambdaFunctionARN ${ARN}:live`],
    ['AWS::KinesisFirehose::DeliveryStream', {
      ExtendedS3DestinationConfiguration: {
        ProcessingConfiguration: {
          Processors: [{
            Type: 'Lambda',
            Parameters: [
              { ParameterName: 'NumberOfRetries', ParameterValue: '1' }, { ParameterName: 'LambdaArn', ParameterValue: FN },
            ],
          }],
        },
      },
    }, `Properties.ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors[0].Parameters[1].ParameterValue ${ARN}`],
    ['AWS::Logs::AccountPolicy', { PolicyDocument: { 'Fn::Sub': '{"DestinationArn":"${Fn.Arn}","Distribution":"Random"}' } }, `Properties.PolicyDocument ${ARN}`],
    ['AWS::CodePipeline::Pipeline', { Stages: [{ Actions: [{ Configuration: { FunctionName: { Ref: 'Fn' } } }] }] }, `Properties.Stages[0].Actions[0].Configuration.FunctionName ${ARN}`],
    ['AWS::Transfer::Workflow', { Steps: [{ Type: 'CUSTOM', CustomStepDetails: { Target: FN } }] }, `Properties.Steps[0].CustomStepDetails.Target ${ARN}`],
  ])('of %s', (type, properties, expected) => {
    const { triggers } = read({ Trigger: { Type: type, Properties: properties } });

    expect(triggers?.map(({ source, targetArn }) => `${source.property} ${targetArn}`)).toEqual([expected]);
    expect(triggers?.map(({ source }) => source.logicalId)).toEqual(['Trigger']);
  });

  test.each(['Custom::Thing', 'AWS::CloudFormation::CustomResource'])('of %s invoke while they are deployed', (type) => {
    expect(read({ Trigger: { Type: type, Properties: { ServiceToken: FN, Name: 'x' } } }).triggers).toEqual([
      { source: expect.objectContaining({ logicalId: 'Trigger', property: 'Properties.ServiceToken' }), targetArn: ARN, deploying: true },
    ]);
    expect(read({ Trigger: { Type: type, Properties: { Name: FN } } }).triggers).toEqual([]);
  });

  test.each([
    ['AWS::SNS::Subscription', { Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
    ['AWS::Events::Rule', { Targets: [{ Arn: 'arn:aws:lambda:eu-west-1:111122223333:function:other' }] }],
    ['AWS::Events::Rule', { Targets: { Ref: 'Param' } }],
    ['AWS::S3::Bucket', { NotificationConfiguration: 'x' }],
    ['AWS::StepFunctions::StateMachine', { DefinitionString: '{"Resource":"arn:aws:states:::lambda:invoke","FunctionName":"other"}' }],
    ['AWS::StepFunctions::StateMachine', { Definition: [], DefinitionSubstitutions: 'x' }],
    ['AWS::CodePipeline::Pipeline', { Stages: [{ Actions: [{ Configuration: { FunctionName: 'other' } }, { Configuration: {} }] }] }],
  ])('of %s that name no function here are none', (type, properties) => {
    expect(read({ Trigger: { Type: type, Properties: properties } }).triggers).toEqual([]);
  });
});

describe('a state machine', () => {
  const states = (uses: unknown, other: unknown) => ({
    StartAt: 'One',
    States: {
      One: { Type: 'Task', Resource: uses, Next: 'Two' },
      Two: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName': other, 'Payload.$': '$' }, End: true },
    },
  });
  const INVOKE = 'arn:aws:states:::lambda:invoke';
  const one = (parameters: object) => ({ States: { One: { Type: 'Task', Resource: INVOKE, Parameters: parameters, End: true } } });
  const text = JSON.stringify(states('${Fn.Arn}', '${Live}'));

  test.each([
    ['its definition', { DefinitionString: { 'Fn::Sub': text } }, [`Properties.DefinitionString ${ARN}`, `Properties.DefinitionString ${ARN}:live`]],
    ['its definition, more than once', { DefinitionString: { 'Fn::Sub': `${text}${text}` } }, [`Properties.DefinitionString ${ARN}`, `Properties.DefinitionString ${ARN}:live`]],
    ['its definition as an object', { Definition: states(FN, { Ref: 'Live' }) }, [`Properties.Definition ${ARN}`, `Properties.Definition ${ARN}:live`]],
    ['its definition, by their names', { DefinitionString: { 'Fn::Sub': JSON.stringify(states(INVOKE, '${Fn}')) } }, [`Properties.DefinitionString ${ARN}`]],
    ['its definition as an object, by their names', { Definition: states(INVOKE, { Ref: 'Fn' }) }, [`Properties.Definition ${ARN}`]],
    ['its definition, by a substitution', { DefinitionString: JSON.stringify(states(INVOKE, '${Work}')), DefinitionSubstitutions: { Work: FN, Other: FN } }, [`Properties.DefinitionString ${ARN}`]],
    ['its definition, by the name of a substitution and an alias',
      { DefinitionString: JSON.stringify(states(INVOKE, '${Work}:live')), DefinitionSubstitutions: { 'Work': { Ref: 'Fn' }, 'x.Work': 'y' } }, [`Properties.DefinitionString ${ARN}:live`]],
    ['its definition, with a qualifier', { Definition: one({ FunctionName: FN, Qualifier: 'live' }) }, [`Properties.Definition ${ARN}:live`]],
    ['its definition, in arguments for the API itself', { Definition: { States: { One: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:lambda:invoke', Arguments: { FunctionName: FN } } } } },
      [`Properties.Definition ${ARN}`]],
    ['what is put into a definition elsewhere', { DefinitionS3Location: { Bucket: 'b', Key: 'k' }, DefinitionSubstitutions: { Work: FN, Table: { Ref: 'Fn' } } },
      [`Properties.DefinitionSubstitutions.Work ${ARN}`]],
  ])('invokes the functions that %s names', (_, properties, expected) => {
    const { triggers } = read({ Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: properties } });

    expect(triggers?.map(({ source, targetArn }) => `${source.property} ${targetArn}`)).toEqual(expected);
  });
});

test.each<[string, object]>([
  ['looks at a function', { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:lambda:getFunction', Parameters: { FunctionName: FN } }],
  ['passes it on', { Type: 'Pass', Result: { FunctionName: FN } }],
  ['sends it to another one', { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'other', Payload: { FunctionName: FN } } }],
  ['writes it down', { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', Parameters: { TableName: 't', Item: { FunctionName: { S: FN } } } }],
])('a state machine that only %s does not invoke it', (_, state) => {
  expect(read({ Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: { States: { One: state } } } } }).triggers).toEqual([]);
});

test.each(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'])('the functions that the OpenAPI document of %s names are invoked by it', (Type) => {
  const uri = { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' };
  const operation = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri } };
  const authorizer = { 'x-amazon-apigateway-authorizer': { authorizerUri: uri } };
  const triggers = (Body: object) => (
    read({ Api: { Type, Properties: { Body } } }).triggers?.map(({ source, targetArn }) => [source.property, targetArn])
  );

  expect(triggers({ paths: { '/a': { get: operation, parameters: [] }, '/b': { post: { responses: {} } } } })).toEqual([
    ['Properties.Body.paths./a.get.x-amazon-apigateway-integration.uri', ARN],
  ]);
  expect(triggers({ securityDefinitions: { Own: authorizer, Other: { type: 'apiKey' } } })).toHaveLength(1);
  expect(triggers({ components: { securitySchemes: { Own: authorizer } } })).toHaveLength(1);
  expect(triggers({ paths: { '/a': { get: { description: uri } } } })).toEqual([]);
});

describe('what is switched off', () => {
  const mapping = (Enabled: unknown) => ({
    Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: FN, EventSourceArn: 'arn:q', ...Enabled !== undefined && { Enabled } },
  });

  test.each([
    ['false', false, [true]], ["'false'", 'false', [true]], ['true', true, [undefined]], ['nothing', undefined, [undefined]],
    ['a parameter', { Ref: 'Param' }, [undefined]], ['a condition', { 'Fn::If': ['Open', true, false] }, [undefined, true]],
  ])('is said of a mapping whose Enabled is %s', (_, enabled, expected) => {
    const { eventSources } = read({ Source: mapping(enabled) });

    expect(eventSources.map(({ disabled }) => disabled)).toEqual(expected);
  });

  test.each<[string, object, true | undefined]>([
    ['AWS::Events::Rule', { State: 'DISABLED', Targets: [{ Arn: FN }] }, true],
    ['AWS::Events::Rule', { State: 'ENABLED', Targets: [{ Arn: FN }] }, undefined],
    ['AWS::Events::Rule', { State: { 'Fn::If': ['Open', 'ENABLED', 'DISABLED'] }, Targets: [{ Arn: FN }] }, undefined],
    ['AWS::Events::Rule', { State: { Ref: 'Param' }, Targets: [{ Arn: FN }] }, undefined],
    ['AWS::Events::Rule', { Targets: [{ Arn: FN }] }, undefined],
    ['AWS::Scheduler::Schedule', { State: 'DISABLED', Target: { Arn: FN } }, true],
    ['AWS::Pipes::Pipe', { DesiredState: 'STOPPED', Target: FN }, true],
    ['AWS::IoT::TopicRule', { TopicRulePayload: { RuleDisabled: true, Actions: [{ Lambda: { FunctionArn: FN } }] } }, true],
    ['AWS::SES::ReceiptRule', { Rule: { Enabled: false, Actions: [{ LambdaAction: { FunctionArn: FN } }] } }, true],
    ['AWS::SNS::Subscription', { State: 'DISABLED', Endpoint: FN }, undefined],
  ])('is said of %s with %j only where it is sure', (type, properties, expected) => {
    const { triggers } = read({ Trigger: { Type: type, Properties: properties } });

    expect(triggers?.map(({ disabled }) => disabled)).toEqual([expected]);
  });
});
