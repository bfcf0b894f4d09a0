const base = require('@jupyterlab/testing/lib/jest-config')(__dirname);

// These are published as ES modules, which jest does not run as they are.
const modules = [
  '@jupyter/',
  '@jupyterlab/',
  '@microsoft/',
  'exenv-es6',
  'lib0',
  'nanoid',
  'nbdime',
  'y-protocols',
  'yjs'
];

module.exports = {
  ...base,
  reporters: ['default'],
  restoreMocks: true,
  roots: ['<rootDir>/src'],
  testRegex: '/__tests__/.*\\.spec\\.tsx?$',
  transform: {
    ...base.transform,
    '^.+\\.tsx?$': [
      'ts-jest/legacy',
      {
        tsconfig: {
          ...require('./tsconfig.json').compilerOptions,
          module: 'commonjs',
          moduleResolution: 'node10',
          noEmit: false
        },
        diagnostics: false
      }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})).+`]
};
