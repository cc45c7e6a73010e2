import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokeDenial } from '../../src/invoke/invoke-denial';
import { InvokePerimeter } from '../../src/invoke/invoke-perimeter';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { LambdaEndpoint } from '../../src/invoke/lambda-endpoint';
import { CODE, HOME, Synthesized, newApp } from '../push/app';

interface Permitted {
  readonly invoker: Invoker;
  /** Whose URL it is for, if it is for one. */
  readonly url?: 'FUNCTION' | 'ALIAS';
  /** Whether the function's policy is a document. */
  readonly inDocument?: boolean;
}

/** The functions that somebody may invoke by the function's own policy. The callers of another account have what the permission tells them to have. */
export const INVOKERS: { readonly [id: string]: Permitted } = {
  Account: { invoker: Invoker.account('444455556666') },
  Role: { invoker: Invoker.role('arn:aws:iam::444455556666:role/caller') },
  DocumentRole: { invoker: Invoker.role('arn:aws:iam::444455556666:role/caller'), inDocument: true },
  OwnRole: { invoker: Invoker.role('arn:aws:iam::111122223333:role/caller') },
  User: { invoker: Invoker.user('arn:aws:iam::444455556666:user/team/ann') },
  Organization: { invoker: Invoker.organization('o-abcdefghij') },
  Unit: { invoker: Invoker.organization('o-abcdefghij/r-ab12/ou-ab12-11111111/'), inDocument: true },
  Service: { invoker: Invoker.service('lexv2.amazonaws.com', { sourceArn: 'arn:aws:lex:eu-west-1:111122223333:bot-alias/BOT/ALIAS', sourceAccount: '111122223333' }) },
  Skill: { invoker: Invoker.service('alexa-appkit.amazon.com', { eventSourceToken: 'amzn1.ask.skill.1' }) },
  Url: { invoker: Invoker.account('444455556666'), url: 'ALIAS' },
  OwnUrl: { invoker: Invoker.role('arn:aws:iam::111122223333:role/caller'), url: 'FUNCTION' },
};

const role = (scope: Construct, id: string) => new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });

/** The functions that somebody of their own account may invoke, by a policy of the caller. */
export const GRANTS: { readonly [id: string]: (target: SecureFunction, scope: Construct, caller: string) => unknown } = {
  GrantedRole: (target, scope, caller) => target.grantInvoke(role(scope, caller)),
  GrantedUser: (target, scope, caller) => target.grantInvoke(new iam.User(scope, caller)),
  GrantedGroup: (target, scope, caller) => target.grantInvoke(new iam.Group(scope, caller)),
  GrantedUrl: (target, scope, caller) => target.addFunctionUrl().grantInvokeUrl(role(scope, caller)),
  PrivateLink: (target, scope, caller) => {
    target.grantInvoke(role(scope, caller));
    const vpc = ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
    const principals = [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/caller'), new iam.AccountPrincipal('444455556666')];
    new LambdaEndpoint(scope, 'LambdaEndpoint', { vpc, targets: [target], principals });
  },
};

/** What a document says beside letting an organization in. */
export const LIMITS: { readonly [id: string]: (target: SecureFunction) => unknown } = {
  Denial: (target) => new InvokeDenial(target, 'Denial', { target, invoker: Invoker.account('777788889999') }),
  RoleDenial: (target) => new InvokeDenial(target, 'Denial', { target, invoker: Invoker.role('arn:aws:iam::111122223333:role/caller') }),
  Endpoint: (target) => new InvokePerimeter(target, 'Perimeter', { target, sourceVpcEndpoints: ['vpce-1'] }),
};

/** The function that everybody may call by its URL. */
export const PUBLIC = 'PublicUrl';

/** The construct ids of all functions. */
export const FUNCTIONS = [...Object.keys(INVOKERS), ...Object.keys(GRANTS), ...Object.keys(LIMITS), PUBLIC];

/** Every function with one invoker in the stack `Functions`, and in `Partner`, another account, callers that hold what each permission tells them to. */
export function synthesizeCalled(): Synthesized {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const partner = new Stack(app, 'Partner', { env: { ...HOME, account: '444455556666' } });
  for (const [id, { invoker, url, inDocument }] of Object.entries(INVOKERS)) {
    const fn = secure(functions, id, inDocument);
    const target = url === 'ALIAS' ? fn.addAlias('live') : fn;
    const { callerStatements } = new InvokePermission(functions, `Permit${id}`, { target, invoker, viaFunctionUrl: url !== undefined });
    const caller = new SecureFunction(partner, `Calls${id}`, CODE);
    callerStatements.forEach((statement) => caller.addToRolePolicy(statement));
  }
  for (const [id, grant] of Object.entries(GRANTS)) { grant(secure(functions, id), functions, `Calls${id}`); }
  for (const [id, limit] of Object.entries(LIMITS)) {
    const target = secure(functions, id, true);
    new InvokePermission(functions, `Permit${id}`, { target, invoker: Invoker.organization('o-abcdefghij') });
    limit(target);
  }
  secure(functions, PUBLIC).publicUrl('the site reads it');
  return new Synthesized(app);
}

function secure(scope: Construct, id: string, inDocument = false): SecureFunction {
  const { DOCUMENT, PERMISSIONS } = ResourcePolicyEngine;
  return new SecureFunction(scope, id, { ...CODE, functionName: id, resourcePolicyEngine: inDocument ? DOCUMENT : PERMISSIONS });
}
