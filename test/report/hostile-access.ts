import { access, condition, inline, located, source } from './access';
import { FunctionAccess } from '../../src/model/function-access';

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
    gaps: [{ source: place, reason: 'of no kind' }],
  });
}
