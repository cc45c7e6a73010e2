import './app';
import { join, relative } from 'path';
import { loadPath } from '../../src/cloudformation/read-files';
import { readTemplates } from '../../src/cloudformation/read-template';
import { summarize } from '../../src/report/permission-summary';
import { renderText } from '../../src/report/text';

// CDK sets the exit code when a check has found something; what it found is on the screen already.
process.stdout.write(`\n${renderText(summarize(readTemplates(loadPath(join(__dirname, 'cdk.out')))))}\n`);
process.stdout.write(`The whole report: ${relative('', join(__dirname, 'permissions', 'permissions.md'))}\n`);
