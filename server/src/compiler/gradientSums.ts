import { arithmetic } from './arithmetic';
import { FunctionBuilder } from './functionBuilder';
import { gradients } from './gradients';
import { buildObjective, type ObjectiveOptions } from './objective';
import type { ProgramFunction } from './program';

/**
 * The function `gradients`: for each trainable weight that the loss depends on, the sum of its squared gradient
 * over a batch, a scalar under the variable's name. It updates nothing.
 */
export function compileGradientSums(options: ObjectiveOptions): ProgramFunction {
  const build = new FunctionBuilder(options.parts);
  const math = arithmetic(build.graph);
  const { loss } = buildObjective(build, options);
  const trained = options.weights.filter(({ variable }) => variable.trainable);
  const found = gradients(
    build.graph,
    loss,
    trained.map(({ variable }) => build.graph.read(variable.name, 'float32', variable.shape)),
  );
  return build.finish(
    trained.flatMap(({ variable }, place) => {
      const gradient = found[place];
      return gradient === undefined
        ? []
        : [{ name: variable.name, value: math.sum(math.multiply(gradient, gradient)) }];
    }),
  );
}
