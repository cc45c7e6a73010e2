// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { textOf } from './read-intrinsics';
import { Resource, own, sourceOf } from './read-stack';
import { Unplaced, whetherPresent } from './read-unplaced';
import { isObject } from '../model/policy-json';

/** Gives each `AWS::Lambda::Url` to the function that it invokes. */
export function readUrl(resource: Resource, catalog: FunctionCatalog, unplaced: Unplaced): void {
  const gaps = new Gaps();
  whetherPresent(resource, gaps);
  const names = new Set<string>();
  for (const properties of alternatives({ value: resource.properties, property: 'Properties' }, resource, gaps)) {
    const name = isObject(properties) ? textOf(own(properties, 'TargetFunctionArn')) : undefined;
    if (name === undefined || !isObject(properties)) { continue; }
    const authType = textOf(own(properties, 'AuthType'));
    if (authType === undefined) { gaps.add(resource, 'Properties.AuthType', 'who may call the function URL is not known'); }
    names.add(name);
    const { functions, qualifier } = catalog.given(name, resource);
    for (const draft of functions) {
      const target = draft.target(textOf(own(properties, 'Qualifier')) ?? qualifier);
      draft.urls.push({ source: sourceOf(resource, 'Properties.AuthType'), targetArn: target.arn, authType: authType ?? '' });
    }
  }
  unplaced.attach(resource, names, catalog, gaps);
}
