import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { Project, TextFile } from 'projen';

/** What an index file exports. */
export interface BarrelOptions {
  /** The folders whose files it exports, in this order, relative to the index file. */
  readonly folders: string[];

  /** Whether files that begin with `// Not exported` stay out. */
  readonly onlyPublic: boolean;
}

/** Writes an index file that exports every file of some folders, flat. */
export class Barrel extends TextFile {
  constructor(project: Project, path: string, options: BarrelOptions) {
    super(project, path, { committed: true });
    this.addLine(`// ${this.marker}`);
    for (const folder of options.folders) {
      for (const file of modulesIn(join(project.outdir, dirname(path), folder), options.onlyPublic)) {
        this.addLine(`export * from './${join(folder, file)}';`);
      }
    }
    this.addLine('');
  }
}

function modulesIn(folder: string, onlyPublic: boolean): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .filter((file) => !onlyPublic || !readFileSync(join(folder, file), 'utf8').startsWith('// Not exported'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}
