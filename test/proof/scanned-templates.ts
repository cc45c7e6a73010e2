import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Kind, scannedTemplates } from './scanned-app';
import { resolve, textOf } from '../../src/cloudformation/read-intrinsics';
import { Reading } from '../../src/cloudformation/read-reading';
import { Templates } from '../../src/cloudformation/read-set';

const PERMISSION = 'AWS::Lambda::Permission';

/** A template that every scanner has to find something in: otherwise it did not look. */
export const CONTROL = 'Control';

const BROKEN = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] } },
    },
    Policy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Permit', Action: '*', Resource: '*' }, { Effect: 'Allow', Action: '*', Resource: '*' }] },
      },
    },
    Permission: { Type: PERMISSION, Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'shop', Principal: 's3.amazonaws.com' } },
  },
};

/** What is scanned, as files. */
export interface Scanned {
  /** Holds all of it. */
  readonly directory: string;
  /** A template for each source, feature and scenario, and the broken one. */
  readonly templates: string;
  /** Each permission of these templates as CloudFormation hands it to a hook: with its references resolved. */
  readonly permissions: string;
  readonly count: number;
}

/** Writes all templates of one policy kind into a temporary directory. */
export function writeScanned(kind: Kind): Scanned {
  const made = { ...scannedTemplates(kind), [CONTROL]: BROKEN };
  const directory = mkdtempSync(join(tmpdir(), 'scan-'));
  const [templates, permissions] = ['templates', 'permissions'].map((name) => join(directory, name));
  [templates, permissions].forEach((folder) => mkdirSync(folder));
  for (const [name, template] of Object.entries(made)) {
    writeFileSync(join(templates, `${name}.json`), JSON.stringify(template, undefined, 2));
    for (const [id, properties] of resolvedPermissions(name, template)) {
      writeFileSync(join(permissions, `${name}.${id}.json`), JSON.stringify({ [PERMISSION]: { resourceProperties: properties } }));
    }
  }
  return { directory, templates, permissions, count: Object.keys(made).length - 1 };
}

function resolvedPermissions(stackName: string, template: object): [string, object][] {
  const [stack] = new Templates([{ stack: stackName, stackName, template, account: '111122223333', region: 'eu-west-1' }]).stacks;
  const permissions = [...stack.resources.values()].filter(({ type }) => type === PERMISSION);
  return permissions.map(({ logicalId, properties }) => [logicalId, Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, textOf(resolve(value, stack, new Reading())) ?? value]),
  )]);
}
