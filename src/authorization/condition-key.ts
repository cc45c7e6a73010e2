/** Keys that AWS puts into every request, or every request of a kind that a role makes, so no action lists them. */
const GLOBAL_KEYS = new Set([
  'CalledVia', 'CalledViaFirst', 'CalledViaLast', 'ChatbotSourceArn', 'CurrentTime', 'Ec2InstanceSourcePrivateIPv4', 'Ec2InstanceSourceVpc',
  'EpochTime', 'FederatedProvider', 'IsMcpServiceAction', 'MultiFactorAuthAge', 'MultiFactorAuthPresent', 'PrincipalAccount', 'PrincipalArn',
  'PrincipalIsAWSService', 'PrincipalOrgID', 'PrincipalServiceName', 'PrincipalServiceNamesList', 'PrincipalType', 'Referer', 'RequestedRegion',
  'ResourceAccount', 'ResourceOrgID', 'SecureTransport', 'SourceAccount', 'SourceArn', 'SourceIdentity', 'SourceIp', 'SourceOrgID',
  'SourceVpc', 'SourceVpcArn', 'SourceVpce', 'TokenIssueTime', 'UserAgent', 'ViaAWSService', 'VpceAccount', 'VpceOrgID', 'VpcSourceIp', 'userid', 'username',
  'PrincipalOrgPaths', 'ResourceOrgPaths', 'SourceOrgPaths', 'VpceOrgPaths', 'AssumedRoot', 'SignInSessionArn', 'ViaAWSMCPService', 'CalledViaAWSMCP',
].map((key) => `aws:${key.toLowerCase()}`));

/**
 * Whether a condition key exists in every request, whatever the action.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function isGlobalKey(key: string): boolean {
  const name = key.toLowerCase();
  // Lambda puts its own ARN into the credentials of a function, so all its calls carry it.
  return GLOBAL_KEYS.has(name) || name.startsWith('aws:principaltag/') || name === 'lambda:sourcefunctionarn';
}

/** Whether a key is the one the reference names, where `{TagKey}`, `<key>` or `tag-key` stands for any text. Case does not matter. */
export function isSameKey(key: string, known: string): boolean {
  const [name, pattern] = [key.toLowerCase(), known.toLowerCase().replace(/\/tag-key$/, '/<key>')];
  const open = pattern.search(/[{<]/);
  if (open < 0) {
    return name === pattern;
  }
  const close = Math.max(pattern.lastIndexOf('}'), pattern.lastIndexOf('>'));
  const [before, after] = [pattern.slice(0, open), pattern.slice(close + 1)];
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
