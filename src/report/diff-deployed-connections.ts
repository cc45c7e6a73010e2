// Not exported: part of the comparison with what is deployed.
import { DeployedFiles, listOf, textIn } from './diff-deployed-files';
import { Destination, FunctionUrl } from '../model/function-access';
import { JsonObject, isObject } from '../model/policy-json';

/** The URLs of a function and its aliases. Undefined when nobody saved them. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html */
export function readUrls(files: DeployedFiles): FunctionUrl[] | undefined {
  const listed = files.read('urls.json');
  if (!listed) {
    files.miss('urls.json', 'lambda list-function-url-configs');
    return undefined;
  }
  return listOf(listed, 'FunctionUrlConfigs').filter(isObject).flatMap((url) => {
    const [targetArn, authType] = [textIn(url, 'FunctionArn'), textIn(url, 'AuthType')];
    return targetArn === undefined ? [] : [{ source: files.source('urls.json'), targetArn, authType: authType ?? '' }];
  });
}

/**
 * Where results and failures go: as the function, the configurations of its invocations and its event sources tell.
 * Undefined when nobody saved the configurations.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html
 */
export function readDestinations(files: DeployedFiles, functionArn: string): Destination[] | undefined {
  const listed = files.read('invoke-configs.json');
  if (!listed) {
    files.miss('invoke-configs.json', 'lambda list-function-event-invoke-configs');
    return undefined;
  }
  const invocations = listOf(listed, 'FunctionEventInvokeConfigs').filter(isObject);
  const mappings = listOf(files.read('event-sources.json'), 'EventSourceMappings').filter(isObject);
  const deadLetters = textAt(files.read('function.json'), 'DeadLetterConfig', 'TargetArn');
  return [
    ...invocations.flatMap((config) => [
      ...sent(files, 'invoke-configs.json', config, 'SUCCESS', textAt(config, 'DestinationConfig', 'OnSuccess', 'Destination')),
      ...sent(files, 'invoke-configs.json', config, 'FAILURE', textAt(config, 'DestinationConfig', 'OnFailure', 'Destination')),
    ]),
    ...mappings.flatMap((mapping) => (
      sent(files, 'event-sources.json', mapping, 'EVENT_SOURCE_FAILURE', textAt(mapping, 'DestinationConfig', 'OnFailure', 'Destination'))
    )),
    ...sent(files, 'function.json', { FunctionArn: functionArn }, 'DEAD_LETTER', deadLetters),
  ];
}

function sent(files: DeployedFiles, file: string, of: JsonObject, on: Destination['on'], destinationArn: string | undefined): Destination[] {
  const targetArn = textIn(of, 'FunctionArn')?.replace(/:\$LATEST$/, '');
  return targetArn === undefined || !destinationArn ? [] : [{ source: files.source(file), on, targetArn, destinationArn }];
}

function textAt(object: JsonObject | undefined, ...path: readonly string[]): string | undefined {
  const [key, ...rest] = path;
  if (rest.length === 0) { return textIn(object, key); }
  const next = object && Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(next) ? textAt(next, ...rest) : undefined;
}
