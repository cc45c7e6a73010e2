import { readFileSync } from 'fs';
import { join } from 'path';
import { Need, PrivilegeCount, RoleUser, countPrivileges } from './excess-count';
import { DeployedApp } from './excess-deployed-app';
import { loadPath } from '../../src/cloudformation/read-files';

const HOME = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };

const NEEDS = JSON.parse(readFileSync(join(__dirname, 'scenarios.json'), 'utf8')) as { readonly [scenario: string]: readonly Need[] };

/** What the functions of a scenario have to do, as AWS documents it. */
export function needsOf(scenario: string): Need[] {
  return [...NEEDS['every scenario'], ...NEEDS[scenario]];
}

/** The id of the stack of a scenario. */
export function stackOf(scenario: string): string {
  return scenario.replace(/ /g, '');
}

/** The finished templates of some apps. */
export class FinishedTemplates {
  private readonly sources;

  /** @param directory a cloud assembly */
  constructor(directory: string) {
    this.sources = loadPath(directory);
  }

  /** What the role of each function of a stack may do against what it needs; undefined: there is no such stack. */
  public privileges(stack: string, needs: readonly Need[], user: RoleUser): PrivilegeCount[] | undefined {
    const sources = this.sources.filter((source) => source.stack === stack);
    return sources.length === 0 ? undefined : countPrivileges(new DeployedApp(sources, HOME), needs, user);
  }
}
