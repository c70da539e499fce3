/** What a script needs besides its own lines: imports, and definitions that are written once, before their use. */
export interface PythonScript {
  /** `import numpy as np`. */
  import(line: string): void;
  /** A class or function by its name; the first definition of a name stays. */
  define(name: string, source: string): void;
  readonly imports: readonly string[];
  readonly definitions: readonly string[];
}

export function createScript(): PythonScript {
  const imports = new Set<string>();
  const definitions = new Map<string, string>();
  return {
    import: (line) => {
      imports.add(line);
    },
    define: (name, source) => {
      if (!definitions.has(name)) definitions.set(name, source.trim());
    },
    get imports() {
      return [...imports].sort(byModule);
    },
    get definitions() {
      return [...definitions.values()];
    },
  };
}

/** `import x` before `from x import y`, each by name. */
function byModule(a: string, b: string): number {
  const rank = (line: string): string => `${line.startsWith('from ') ? 1 : 0} ${line}`;
  return rank(a) < rank(b) ? -1 : 1;
}
