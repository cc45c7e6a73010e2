// Not exported: part of the comparison with a baseline; what leads to functions and away from them.
import { AccessLine } from './access-lines';
import { FunctionAccess } from '../model/function-access';

/** What a report tells beside policies. One that an older version wrote does not. */
export type ConnectionKind = 'urls' | 'triggers' | 'destinations';

/** All of them. */
export const CONNECTION_KINDS: readonly ConnectionKind[] = ['urls', 'triggers', 'destinations'];

/** The lines of a function as it is read from templates. */
export function connectionsOf(access: FunctionAccess, kind: ConnectionKind, of: (targetArn: string) => string): AccessLine[] {
  switch (kind) {
    case 'urls': return (access.urls ?? []).map(({ authType, targetArn }) => urlLine(authType, of(targetArn)));
    case 'triggers': return (access.triggers ?? []).map(({ source, targetArn }) => triggerLine(source, of(targetArn)));
    case 'destinations': return (access.destinations ?? []).map(({ on, destinationArn, targetArn }) => destinationLine(on, destinationArn, of(targetArn)));
  }
}

/** A function URL. */
export function urlLine(authType: string, of: string): AccessLine {
  return { side: 'function URL', text: `${authType} of the ${of}` };
}

/** A resource that invokes the function. The construct path is not told apart from the logical id: both may change with a refactoring. */
export function triggerLine({ resourceType, logicalId }: { readonly resourceType: string; readonly logicalId: string }, of: string): AccessLine {
  return { side: 'trigger', text: `${resourceType} ${logicalId} invokes the ${of}` };
}

/** Where results or failures go. */
export function destinationLine(on: string, destinationArn: string, of: string): AccessLine {
  return { side: 'destination', text: `${on} of the ${of} goes to ${destinationArn}` };
}
