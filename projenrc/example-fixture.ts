import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Project, TextFile } from 'projen';

const SERVICE_IMPORT = /^import \* as (\w+) from '(aws-cdk-lib\/[\w-]+)';$/gm;
/** Modules that examples need and no source imports. */
const FOR_EXAMPLES: [string, string][] = ['ecr', 'transfer'].map((name) => [name, `aws-cdk-lib/aws-${name}`]);
FOR_EXAMPLES.push(['origins', 'aws-cdk-lib/aws-cloudfront-origins']);

const EXPORTED_VALUE = /^export (?:abstract )?(?:class|enum|interface) (\w+)/gm;

/** Writes what every example in the docs may use without importing it: this library's names, and CDK's modules under the names used here. */
export class ExampleFixture extends TextFile {
  constructor(project: Project, folders: string[]) {
    super(project, 'rosetta/default.ts-fixture', { committed: true });
    const sources = folders.flatMap((folder) => sourcesIn(join(project.outdir, 'src', folder)));
    const imported = sources.flatMap((source) => [...source.matchAll(SERVICE_IMPORT)].map(([, name, module]): [string, string] => [name, module]));
    const services = new Map([...FOR_EXAMPLES, ...imported]);
    const names = sources.filter((source) => !source.startsWith('// Not exported')).flatMap((source) => [...source.matchAll(EXPORTED_VALUE)].map(([, name]) => name));
    this.addLine(`// ${this.marker}`);
    this.addLine("import { App, Aws, Duration, Stack, Validations } from 'aws-cdk-lib';");
    for (const [name, module] of [...services].sort()) { this.addLine(`import * as ${name} from '${module}';`); }
    this.addLine("import { Construct } from 'constructs';");
    this.addLine(`import { ${names.sort().join(', ')} } from '${project.name}';`);
    this.addLine('');
    this.addLine('class Fixture extends Stack {');
    this.addLine('  constructor(scope: Construct, id: string) {');
    this.addLine('    super(scope, id);');
    this.addLine('    /// here');
    this.addLine('  }');
    this.addLine('}');
    this.addLine('');
  }
}

function sourcesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(folder, file), 'utf8'));
  } catch {
    return []; // a folder that has no file yet
  }
}
