// Not exported: what every secure function class does with its current version.
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { withExactDestinations } from './exact-destinations';
import { addExactMapping, withExactPoller } from './exact-event-sources';

/** Versions that grant exactly already. */
const exact = new WeakSet<lambda.Version>();

/** The function's current version, whose destinations and event sources grant exactly too. CDK makes it, of a class that we cannot choose. */
export function withExactVersion(version: lambda.Version): lambda.Version {
  if (exact.has(version)) { return version; }
  exact.add(version);
  const configure = version.configureAsyncInvoke.bind(version);
  version.configureAsyncInvoke = (options) => configure(withExactDestinations(options));
  const add = version.addEventSource.bind(version);
  version.addEventSource = (source) => withExactPoller(version, () => add(source));
  const map = version.addEventSourceMapping.bind(version);
  version.addEventSourceMapping = (id, options) => addExactMapping(version, options, () => map(id, options));
  return version;
}
