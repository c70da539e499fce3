import type { Engine } from '../../../server/src/engine/backend';
import type { Gate } from './gate';

/** The engine whose training steps pass a gate. */
export function gatedEngine(engine: Engine, { enter, leave }: Gate): Engine {
  return {
    ...engine,
    load: async (program, options) => {
      const session = await engine.load(program, options);
      return {
        run: async (name, feeds, results) => {
          if (name !== 'train') return session.run(name, feeds, results);
          await enter();
          const found = await session.run(name, feeds, results);
          leave();
          return found;
        },
        read: (names) => session.read(names),
        assign: (values) => session.assign(values),
        dispose: () => session.dispose(),
      };
    },
  };
}
