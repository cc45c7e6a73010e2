import { isInsideOneResource } from '../../src/authorization/resource-parts';
import { authorizationOf, servicePrefixes } from '../../src/authorization/service-authorization';

test.each([
  ['the objects of a bucket', 'arn:aws:s3:::b/*'],
  ['the objects under a prefix', 'arn:aws:s3:::b/in/*.jpg'],
  ['the objects behind an access point', 'arn:aws:s3:r:1:accesspoint/ap/object/*'],
  ['the objects behind a Multi-Region Access Point', 'arn:aws:s3::1:accesspoint/x.mrap/object/*'],
  ['the streams of a log group', 'arn:aws:logs:r:1:log-group:/aws/lambda/f:*'],
  ['one stream in any of its forms', 'arn:aws:logs:r:1:log-group:g:log-stream:2026/*'],
  ['what a table has', 'arn:aws:dynamodb:r:1:table/T/*'],
  ['the indexes of a table whose name is not known', 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${App.T}/index/*'],
  ['the consumers of a stream', 'arn:aws:kinesis:r:1:stream/s/consumer/*'],
  ['the methods of a stage', 'arn:aws:execute-api:r:1:api/prod/*'],
  ['the paths of a method', 'arn:aws:execute-api:r:1:api/$default/GET/items/*'],
  ['the methods of an API, as those who manage it see them', 'arn:aws:apigateway:r::/restapis/api/resources/*'],
  ['the versions of a function', 'arn:aws:lambda:r:1:function:f:*'],
  ['the versions of a layer', 'arn:aws:lambda:r:1:layer:l:*'],
  ['the executions of a state machine', 'arn:aws:states:r:1:execution:m:*'],
  ['the indexes of a search domain', 'arn:aws:es:r:1:domain/d/*'],
  ['the revisions of a task definition', 'arn:aws:ecs:r:1:task-definition/web:*'],
  ['the tables of a keyspace', 'arn:aws:cassandra:r:1:/keyspace/k/*'],
  ['the tables of a table bucket', 'arn:aws:s3tables:r:1:bucket/b/table/*'],
  ['the data of a cluster', 'arn:aws:neptune-db:r:1:cluster-X/*'],
  ['the streams of a cluster whose ids the reference calls by two names', 'arn:aws:dsql:r:1:cluster/c/stream/*'],
  ['one target group with the id that AWS makes', 'arn:aws:elasticloadbalancing:r:1:targetgroup/web/*'],
  ['one stack with the id that AWS makes', 'arn:aws:cloudformation:r:1:stack/App/*'],
  ['one cluster with the id that AWS makes', 'arn:aws:kafka:r:1:cluster/orders/*'],
])('%s: inside of one resource', (_, arn) => {
  expect(isInsideOneResource(arn)).toBe(true);
});

test.each([
  ['everything', '*'],
  ['every bucket', 'arn:aws:s3:::*'],
  ['buckets whose name begins alike', 'arn:aws:s3:::b*/in/*'],
  ['access points', 'arn:aws:s3:r:1:accesspoint/*'],
  ['secrets under a path', 'arn:aws:secretsmanager:r:1:secret:prod/*'],
  ['roles under a path', 'arn:aws:iam::1:role/service/*'],
  ['log groups under a path', 'arn:aws:logs:r:1:log-group:/aws/lambda/*'],
  ['a stream of any log group under a path', 'arn:aws:logs:r:1:log-group:/aws/lambda/*:log-stream:s'],
  ['parameters under a path', 'arn:aws:ssm:r:1:parameter/prod/*'],
  ['repositories under a path', 'arn:aws:ecr:r:1:repository/team/*'],
  ['topics of devices', 'arn:aws:iot:r:1:topic/a/*'],
  ['budgets under a path', 'arn:aws:budgets::1:budget/team/*'],
  ['groups of traces under a path', 'arn:aws:xray:r:1:group/team/*'],
  ['the rules of a bus', 'arn:aws:events:r:1:rule/bus/*'],
  ['the schedules of a group', 'arn:aws:scheduler:r:1:schedule/group/*'],
  ['the tables of a Glue database', 'arn:aws:glue:r:1:table/db/*'],
  ['the services of a cluster', 'arn:aws:ecs:r:1:service/cluster/*'],
  ['the tasks of a cluster', 'arn:aws:ecs:r:1:task/cluster/*'],
  ['the connections of a cluster', 'arn:aws:kafka:r:1:vpc-connection/1/cluster/*'],
  ['the offers of the only catalog', 'arn:aws:aws-marketplace:::catalog/AWSMarketplace/offer/*'],
  ['the certificates of an account, as the reference writes them', 'arn:aws:dms:r:1:cert:*'],
  ['any stage of an API', 'arn:aws:execute-api:r:1:api/*/GET/items'],
  ['a table in every region', 'arn:aws:dynamodb:*:1:table/T/index/*'],
  ['a table of every account', 'arn:aws:dynamodb:r:*:table/T/index/*'],
  ['a bucket in every partition', 'arn:*:s3:::b/*'],
  ['tables whose name begins with a parameter', 'arn:aws:dynamodb:r:1:table/${App::Prefix}*/index/i'],
  ['a name that is missing', 'arn:aws:dynamodb:r:1:table//index/*'],
  ['a service that is not known', 'arn:aws:new:r:1:thing/a/*'],
  ['a service that is only known later', 'arn:aws:${App::Service}:r:1:thing/a/*'],
  ['a resource that is only known later', '${App::Table}/index/*'],
  ['a hostile name', 'arn:aws:__proto__:r:1:a/b/*'],
])('%s: not inside of one resource', (_, arn) => {
  expect(isInsideOneResource(arn)).toBe(false);
});

test('what leaves the first name of a resource open is inside of no resource, whatever the service', () => {
  const types = servicePrefixes().flatMap((prefix) => [...authorizationOf(prefix)!.resourceTypes.values()]);
  const patterns = types.flatMap(({ arnPatterns }) => arnPatterns);
  const opened = patterns.map((pattern) => {
    const parts = pattern.split(':');
    const resource = parts.slice(5).join(':').replace(/\{[^}]*\}/, 'a*');
    return [...parts.slice(0, 5), resource].join(':').replace(/\{[^}]*\}/g, 'a');
  });

  expect(opened.length).toBeGreaterThan(2000);
  // The reference leaves out the id of the API: what it prints would be in an API of the name "models".
  expect(opened.filter(isInsideOneResource)).toEqual(['arn:a:apigateway:a::/restapis/models/a*/template']);
});

test('ends soon for a hostile name', () => {
  expect(isInsideOneResource(`arn:aws:logs:r:1:log-group:${'/a'.repeat(100_000)}*`)).toBe(false);
});
