import { operationNamed, operations } from '../../../compiler/operations/registry';
import { convolutionFilterGradientKernel, convolutionInputGradientKernel, convolutionKernel } from './convolution';
import { depthwiseFilterGradientKernel, depthwiseInputGradientKernel, depthwiseKernel } from './depthwise';
import type { Kernel } from './kernel';
import { batchMatMulKernel, biasAddKernel, matMulKernel } from './matrix';
import { fusedBatchNormGradientKernel, fusedBatchNormKernel } from './normalization';
import { averagePoolGradientKernel, averagePoolKernel, maxPoolGradientKernel, maxPoolKernel } from './pooling';
import { randomUniformKernel } from './random';
import { biasAddGradientKernel, reductionKernel, reluGradientKernel, sumKernel, zerosLikeKernel } from './reduction';
import { referenceKernel } from './reference';
import {
  batchPartKernel,
  batchSizeKernel,
  broadcastKernel,
  castKernel,
  concatKernel,
  crossReplicaSumKernel,
  identityKernel,
  padKernel,
  reshapeKernel,
  reverseKernel,
  sliceKernel,
  splitKernel,
  transposeKernel,
} from './structure';
import { tfjsKernels } from './tfjsKernels';
import {
  adaMaxKernel,
  adadeltaKernel,
  adamKernel,
  assignChangeKernel,
  assignKernel,
  centeredRmsPropKernel,
  gradientDescentKernel,
  momentumKernel,
  rmsPropKernel,
} from './update';

/** Kernels of our own, by the operation's name. */
const ownKernels: readonly (readonly [operation: string, kernel: Kernel])[] = [
  ['AssignAddVariableOp', assignChangeKernel(1)],
  ['AssignSubVariableOp', assignChangeKernel(-1)],
  ['AssignVariableOp', assignKernel],
  ['AvgPool', averagePoolKernel],
  ['AvgPool3D', averagePoolKernel],
  ['AvgPool3DGrad', averagePoolGradientKernel],
  ['AvgPoolGrad', averagePoolGradientKernel],
  ['BatchMatMulV2', batchMatMulKernel],
  ['BatchPart', batchPartKernel],
  ['BatchSize', batchSizeKernel],
  ['BiasAdd', biasAddKernel],
  ['BiasAddGrad', biasAddGradientKernel],
  ['BroadcastTo', broadcastKernel],
  ['Cast', castKernel],
  ['ConcatV2', concatKernel],
  ['Conv2D', convolutionKernel],
  ['Conv2DBackpropFilter', convolutionFilterGradientKernel],
  ['Conv2DBackpropInput', convolutionInputGradientKernel],
  ['Conv3D', convolutionKernel],
  ['Conv3DBackpropFilterV2', convolutionFilterGradientKernel],
  ['Conv3DBackpropInputV2', convolutionInputGradientKernel],
  ['CrossReplicaBroadcast', identityKernel],
  ['CrossReplicaSum', crossReplicaSumKernel],
  ['DepthwiseConv2dNative', depthwiseKernel],
  ['DepthwiseConv2dNativeBackpropFilter', depthwiseFilterGradientKernel],
  ['DepthwiseConv2dNativeBackpropInput', depthwiseInputGradientKernel],
  ['FusedBatchNormGradV3', fusedBatchNormGradientKernel],
  ['FusedBatchNormV3', fusedBatchNormKernel],
  ['Identity', identityKernel],
  ['MatMul', matMulKernel],
  ['Max', reductionKernel('Max')],
  ['MaxPool', maxPoolKernel],
  ['MaxPool3D', maxPoolKernel],
  ['MaxPool3DGrad', maxPoolGradientKernel],
  ['MaxPoolGrad', maxPoolGradientKernel],
  ['Mean', reductionKernel('Mean')],
  ['Min', reductionKernel('Min')],
  ['Pad', padKernel],
  ['ReluGrad', reluGradientKernel],
  ['Reshape', reshapeKernel],
  ['ResourceApplyAdaMax', adaMaxKernel],
  ['ResourceApplyAdadelta', adadeltaKernel],
  ['ResourceApplyAdam', adamKernel],
  ['ResourceApplyCenteredRMSProp', centeredRmsPropKernel],
  ['ResourceApplyGradientDescent', gradientDescentKernel],
  ['ResourceApplyKerasMomentum', momentumKernel],
  ['ResourceApplyRMSProp', rmsPropKernel],
  ['Reverse', reverseKernel],
  ['Slice', sliceKernel],
  ['Split', splitKernel],
  ['StatelessRandomUniformV2', randomUniformKernel],
  ['StopGradient', identityKernel],
  ['Sum', sumKernel],
  ['Transpose', transposeKernel],
  ['ZerosLike', zerosLikeKernel],
];

const fast: ReadonlyMap<string, Kernel> = new Map([...tfjsKernels, ...ownKernels]);
const byName = new Map<string, Kernel>(
  operations.map(({ name }) => [name, fast.get(name) ?? referenceKernel(operationNamed(name))]),
);

/** The kernel of an operation: ours, tfjs's, or its float64 meaning where neither is worth having. Throws for an unknown name. */
export function kernelNamed(name: string): Kernel {
  const kernel = byName.get(name);
  if (kernel === undefined) throw new Error(`The wasm engine has no kernel for ${name}.`);
  return kernel;
}

/** The operations that run on fast kernels, for the test that holds the catalogue and this list together. */
export const fastOperations: readonly string[] = [...fast.keys()];
