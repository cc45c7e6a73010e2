import { ARN, ROLE_ARN, access, condition, inline, invoke, located, source } from './access';
import { FunctionAccess } from '../../src/model/function-access';

const TEAMS = ['Orders', 'Billing', 'Catalog', 'Search', 'Media', 'Identity', 'Shipping', 'Support'];

/** An app of some size: functions of a few teams, each with callers, a queue, and statements on what it shares and on what is its own. */
export function manyFunctions(count: number, statementsEach = 10): FunctionAccess[] {
  return Array.from({ length: count }, (_, index) => functionOf(TEAMS[index % TEAMS.length], index, statementsEach));
}

function functionOf(team: string, index: number, statementsEach: number): FunctionAccess {
  const id = `Worker${index}`;
  const rolePlace = source(`${id}Role`, { stack: team, resourceType: 'AWS::IAM::Role', constructPath: `Shop/${team}/${id}/Role/Resource` });
  const arn = `${ARN.slice(0, -'resize'.length)}\${${team}.${id}}`;
  return access([], [], {
    stack: team,
    logicalId: id,
    constructPath: `Shop/${team}/${id}/Resource`,
    arn,
    targets: [{
      kind: 'FUNCTION',
      stack: team,
      logicalId: id,
      arn,
      statements: [
        invoke('s3.amazonaws.com', [
          condition('ArnLike', 'aws:SourceArn', `arn:aws:s3:::\${${team}.Uploads${index}}`), condition('StringEquals', 'aws:SourceAccount', '111122223333'),
        ], { resources: [arn], source: source(`OnUpload${index}`, { stack: team, constructPath: `Shop/${team}/OnUpload${index}/Permission` }) }),
        ...index % 7 === 0 ? [invoke('elasticloadbalancing.amazonaws.com', [], { resources: [arn], source: source(`Balancer${index}`, { stack: team }) })] : [],
      ],
    }],
    role: {
      stack: team,
      logicalId: `${id}Role`,
      constructPath: `Shop/${team}/${id}/Role/Resource`,
      arn: `${ROLE_ARN}-${index}`,
      trust: [located({ principals: [{ kind: 'Service', id: 'lambda.amazonaws.com' }], actions: ['sts:AssumeRole'] }, rolePlace)],
      policies: [{ ...inline('Work', ...statementsOf(team, index, statementsEach)), source: rolePlace }],
    },
    eventSources: [{ source: source(`Poll${index}`, { stack: team }), eventSourceArn: `arn:aws:sqs:eu-west-1:111122223333:\${${team}.Jobs${index}}`, targetArn: arn }],
    gaps: index % 50 === 3 ? [{ source: source(id, { stack: team }), reason: `the condition 'Prod${index}' cannot be decided` }] : [],
  });
}

/** Each statement is one line: one action, one resource. */
function statementsOf(team: string, index: number, count: number): object[] {
  const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 's3:GetObject', 'sqs:SendMessage', 'sns:Publish', 'secretsmanager:GetSecretValue', 'kms:Decrypt'];
  return Array.from({ length: count }, (_, at) => {
    const action = actions[at % actions.length];
    const [service] = action.split(':');
    const wide = at === 5 && index % 11 === 0;
    return {
      actions: [action],
      resources: [wide ? '*' : `arn:aws:${service}:eu-west-1:111122223333:\${${team}.${service}Thing${Math.floor(at / 2)}${at % 3 === 0 ? '' : index}}`],
      conditions: at % 4 === 0 ? [condition('StringEquals', 'aws:ResourceAccount', '111122223333')] : [],
    };
  });
}
