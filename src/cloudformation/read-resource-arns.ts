// Not exported: part of the template reader.

/**
 * What `Ref` and `Fn::GetAtt` give, by resource type. `{partition}`, `{region}`, `{account}` and `{urlSuffix}` are those of
 * the stack; `{Prop}` is a property, or the stand-in of the resource where the property is not set; `{}` is always the
 * stand-in, for ids that AWS generates; `{.X}` is the stand-in of an attribute; `{Prop|kind}` says how a property is written.
 */
interface Shapes { readonly ref: string; readonly attributes?: { readonly [name: string]: string } }

/** A resource whose `Ref` is its name, or its id, and whose ARN ends with that. */
function named(name: string, arn: string, more: Shapes['attributes'] = {}): Shapes {
  return { ref: `{${name}}`, attributes: { Arn: `arn:{partition}:${arn}{${name}}`, ...more } };
}

/** A resource whose `Ref` is its ARN. */
function byArn(arn: string, attribute: string, more: Shapes['attributes'] = {}): Shapes {
  const full = `arn:{partition}:${arn}`;
  return { ref: full, attributes: { [attribute]: full, ...more } };
}

const HERE = '{region}:{account}';
const FUNCTION = named('FunctionName', `lambda:${HERE}:function:`);

const TABLE: { readonly [type: string]: Shapes } = {
  'AWS::ACMPCA::CertificateAuthority': byArn(`acm-pca:${HERE}:certificate-authority/{}`, 'Arn'),
  'AWS::AmazonMQ::Broker': { ref: '{}', attributes: { Arn: `arn:{partition}:mq:${HERE}:broker:{BrokerName}:{}` } },
  'AWS::ApiGateway::Authorizer': { ref: '{}', attributes: { AuthorizerId: '{}' } },
  'AWS::ApiGateway::RestApi': { ref: '{}', attributes: { RestApiId: '{}' } },
  'AWS::ApiGateway::Stage': { ref: '{StageName}' },
  'AWS::ApiGatewayV2::Api': { ref: '{}', attributes: { ApiId: '{}', ExecuteApiArn: `arn:{partition}:execute-api:${HERE}:{}` } },
  'AWS::ApiGatewayV2::Authorizer': { ref: '{}', attributes: { AuthorizerId: '{}' } },
  'AWS::ApiGatewayV2::Stage': { ref: '{StageName}' },
  'AWS::AppSync::Api': byArn(`appsync:${HERE}:apis/{}`, 'ApiArn', { ApiId: '{}' }),
  'AWS::AppSync::GraphQLApi': byArn(`appsync:${HERE}:apis/{}`, 'Arn', { ApiId: '{}' }),
  'AWS::Athena::WorkGroup': { ref: '{Name}' },
  'AWS::Batch::ComputeEnvironment': byArn(`batch:${HERE}:compute-environment/{ComputeEnvironmentName}`, 'ComputeEnvironmentArn'),
  'AWS::Batch::JobQueue': byArn(`batch:${HERE}:job-queue/{JobQueueName}`, 'JobQueueArn'),
  'AWS::Bedrock::Agent': { ref: '{}', attributes: { AgentId: '{}', AgentArn: `arn:{partition}:bedrock:${HERE}:agent/{}` } },
  'AWS::Bedrock::AgentAlias': { ref: '{AgentId}|{.AgentAliasId}', attributes: { AgentAliasId: '{.AgentAliasId}', AgentAliasArn: `arn:{partition}:bedrock:${HERE}:agent-alias/{AgentId}/{.AgentAliasId}` } },
  'AWS::Bedrock::Flow': byArn(`bedrock:${HERE}:flow/{}`, 'Arn', { Id: '{}' }),
  'AWS::Bedrock::Guardrail': byArn(`bedrock:${HERE}:guardrail/{}`, 'GuardrailArn', { GuardrailId: '{}' }),
  'AWS::Bedrock::KnowledgeBase': { ref: '{}', attributes: { KnowledgeBaseId: '{}', KnowledgeBaseArn: `arn:{partition}:bedrock:${HERE}:knowledge-base/{}` } },
  'AWS::Bedrock::Prompt': byArn(`bedrock:${HERE}:prompt/{}`, 'Arn', { Id: '{}' }),
  'AWS::CertificateManager::Certificate': byArn(`acm:${HERE}:certificate/{}`, 'CertificateArn'),
  'AWS::CloudWatch::Alarm': named('AlarmName', `cloudwatch:${HERE}:alarm:`),
  'AWS::CloudWatch::CompositeAlarm': named('AlarmName', `cloudwatch:${HERE}:alarm:`),
  'AWS::CodeBuild::Project': named('Name', `codebuild:${HERE}:project/`),
  'AWS::CodeCommit::Repository': { ref: '{}', attributes: { Arn: `arn:{partition}:codecommit:${HERE}:{RepositoryName}`, Name: '{RepositoryName}' } },
  'AWS::CodePipeline::Pipeline': { ref: '{Name}' },
  'AWS::Cognito::IdentityPool': { ref: '{}' },
  'AWS::Cognito::UserPool': named('', `cognito-idp:${HERE}:userpool/`, { UserPoolId: '{}' }),
  'AWS::Config::ConfigRule': { ref: '{ConfigRuleName}', attributes: { Arn: `arn:{partition}:config:${HERE}:config-rule/{.ConfigRuleId}` } },
  'AWS::Connect::Instance': byArn(`connect:${HERE}:instance/{}`, 'Arn', { Id: '{}' }),
  'AWS::DAX::Cluster': named('ClusterName', `dax:${HERE}:cache/`),
  'AWS::DocDB::DBCluster': { ref: '{DBClusterIdentifier}' },
  'AWS::DynamoDB::GlobalTable': named('TableName', `dynamodb:${HERE}:table/`, {
    StreamArn: `arn:{partition}:dynamodb:${HERE}:table/{TableName}/stream/{.StreamLabel}`,
  }),
  'AWS::DynamoDB::Table': named('TableName', `dynamodb:${HERE}:table/`, {
    StreamArn: `arn:{partition}:dynamodb:${HERE}:table/{TableName}/stream/{.StreamLabel}`,
  }),
  'AWS::EC2::SecurityGroup': { ref: '{}', attributes: { GroupId: '{}' } },
  'AWS::EC2::VPC': { ref: '{}', attributes: { VpcId: '{}', DefaultSecurityGroup: '{.DefaultSecurityGroup}' } },
  'AWS::ECR::Repository': named('RepositoryName', `ecr:${HERE}:repository/`),
  'AWS::ECS::Cluster': named('ClusterName', `ecs:${HERE}:cluster/`),
  'AWS::ECS::TaskDefinition': byArn(`ecs:${HERE}:task-definition/{Family}:{.Revision}`, 'TaskDefinitionArn'),
  'AWS::EFS::AccessPoint': named('', `elasticfilesystem:${HERE}:access-point/`, { AccessPointId: '{}' }),
  'AWS::EFS::FileSystem': named('', `elasticfilesystem:${HERE}:file-system/`, { FileSystemId: '{}' }),
  'AWS::EKS::Cluster': named('Name', `eks:${HERE}:cluster/`),
  'AWS::ElasticLoadBalancingV2::Listener': byArn(`elasticloadbalancing:${HERE}:listener/{}`, 'ListenerArn'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': byArn(`elasticloadbalancing:${HERE}:loadbalancer/{.LoadBalancerFullName}`, 'LoadBalancerArn'),
  'AWS::ElasticLoadBalancingV2::TargetGroup': byArn(`elasticloadbalancing:${HERE}:targetgroup/{Name}/{.Id}`, 'TargetGroupArn'),
  'AWS::Elasticsearch::Domain': named('DomainName', `es:${HERE}:domain/`, { DomainArn: `arn:{partition}:es:${HERE}:domain/{DomainName}` }),
  'AWS::Events::Archive': named('ArchiveName', `events:${HERE}:archive/`),
  'AWS::Events::EventBus': named('Name', `events:${HERE}:event-bus/`, { Name: '{Name}' }),
  'AWS::Events::Rule': { ref: '{Name}', attributes: { Arn: `arn:{partition}:events:${HERE}:rule/{EventBusName|bus}{Name}` } },
  'AWS::Glue::Job': { ref: '{Name}' },
  'AWS::Glue::Registry': byArn(`glue:${HERE}:registry/{Name}`, 'Arn'),
  'AWS::IAM::InstanceProfile': { ref: '{InstanceProfileName}' },
  'AWS::IAM::ManagedPolicy': byArn('iam::{account}:policy{Path|path}{ManagedPolicyName}', 'PolicyArn'),
  'AWS::IAM::Role': { ref: '{RoleName}', attributes: { Arn: 'arn:{partition}:iam::{account}:role{Path|path}{RoleName}' } },
  'AWS::IAM::User': { ref: '{UserName}', attributes: { Arn: 'arn:{partition}:iam::{account}:user{Path|path}{UserName}' } },
  'AWS::IVSChat::Room': byArn(`ivschat:${HERE}:room/{}`, 'Arn', { Id: '{}' }),
  'AWS::IoT::Authorizer': named('AuthorizerName', `iot:${HERE}:authorizer/`),
  'AWS::IoT::Policy': named('PolicyName', `iot:${HERE}:policy/`),
  'AWS::IoT::ProvisioningTemplate': { ref: '{TemplateName}', attributes: { TemplateArn: `arn:{partition}:iot:${HERE}:provisioningtemplate/{TemplateName}` } },
  'AWS::IoT::Thing': named('ThingName', `iot:${HERE}:thing/`),
  'AWS::IoT::TopicRule': named('RuleName', `iot:${HERE}:rule/`),
  'AWS::KMS::Alias': { ref: '{AliasName}' },
  'AWS::KMS::Key': named('', `kms:${HERE}:key/`, { KeyId: '{}' }),
  'AWS::KMS::ReplicaKey': named('', `kms:${HERE}:key/`, { KeyId: '{}' }),
  'AWS::Kendra::Index': named('', `kendra:${HERE}:index/`, { Id: '{}' }),
  'AWS::Kinesis::Stream': named('Name', `kinesis:${HERE}:stream/`),
  'AWS::Kinesis::StreamConsumer': {
    ref: '{StreamARN}/consumer/{ConsumerName}:{.ConsumerCreationTimestamp}',
    attributes: { ConsumerARN: '{StreamARN}/consumer/{ConsumerName}:{.ConsumerCreationTimestamp}' },
  },
  'AWS::KinesisFirehose::DeliveryStream': named('DeliveryStreamName', `firehose:${HERE}:deliverystream/`),
  'AWS::Lambda::Alias': { ref: '{FunctionName|lambda}:{Name}', attributes: { AliasArn: '{FunctionName|lambda}:{Name}' } },
  'AWS::Lambda::Function': FUNCTION,
  'AWS::Lambda::LayerVersion': byArn(`lambda:${HERE}:layer:{LayerName}:{.Version}`, 'LayerVersionArn'),
  'AWS::Lambda::Url': { ref: '{TargetFunctionArn|url}', attributes: { FunctionArn: '{TargetFunctionArn|url}' } },
  'AWS::Lambda::Version': { ref: '{FunctionName|lambda}:{.Version}', attributes: { FunctionArn: '{FunctionName|lambda}:{.Version}', Version: '{.Version}' } },
  'AWS::Lex::BotAlias': { ref: '{.BotAliasId}', attributes: { Arn: `arn:{partition}:lex:${HERE}:bot-alias/{BotId}/{.BotAliasId}` } },
  'AWS::Logs::LogGroup': { ref: '{LogGroupName}', attributes: { Arn: `arn:{partition}:logs:${HERE}:log-group:{LogGroupName}:*` } },
  'AWS::MSK::Cluster': byArn(`kafka:${HERE}:cluster/{ClusterName}/{.Id}`, 'Arn'),
  'AWS::MSK::ServerlessCluster': byArn(`kafka:${HERE}:cluster/{ClusterName}/{.Id}`, 'Arn'),
  'AWS::OpenSearchService::Domain': named('DomainName', `es:${HERE}:domain/`, { DomainArn: `arn:{partition}:es:${HERE}:domain/{DomainName}` }),
  'AWS::Pipes::Pipe': named('Name', `pipes:${HERE}:pipe/`),
  'AWS::RDS::DBCluster': { ref: '{DBClusterIdentifier}', attributes: { DBClusterArn: `arn:{partition}:rds:${HERE}:cluster:{DBClusterIdentifier}` } },
  'AWS::RDS::DBInstance': { ref: '{DBInstanceIdentifier}', attributes: { DBInstanceArn: `arn:{partition}:rds:${HERE}:db:{DBInstanceIdentifier}` } },
  'AWS::RDS::DBProxy': { ref: '{DBProxyName}', attributes: { DBProxyArn: `arn:{partition}:rds:${HERE}:db-proxy:{.DBProxyId}` } },
  'AWS::S3::AccessPoint': named('Name', `s3:${HERE}:accesspoint/`, { Name: '{Name}' }),
  'AWS::S3::Bucket': named('BucketName', 's3:::'),
  'AWS::S3Express::DirectoryBucket': named('BucketName', `s3express:${HERE}:bucket/`),
  'AWS::S3ObjectLambda::AccessPoint': named('Name', `s3-object-lambda:${HERE}:accesspoint/`),
  'AWS::S3Tables::TableBucket': byArn(`s3tables:${HERE}:bucket/{TableBucketName}`, 'TableBucketARN'),
  'AWS::SES::ConfigurationSet': { ref: '{Name}' },
  'AWS::SES::ReceiptRuleSet': { ref: '{RuleSetName}' },
  'AWS::SNS::Topic': byArn(`sns:${HERE}:{TopicName}`, 'TopicArn', { TopicName: '{TopicName}' }),
  'AWS::SQS::Queue': {
    ref: 'https://sqs.{region}.{urlSuffix}/{account}/{QueueName}',
    attributes: {
      Arn: `arn:{partition}:sqs:${HERE}:{QueueName}`,
      QueueName: '{QueueName}',
      QueueUrl: 'https://sqs.{region}.{urlSuffix}/{account}/{QueueName}',
    },
  },
  'AWS::SSM::Parameter': { ref: '{Name}', attributes: { Arn: `arn:{partition}:ssm:${HERE}:parameter{Name|slash}` } },
  'AWS::SageMaker::Endpoint': byArn(`sagemaker:${HERE}:endpoint/{EndpointName}`, 'EndpointArn', { EndpointName: '{EndpointName}' }),
  'AWS::Scheduler::Schedule': { ref: '{Name}', attributes: { Arn: `arn:{partition}:scheduler:${HERE}:schedule/{GroupName|group}/{Name}` } },
  'AWS::Scheduler::ScheduleGroup': named('Name', `scheduler:${HERE}:schedule-group/`),
  'AWS::SecretsManager::Secret': byArn(`secretsmanager:${HERE}:secret:{Name|secret}`, 'Id'),
  'AWS::SecretsManager::SecretTargetAttachment': { ref: '{SecretId}' },
  'AWS::Serverless::Function': FUNCTION,
  'AWS::Serverless::SimpleTable': named('TableName', `dynamodb:${HERE}:table/`),
  'AWS::StepFunctions::Activity': byArn(`states:${HERE}:activity:{Name}`, 'Arn', { Name: '{Name}' }),
  'AWS::StepFunctions::StateMachine': byArn(`states:${HERE}:stateMachine:{StateMachineName}`, 'Arn', { Name: '{StateMachineName}' }),
  'AWS::Transfer::Server': byArn(`transfer:${HERE}:server/{.ServerId}`, 'Arn'),
  'AWS::VpcLattice::Service': byArn(`vpc-lattice:${HERE}:service/{}`, 'Arn', { Id: '{}' }),
  'AWS::VpcLattice::TargetGroup': byArn(`vpc-lattice:${HERE}:targetgroup/{}`, 'Arn', { Id: '{}' }),
};

const SHAPES = new Map(Object.entries(TABLE).map(([type, { ref, attributes = {} }]) => {
  return [type, { ref, attributes: new Map(Object.entries(attributes)) }];
}));

/** The shape of what `Ref`, or `Fn::GetAtt` of an attribute, gives; undefined where it is not known. */
export function shapeOf(type: string, attribute: string | undefined): string | undefined {
  const shapes = SHAPES.get(type);
  return attribute === undefined ? shapes?.ref : shapes?.attributes.get(attribute);
}
