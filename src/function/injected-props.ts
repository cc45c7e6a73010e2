// Not exported: CDK offers property injection to its own classes only.
import { PropertyInjectors } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The properties as the nearest property injector for a class changes them; CDK calls those of the parent classes itself. */
export function injectedProps<P extends object>(uniqueId: string, scope: Construct, id: string, props: P): P {
  const places = [...scope.node.scopes].reverse().filter((place) => PropertyInjectors.hasPropertyInjectors(place));
  const nearest = places.map((place) => PropertyInjectors.of(place).for(uniqueId)).find((injector) => injector !== undefined);
  return nearest ? nearest.inject(props, { scope, id }) as P : props;
}
