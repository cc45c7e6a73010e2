import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Project, TextFile } from 'projen';

/** Folders whose files are public; everything else under `src` is not exported. */
const PUBLIC_FOLDERS = ['function', 'access', 'push', 'pull', 'invoke', 'checks', 'report', 'assertions'];

/** Writes `src/index.ts`: every file of a public folder, flat, but for those that begin with `// Not exported`. */
export class Barrel extends TextFile {
  constructor(project: Project) {
    super(project, 'src/index.ts', { committed: true });
    this.addLine(`// ${this.marker}`);
    for (const folder of PUBLIC_FOLDERS) {
      for (const file of publicFiles(join(project.outdir, 'src', folder))) {
        this.addLine(`export * from './${folder}/${file}';`);
      }
    }
  }
}

function publicFiles(folder: string): string[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    return []; // a folder that has no file yet
  }
  return files
    .filter((file) => file.endsWith('.ts') && !readFileSync(join(folder, file), 'utf8').startsWith('// Not exported'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}
