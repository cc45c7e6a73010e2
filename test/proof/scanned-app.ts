import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { FEATURES, INVOKERS, OTHERS, newFunction } from './scanned-features';
import { PUSH_SOURCES } from './scanned-sources';
import * as ours from '../../src';
import { MakeAccess, makeAccess } from '../access/make-access';
import { stackOf } from '../compliance/scenario-privileges';
import { SCENARIOS } from '../compliance/scenarios';
import { imageUploadApp } from '../examples/image-upload-app';
import { SOURCES } from '../pull/sources';

const CASES = join(__dirname, '../access/cases');
const ENV = { account: '111122223333', region: 'eu-west-1' };

/** What CDK recommends, but for its own report: it is about the resources beside ours. */
const FLAGS = { ...CURRENTLY_RECOMMENDED_FLAGS, '@aws-cdk/core:annotationsInValidationReport': false };

/** Where every role of an app keeps its statements. */
export type Kind = 'MANAGED' | 'INLINE';

/** The templates of everything that can be made here, by what was made: a source, a feature, a scenario, the example. */
export function scannedTemplates(kind: Kind): { [name: string]: object } {
  const postCliContext = { ...FLAGS, 'cdk-secure-lambda:policyKind': kind };
  const app = new App({ postCliContext, analyticsReporting: false, treeMetadata: false });
  const stack = (name: string) => new Stack(app, name, { env: ENV });
  for (const [name, make] of Object.entries(PUSH_SOURCES)) {
    const scope = stack(`Push${name}`);
    new ours.PushTrigger(scope, 'Trigger', { target: newFunction(scope, 'Handler'), source: make(scope) });
  }
  for (const [name, make] of Object.entries(SOURCES)) {
    const scope = stack(`Pull${inOneWord(name)}`);
    new ours.PullTrigger(scope, 'Trigger', { target: newFunction(scope, 'Handler'), source: make(scope) });
  }
  for (const [name, props] of Object.entries(FEATURES)) {
    const scope = stack(`Feature${name}`);
    newFunction(scope, 'Handler', props(scope));
  }
  for (const [name, invoke] of Object.entries(INVOKERS)) {
    const scope = stack(`Invoke${name}`);
    invoke(scope, newFunction(scope, 'Handler'));
  }
  for (const [name, make] of Object.entries(OTHERS)) { make(stack(`Other${name}`)); }
  for (const { name, ...access } of accessCases()) {
    const scope = stack(`Access${name}`);
    newFunction(scope, 'Handler').allow(makeAccess(access, scope));
  }
  for (const [name, scenario] of Object.entries(SCENARIOS)) { scenario.ours(stack(`Scenario${stackOf(name)}`)); }
  const stacks = [app, imageUploadApp(ENV, postCliContext)].flatMap((one) => one.synth().stacks);
  return Object.fromEntries(stacks.map(({ id, template }) => [id, template as object]));
}

/** The written cases of all access classes, but for those with actions that nobody knows. */
function accessCases(): (MakeAccess & { readonly name: string })[] {
  return readdirSync(CASES).sort().flatMap((file) => {
    const cases = JSON.parse(readFileSync(join(CASES, file), 'utf8')) as (MakeAccess & { readonly name: string })[];
    return cases.filter(({ options }) => !Object.hasOwn(Object(options) as object, 'unknownActions')).map((one) => ({ ...one, name: inOneWord(`${basename(file, '.json')}: ${one.name}`).slice(0, 100) }));
  });
}

function inOneWord(text: string): string {
  return text.replace(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}
