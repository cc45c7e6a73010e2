import { javascript } from 'projen';

/** Which folders of `src` each folder may import from. `model` is below everything, and siblings do not see each other. */
const MAY_SEE: { readonly [folder: string]: readonly string[] } = {
  model: [],
  authorization: ['model'],
  cloudformation: ['model'],
  access: ['model', 'authorization', 'cloudformation'],
  function: ['model', 'cloudformation', 'access'],
  push: ['model', 'cloudformation', 'access', 'function'],
  pull: ['model', 'cloudformation', 'access', 'function'],
  invoke: ['model', 'cloudformation', 'access', 'function'],
  checks: ['model', 'authorization', 'cloudformation'],
  report: ['model', 'authorization', 'cloudformation'],
  assertions: ['model', 'authorization', 'cloudformation'],
  cli: ['model', 'authorization', 'cloudformation', 'checks', 'report', 'assertions'],
};

/** The direction of imports, and the size of functions, as lint rules. */
export function structureRules(): javascript.EslintOverride[] {
  const folders = Object.keys(MAY_SEE);
  return [
    { files: ['src/**/*.ts'], rules: { 'max-lines-per-function': ['error', 40] } },
    { files: ['src/model/**/*.ts'], rules: { 'import/no-nodejs-modules': 'error' } },
    ...folders.map((folder) => ({
      files: [`src/${folder}/**/*.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: [...forbidden(folder, folders), ...cdkOutsideItsPlace(folder)] }] },
    })),
  ];
}

function forbidden(folder: string, folders: string[]): object[] {
  const hidden = folders.filter((other) => other !== folder && !MAY_SEE[folder].includes(other));
  return hidden.map((other) => ({ group: [`**/${other}/*`], message: `src/${folder} may see ${MAY_SEE[folder].join(', ') || 'nothing'}.` }));
}

/** What is pure stays pure. */
function cdkOutsideItsPlace(folder: string): object[] {
  return ['model', 'authorization'].includes(folder) ? [{ group: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'], message: 'This folder is pure.' }] : [];
}
