// Not exported: the command line compares templates with what is deployed.
import { existsSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { DeployedFiles } from './diff-deployed-files';
import { readDeployedFunction } from './diff-deployed-function';
import { DeployedNames, deployedAccess, readDeployedNames } from './diff-deployed-names';
import { readJson } from '../cloudformation/read-file';
import { failure } from '../model/failure';
import { FunctionAccess } from '../model/function-access';
import { isObject } from '../model/policy-json';

/** What the templates say, and what the account says, about the same functions. */
export interface Drift {
  readonly expected: readonly FunctionAccess[];
  readonly found: readonly FunctionAccess[];
}

/**
 * Reads what the AWS CLI printed about functions: a folder for each, named as the function is, and beside them a file for
 * each stack, which tells generated names. The page about the command line describes the files.
 *
 * @param stackNames the name by which CloudFormation knows a stack, by the one that stands in placeholders
 */
export function readDeployed(directory: string, functions: readonly FunctionAccess[], stackNames: ReadonlyMap<string, string>): Drift {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) { throw failure(`'--deployed' must name a directory, got '${directory}'`); }
  const folders = readdirSync(directory).filter((name) => statSync(join(directory, name)).isDirectory()).sort();
  if (folders.length === 0) { throw failure(`'--deployed' must name a directory with a folder for each function, got '${directory}' where none is`); }

  const names = readDeployedNames(directory, stackNames);
  const arns = new Map(folders.map((name) => [name, savedArn(join(directory, name))]));
  const expected = functions.map((access) => deployed(access, names, arns));
  const byName = new Map(expected.map((access) => [nameOf(access), access]));
  const found = folders.map((name) => {
    const known = byName.get(name) ?? unlisted(name, arns.get(name), expected);
    return readDeployedFunction(new DeployedFiles(join(directory, name), known.partition), known);
  });
  const notSaved = expected.filter((access) => !folders.includes(nameOf(access)));
  return { expected, found: [...found, ...notSaved.map(withoutFiles)] };
}

/** The name is filled in first: it leads to the files that tell account and region. */
function deployed(access: FunctionAccess, names: DeployedNames, arns: ReadonlyMap<string, string | undefined>): FunctionAccess {
  const named = deployedAccess(access, names);
  return deployedAccess(named, names, arns.get(nameOf(named)));
}

function savedArn(folder: string): string | undefined {
  const file = join(folder, 'function.json');
  const output = existsSync(file) ? readJson(file) : undefined;
  const arn = isObject(output) ? output.FunctionArn : undefined;
  return typeof arn === 'string' && arn.split(':').length === 7 ? arn : undefined;
}

function nameOf({ arn }: FunctionAccess): string {
  return arn.split(':function:')[1] ?? arn;
}

/** A function that is in the account and in none of the templates. */
function unlisted(name: string, arn: string | undefined, expected: readonly FunctionAccess[]): FunctionAccess {
  const open = expected.find((access) => nameOf(access).includes('${'));
  if (open) {
    throw failure(`the folder '${name}' must be named like a function of the templates; the name of '${open.logicalId}' is generated, `
      + `so save what 'aws cloudformation list-stack-resources' prints for stack '${open.stack}'`);
  }
  if (arn === undefined) {
    throw failure(`the folder '${name}' must be named like a function of the templates, or hold what 'aws lambda get-function-configuration' prints `
      + 'in function.json');
  }
  const [, partition, , region, account] = arn.split(':');
  return { stack: 'account', logicalId: name, arn, partition, region, account, targets: [], roleArn: '', eventSources: [], gaps: [] };
}

/** Nothing is known about a function that was not saved. */
function withoutFiles(access: FunctionAccess): FunctionAccess {
  const source = { stack: access.stack, logicalId: access.logicalId, resourceType: 'AWS::Lambda::Function', property: 'Type' };
  return { ...access, gaps: [...access.gaps, { source, reason: `nothing is saved about it in a folder ${nameOf(access)}` }] };
}
