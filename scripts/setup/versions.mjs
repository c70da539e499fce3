/** The pinned versions of what is not in package-lock.json. */
export const versions = {
  /** code-server 4.139 runs under Node 24 only. */
  node: '24.21.0',
  codeServer: '4.139.1',
  /** The desktop editor of `npm run test:vscode`: the oldest that package.json's `engines` allows would do too. */
  vscode: 'stable',
};
