/** Updates of variables: each is one operation of TensorFlow with the hyperparameters as constants. */
import { numberAttribute } from '../../../compiler/operations/attributes';
import { flagValue, typeValue } from '../graph/attributes';
import type { NodeOutput } from '../graph/graphWriter';
import { inputAt, inputTypeAt, type OperationCall, type OperationWriter } from './operationWriter';

/** Inputs by number, hyperparameters by name, in the order of TensorFlow's arguments. The last input is the gradient. */
const applications: Readonly<Record<string, readonly (number | string)[]>> = {
  ResourceApplyGradientDescent: [0, 1],
  ResourceApplyKerasMomentum: [0, 1, 'momentum'],
  ResourceApplyAdam: [0, 1, 2, 'beta1', 'beta2', 'epsilon', 3],
  ResourceApplyAdaMax: [0, 1, 'beta1', 'beta2', 'epsilon', 2],
  ResourceApplyRMSProp: [0, 'rho', 'momentum', 'epsilon', 1],
  ResourceApplyCenteredRMSProp: [0, 'rho', 'momentum', 'epsilon', 1],
  ResourceApplyAdadelta: [0, 'rho', 'epsilon', 1],
};

export const updateWriters: Readonly<Record<string, OperationWriter>> = {
  ...Object.fromEntries(
    ['AssignVariableOp', 'AssignAddVariableOp', 'AssignSubVariableOp'].map((op) => [op, assignment(op)]),
  ),
  ...Object.fromEntries(Object.keys(applications).map((op) => [op, application(op)])),
};

function assignment(op: string): OperationWriter {
  return (call) => [
    call.graph.node(op, [...call.variables, fullInput(call, 0), ...call.after], {
      dtype: typeValue(call.variableTypes[0]?.dtype ?? 'float32'),
    }),
  ];
}

function application(op: string): OperationWriter {
  return (call) => {
    const gradient = call.inputs.length - 1;
    const inputs = (applications[op] ?? []).map((argument) => {
      if (argument === gradient) return fullInput(call, argument);
      return typeof argument === 'number'
        ? inputAt(call, argument)
        : call.graph.scalar('float32', numberAttribute(call.attributes, argument));
    });
    return [
      call.graph.node(op, [...call.variables, ...inputs, ...call.after], {
        T: typeValue('float32'),
        ...(op === 'ResourceApplyKerasMomentum' && {
          use_nesterov: flagValue(call.attributes['use_nesterov'] === true),
        }),
      }),
    ];
  };
}

/** An input in the variable's shape: the program may give a scalar, TensorFlow's kernels want all elements. */
function fullInput(call: OperationCall, index: number): NodeOutput {
  const shape = (call.variableTypes[0]?.shape ?? []).map(Number);
  const { dtype, shape: given } = inputTypeAt(call, index);
  if (given.length === shape.length) return inputAt(call, index);
  const sizes = call.graph.constant('int32', shape);
  return call.graph.node('BroadcastTo', [inputAt(call, index), sizes], {
    T: typeValue(dtype),
    Tidx: typeValue('int32'),
  });
}
