import { authorizationOf, servicePrefixes } from './service-authorization';

/** SDK operations whose name is no action: what IAM asks for instead. */
const OPERATIONS: { readonly [prefix: string]: { readonly [operation: string]: string[] } } = {
  'bedrock': { converse: ['InvokeModel'], conversestream: ['InvokeModelWithResponseStream'] },
  'dynamodb': {
    transactwriteitems: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    transactgetitems: ['GetItem'],
    executestatement: ['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    batchexecutestatement: ['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
    executetransaction: ['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
  },
  'execute-api': { posttoconnection: ['ManageConnections'], getconnection: ['ManageConnections'], deleteconnection: ['ManageConnections'] },
  'lambda': { invoke: ['InvokeFunction'], invokewithresponsestream: ['InvokeFunction'] },
  's3': {
    listobjects: ['ListBucket'],
    listobjectsv2: ['ListBucket'],
    listobjectversions: ['ListBucketVersions'],
    headbucket: ['ListBucket'],
    headobject: ['GetObject'],
    selectobjectcontent: ['GetObject'],
    copyobject: ['GetObject', 'PutObject'],
    deleteobjects: ['DeleteObject'],
    createmultipartupload: ['PutObject'],
    uploadpart: ['PutObject'],
    uploadpartcopy: ['PutObject'],
    completemultipartupload: ['PutObject'],
    listparts: ['ListMultipartUploadParts'],
    listmultipartuploads: ['ListBucketMultipartUploads'],
    listbuckets: ['ListAllMyBuckets'],
  },
  'sns': { publishbatch: ['Publish'] },
  'sqs': {
    sendmessagebatch: ['SendMessage'], deletemessagebatch: ['DeleteMessage'], changemessagevisibilitybatch: ['ChangeMessageVisibility'],
  },
};

/** The actions that an SDK operation needs whose own name is no action: `s3`, `ListObjectsV2` → `ListBucket`. */
export function actionsOfOperation(prefix: string, operation: string): string[] {
  const operations = Object.hasOwn(OPERATIONS, prefix) ? OPERATIONS[prefix] : {};
  const name = operation.toLowerCase();
  return Object.hasOwn(operations, name) ? operations[name] : [];
}

/** The action of a service whose name is most like the one given; nothing if none is. */
export function nearestAction(prefix: string, name: string): string | undefined {
  return nearest(name, [...authorizationOf(prefix)?.actions.values() ?? []].map((action) => action.name));
}

/** The service prefix that is most like the one given; nothing if none is. */
export function nearestService(prefix: string): string | undefined {
  return nearest(prefix, servicePrefixes());
}

/**
 * The word that needs the fewest changes to become another, if they are few against its length; otherwise the shortest that begins with it.
 * Case does not count.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.slice(0, 100).toLowerCase(); // the cost grows with the square of what a user may have typed
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const changes = distance(wanted, candidate.toLowerCase(), least);
    if (changes < least) {
      [best, least] = [candidate, changes];
    }
  }
  return best ?? known.filter((candidate) => wanted && candidate.toLowerCase().startsWith(wanted)).sort((a, b) => a.length - b.length)[0];
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (Damerau, Levenshtein). */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) {
    return limit;
  }
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        next[column] = Math.min(next[column], before[column - 2] + 1);
      }
    }
    [before, last] = [last, next];
  }
  return last[b.length];
}
