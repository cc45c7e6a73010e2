import { Construct } from 'constructs';
import { Place } from './contract';

/** A name for a source that AWS lets nobody name later, one for each scope of the contract. */
export function nameIn(scope: Construct): string {
  return scope.node.id;
}

/** The same name, from the stand-in for a name that CloudFormation makes. */
export function nameOf({ name }: Place): string {
  return name.replace(/^\$\{(?:Stack\.)?(\w+?)\.?Source\}$/, '$1');
}
