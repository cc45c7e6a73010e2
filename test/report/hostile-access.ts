import { access, condition, inline, located, source } from './access';
import { FunctionAccess } from '../../src/model/function-access';
import { ReadLayers } from '../../src/report/connection-summary';
import { PermissionSummary, summarize } from '../../src/report/permission-summary';

/** The summary of such a function and of a layer. */
export function summaryNamed(name: string): PermissionSummary {
  return summaryOfAll([name]);
}

/** The summary of functions and layers of these names, beside other functions. */
export function summaryOfAll(names: readonly string[], others: readonly FunctionAccess[] = []): PermissionSummary {
  const named = names.map(layersNamed);
  const layers = { layers: named.flatMap((each) => each.layers), gaps: named.flatMap(({ gaps }) => gaps) };
  return summarize([...others, ...names.map(accessNamed)], layers, names.map((name) => ({ stack: name, parameter: name, value: name })));
}

/** A layer that is shared, and one that is not known, of that name. */
function layersNamed(name: string): ReadLayers {
  const place = source(name, { stack: name, constructPath: name, resourceType: name });
  const share = located({ principals: [{ kind: 'AWS', id: name }], resources: [name], conditions: [condition(name, name, name)] }, place);
  return { layers: [{ source: place, arn: name, statements: [share] }], gaps: [{ source: place, reason: 'of no kind' }] };
}

/** A function whose every name, action, resource, condition and place is the same text. */
export function accessNamed(name: string): FunctionAccess {
  const place = source(name, { stack: name, constructPath: name, resourceType: name });
  const grant = located({ actions: [name], resources: [name], conditions: [condition(name, name, name)] }, place);
  const notes = [{ text: name, option: name, constructPath: name, actions: [name], resources: [name] }];
  const policy = { ...inline(name), source: place, statements: [{ ...grant, notes }] };
  const policies = [policy, { kind: 'AWS_MANAGED', name, source: place } as const];
  return access([], policies, {
    role: { ...access([], policies).role!, sharedReason: name },
    stack: name,
    logicalId: name,
    constructPath: name,
    arn: name,
    roleArn: name,
    targets: [{
      kind: 'ALIAS',
      stack: name,
      logicalId: name,
      arn: name,
      qualifier: name,
      statements: [
        located({
          sid: name,
          principals: [{ kind: 'Federated', id: name }],
          actions: [name],
          resources: [name],
          conditions: [condition('ArnLike', 'aws:SourceArn', name)],
        }, place),
        located({ principals: [{ kind: 'Service', id: `${name}.x` }], resources: [name] }, place),
        located({ effect: 'Deny', notPrincipals: [{ kind: 'AWS', id: name }], notActions: [name], notResources: [name] }, place),
      ],
    }],
    eventSources: [{ source: place, eventSourceArn: name, targetArn: name }],
    urls: [{ source: place, targetArn: name, authType: name }],
    triggers: [{ source: place, targetArn: name }],
    destinations: (['SUCCESS', 'FAILURE', 'DEAD_LETTER', 'EVENT_SOURCE_FAILURE'] as const)
      .map((on) => ({ source: place, on, targetArn: name, destinationArn: name })),
    gaps: [{ source: place, reason: 'of no kind' }],
  });
}
