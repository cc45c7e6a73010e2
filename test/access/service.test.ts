import { Token } from 'aws-cdk-lib';
import { newStack } from './resources';
import { ServiceAccess } from '../../src/access/service';
import { ActionFacts, authorizationOf, ServiceAuthorization, servicePrefixes } from '../../src/authorization/service-authorization';

/** ARNs of the first kind of resource that the action takes, as AWS would write them. */
function resourcesOf(service: ServiceAuthorization, { resourceTypes }: ActionFacts): string[] {
  const patterns = service.resourceTypes.get(resourceTypes[0])?.arnPatterns ?? ['*'];
  return patterns.map((pattern) => pattern.replace('{Partition}', 'aws').replace('{Region}', 'eu-west-1').replace('{Account}', '111122223333').replace(/\{[^}]*\}/g, 'x'));
}

test('of every action, all the kinds of resource are known, and how far it reaches', () => {
  const services = servicePrefixes().map((prefix) => authorizationOf(prefix)!);
  const actions = services.flatMap((service) => [...service.actions.values()].map((action) => ({ service, action })));

  expect(actions.filter(({ action }) => !action.level)).toEqual([]);
  expect(actions.filter(({ service, action }) => action.resourceTypes.some((type) => !service.resourceTypes.has(type)))).toEqual([]);
});

test('every action of every service can be granted, on a resource of its kind', () => {
  const stack = newStack();
  const resolved = (action: string) => Token.isUnresolved(action) ? stack.resolve(action) as string : action;
  const granted = servicePrefixes().map((prefix) => authorizationOf(prefix)!).flatMap((service) => [...service.actions.values()].map((action) => {
    const expected = { actions: [`${service.prefix}:${action.name}`], resources: resourcesOf(service, action) };
    const access = new ServiceAccess({ ...expected, acknowledgeEscalation: 'this test grants all', anyResource: 'this test grants all' });
    const { statements } = access.describe(stack);
    return { expected, granted: statements.map(({ actions, resources }) => ({ actions: actions.map(resolved), resources })) };
  }));

  expect(granted.length).toBeGreaterThan(21_000);
  expect(granted.filter((one) => JSON.stringify(one.granted) !== JSON.stringify([one.expected]))).toEqual([]);
});
