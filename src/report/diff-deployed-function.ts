// Not exported: part of the comparison with what is deployed.
import { readDestinations, readUrls } from './diff-deployed-connections';
import { DeployedFiles, listOf, textIn } from './diff-deployed-files';
import { awsManagedPolicy } from '../cloudformation/read-aws-managed-policies';
import { EventSourceMapping, FunctionAccess, InvokeTarget, PolicyAccess, RoleAccess } from '../model/function-access';
import { arnParts } from '../model/placeholder';
import { isObject } from '../model/policy-json';

/** What is known of a deployed function before its files are read. */
export type DeployedIdentity = Pick<FunctionAccess, 'stack' | 'logicalId' | 'constructPath' | 'arn' | 'roleArn' | 'targets'>;

/**
 * A function as the account has it, from what the AWS CLI printed. What was not saved is a gap, so that nothing is taken
 * for "not there" because nobody looked.
 *
 * @param expected the function of the templates, whose aliases should have been saved
 */
export function readDeployedFunction(files: DeployedFiles, expected: DeployedIdentity): FunctionAccess {
  const configuration = files.read('function.json');
  const savedArn = textIn(configuration, 'FunctionArn');
  if (savedArn === undefined) { files.gap('function.json', "what 'aws lambda get-function-configuration' prints is not saved in function.json"); }
  const arn = savedArn ?? expected.arn;
  const [, partition, , region = '', account = ''] = arnParts(arn);
  const role = readRole(files, partition);
  const targets = readTargets(files, arn, expected);
  const [urls, destinations] = [readUrls(files), readDestinations(files, arn)];
  return {
    stack: expected.stack,
    logicalId: expected.logicalId,
    ...expected.constructPath !== undefined && { constructPath: expected.constructPath },
    arn,
    partition,
    region,
    account,
    targets,
    ...role && { role },
    roleArn: role?.arn ?? textIn(configuration, 'Role') ?? expected.roleArn,
    eventSources: readEventSources(files),
    ...urls && { urls },
    ...destinations && { destinations },
    gaps: files.gaps,
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
function readTargets(files: DeployedFiles, arn: string, expected: DeployedIdentity): InvokeTarget[] {
  const target = (qualifier: string | undefined): InvokeTarget => {
    const file = qualifier === undefined ? 'policy.json' : `policy.${qualifier}.json`;
    const policy = files.read(file);
    if (!policy) { files.miss(file, `lambda get-policy${qualifier === undefined ? '' : ` --qualifier ${qualifier}`}`); }
    return {
      kind: qualifier === undefined ? 'FUNCTION' : /^\d+$/.test(qualifier) ? 'VERSION' : 'ALIAS',
      stack: expected.stack,
      logicalId: expected.logicalId,
      arn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
      ...qualifier !== undefined && { qualifier },
      statements: policy ? files.statements(policy.Policy, file) : [],
    };
  };
  const wanted = expected.targets.filter(({ kind, statements }) => kind === 'ALIAS' || (kind === 'VERSION' && statements.length > 0));
  const qualifiers = new Set([...files.namesAfter('policy.'), ...wanted.flatMap(({ qualifier }) => qualifier ?? [])]);
  return [target(undefined), ...[...qualifiers].map(target)];
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
function readRole(files: DeployedFiles, partition: string): RoleAccess | undefined {
  const output = files.read('role.json');
  const role = isObject(output?.Role) ? output.Role : undefined;
  const arn = textIn(role, 'Arn');
  if (!role || arn === undefined) {
    files.gap('role.json', "what 'aws iam get-role' prints is not saved in role.json");
    return undefined;
  }
  const limit = isObject(role.PermissionsBoundary) ? textIn(role.PermissionsBoundary, 'PermissionsBoundaryArn') : undefined;
  return {
    stack: files.name,
    logicalId: textIn(role, 'RoleName') ?? arn,
    arn,
    trust: files.statements(role.AssumeRolePolicyDocument, 'role.json'),
    policies: [...readInline(files), ...readAttached(files, partition)],
    ...limit !== undefined && { boundary: managed(files, limit, 'boundary.json', partition) },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
function readInline(files: DeployedFiles): PolicyAccess[] {
  const listed = files.read('role-policies.json');
  if (!listed) { files.miss('role-policies.json', 'iam list-role-policies'); }
  const names = new Set([...listOf(listed, 'PolicyNames').filter((name) => typeof name === 'string'), ...files.namesAfter('role-policy.')]);
  return [...names].map((name) => {
    const file = `role-policy.${name}.json`;
    const policy = files.read(file);
    return { kind: 'INLINE', name, source: files.source(file), ...policy && { statements: files.statements(policy.PolicyDocument, file) } };
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
function readAttached(files: DeployedFiles, partition: string): PolicyAccess[] {
  const listed = files.read('attached-policies.json');
  if (!listed) { files.miss('attached-policies.json', 'iam list-attached-role-policies'); }
  return listOf(listed, 'AttachedPolicies').filter(isObject).flatMap((attached) => {
    const arn = textIn(attached, 'PolicyArn');
    return arn === undefined ? [] : [managed(files, arn, `policy-version.${textIn(attached, 'PolicyName') ?? ''}.json`, partition)];
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
function managed(files: DeployedFiles, arn: string, file: string, partition: string): PolicyAccess {
  const isAws = arnParts(arn)[4] === 'aws';
  const version = files.read(file)?.PolicyVersion;
  const document: unknown = isObject(version) ? version.Document : isAws ? awsManagedPolicy(arn, partition) : undefined;
  return {
    kind: isAws ? 'AWS_MANAGED' : 'CUSTOMER_MANAGED',
    name: arn,
    source: files.source(file),
    ...document !== undefined && { statements: files.statements(document, file) },
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
function readEventSources(files: DeployedFiles): EventSourceMapping[] {
  const listed = files.read('event-sources.json');
  if (!listed) { files.miss('event-sources.json', 'lambda list-event-source-mappings'); }
  return listOf(listed, 'EventSourceMappings').filter(isObject).flatMap((mapping) => {
    const [targetArn, eventSourceArn] = [textIn(mapping, 'FunctionArn'), textIn(mapping, 'EventSourceArn')];
    if (targetArn === undefined) { return []; }
    return [{
      source: files.source('event-sources.json'),
      targetArn,
      ...eventSourceArn !== undefined && { eventSourceArn },
      ...['Disabled', 'Disabling'].includes(textIn(mapping, 'State') ?? '') && { disabled: true },
    }];
  });
}
