// Not exported: what the features of a function add to its role.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { durableKeyStatement, setDurableKey } from './durable-encryption';
import { durableStatement } from './durable-statement';
import { ExecutionRole } from './execution-role';
import { applicationSignalsStatements, isApplicationSignalsLayer } from './monitoring-statements';
import { SecureFunctionOptions } from './secure-function-options';
import { vpcDenyStatement, vpcStatement } from './vpc-statement';
import { keyStatement } from '../access/key-statement';

/** Gives the role of a function what the function's own properties ask for and CDK leaves out. */
export function addFeatures(handler: lambda.Function, options: SecureFunctionOptions): void {
  if (handler.isBoundToVpc) {
    handler.addToRolePolicy(vpcStatement());
    if (options.allowNetworkInterfaceApi === undefined) { addNamingFunction(handler, vpcDenyStatement(handler)); }
  }
  if ((handler.node.defaultChild as lambda.CfnFunction).durableConfig) { addNamingFunction(handler, durableStatement(handler)); }
  encryptDurably(handler, options);
  allowDeadLetterKey(handler);
}

/** Gives the role of a function what its layers need. */
export function addLayerStatements(handler: lambda.Function, layers: readonly lambda.ILayerVersion[]): void {
  if (layers.some((layer) => isApplicationSignalsLayer(layer.layerVersionArn))) {
    applicationSignalsStatements(handler).forEach((statement) => handler.addToRolePolicy(statement));
  }
}

function encryptDurably(handler: lambda.Function, { durableEncryptionKey: key }: SecureFunctionOptions): void {
  if (key) {
    setDurableKey(handler, key);
    addNamingFunction(handler, durableKeyStatement(handler, key));
  }
}

/** CDK allows sending to the queue or topic, and forgets that its key has to be used. */
function allowDeadLetterKey(handler: lambda.Function): void {
  const queueKey = handler.deadLetterQueue?.encryptionMasterKey;
  const key = queueKey ?? (handler.deadLetterTopic as sns.ITopic | undefined)?.masterKey;
  if (key) {
    handler.addToRolePolicy(keyStatement({ key, actions: ['Decrypt', 'GenerateDataKey'], viaService: queueKey ? 'sqs' : 'sns' }, handler));
  }
}

/** Adds a statement that names the function. Of a role that is imported, the function waits for the policy; so this one is apart. */
function addNamingFunction(handler: lambda.Function, statement: iam.PolicyStatement): void {
  const { role } = handler;
  if (!role || role instanceof ExecutionRole) {
    handler.addToRolePolicy(statement);
  } else {
    const known = handler.node.tryFindChild('DependentPolicy') as iam.Policy | undefined;
    const policy = known ?? new iam.Policy(handler, 'DependentPolicy');
    policy.addStatements(statement);
    if (!known) { role.attachInlinePolicy(policy); }
  }
}
