import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PERMISSION, resolvedPermissions, resolvedTemplate } from './resolved-templates';
import { Kind, scannedTemplates } from './scanned-app';

/** A template that every scanner has to find something in: otherwise it did not look. */
export const CONTROL = 'Control';

function joined(text: string): object {
  return { 'Fn::Join': ['', [text, '']] };
}

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
    // Broken only when its functions are carried out.
    Joined: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: joined('*'), Resource: joined('*') }] },
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
  /** The same with the policies and permissions in them resolved. */
  readonly resolved: string;
  /** Each permission of these templates as CloudFormation hands it to a hook: with its references resolved. */
  readonly permissions: string;
  readonly count: number;
}

/** Writes all templates of one policy kind into a temporary directory. */
export function writeScanned(kind: Kind): Scanned {
  const made = { ...scannedTemplates(kind), [CONTROL]: BROKEN };
  const directory = mkdtempSync(join(tmpdir(), 'scan-'));
  const [templates, resolved, permissions] = ['templates', 'resolved', 'permissions'].map((name) => join(directory, name));
  [templates, resolved, permissions].forEach((folder) => mkdirSync(folder));
  for (const [name, template] of Object.entries(made)) {
    writeFileSync(join(templates, `${name}.json`), JSON.stringify(template, undefined, 2));
    writeFileSync(join(resolved, `${name}.json`), JSON.stringify(resolvedTemplate(name, template), undefined, 2));
    for (const [id, properties] of resolvedPermissions(name, template)) {
      writeFileSync(join(permissions, `${name}.${id}.json`), JSON.stringify({ [PERMISSION]: { resourceProperties: properties } }));
    }
  }
  return { directory, templates, resolved, permissions, count: Object.keys(made).length - 1 };
}
