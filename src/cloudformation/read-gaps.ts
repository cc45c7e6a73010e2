// Not exported: part of the template reader.
import { Resource, sourceOf } from './read-stack';
import { Gap } from '../model/function-access';

/** What could not be read, each once. */
export class Gaps {
  private readonly found = new Map<string, Gap>();

  public get list(): readonly Gap[] {
    return [...this.found.values()];
  }

  public add(resource: Resource, property: string, reason: string): void {
    this.keep({ source: sourceOf(resource, property), reason });
  }

  /** Adds that something is in none of the templates. */
  public addMissing(resource: Resource, property: string, reason: string): void {
    this.keep({ source: sourceOf(resource, property), reason, missing: true });
  }

  /** Adds what another has found. */
  public take(other: Gaps): void {
    other.found.forEach((gap) => this.keep(gap));
  }

  private keep(gap: Gap): void {
    const { stack, logicalId, property } = gap.source;
    this.found.set(`${stack} ${logicalId} ${property} ${gap.reason}`, gap);
  }
}
