const { transformSync } = require('esbuild');

/** Strips the types of what jest loads; `tsc` checks them. */
module.exports = {
  process(source, sourcefile) {
    const { code, map } = transformSync(source, {
      loader: 'ts', format: 'cjs', target: 'es2022', platform: 'node', sourcefile, sourcemap: 'external', sourcesContent: false,
    });
    return { code, map };
  },
};
