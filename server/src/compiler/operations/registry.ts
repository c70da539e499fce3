import type { OperationDefinition } from './definition';
import { Abs } from './Abs';
import { AddV2 } from './AddV2';
import { ArgMax } from './ArgMax';
import { AssignAddVariableOp } from './AssignAddVariableOp';
import { AssignSubVariableOp } from './AssignSubVariableOp';
import { AssignVariableOp } from './AssignVariableOp';
import { AvgPool } from './AvgPool';
import { AvgPool3D } from './AvgPool3D';
import { AvgPool3DGrad } from './AvgPool3DGrad';
import { AvgPoolGrad } from './AvgPoolGrad';
import { BatchMatMulV2 } from './BatchMatMulV2';
import { BatchPart } from './BatchPart';
import { BatchSize } from './BatchSize';
import { BiasAdd } from './BiasAdd';
import { BiasAddGrad } from './BiasAddGrad';
import { BroadcastTo } from './BroadcastTo';
import { Cast } from './Cast';
import { ConcatV2 } from './ConcatV2';
import { Const } from './Const';
import { Conv2D } from './Conv2D';
import { Conv2DBackpropFilter } from './Conv2DBackpropFilter';
import { Conv2DBackpropInput } from './Conv2DBackpropInput';
import { Conv3D } from './Conv3D';
import { Conv3DBackpropFilterV2 } from './Conv3DBackpropFilterV2';
import { Conv3DBackpropInputV2 } from './Conv3DBackpropInputV2';
import { Cos } from './Cos';
import { CrossReplicaBroadcast } from './CrossReplicaBroadcast';
import { CrossReplicaSum } from './CrossReplicaSum';
import { DepthwiseConv2dNative } from './DepthwiseConv2dNative';
import { DepthwiseConv2dNativeBackpropFilter } from './DepthwiseConv2dNativeBackpropFilter';
import { DepthwiseConv2dNativeBackpropInput } from './DepthwiseConv2dNativeBackpropInput';
import { Elu } from './Elu';
import { Equal } from './Equal';
import { Erf } from './Erf';
import { Exp } from './Exp';
import { Expm1 } from './Expm1';
import { Floor } from './Floor';
import { FusedBatchNormGradV3 } from './FusedBatchNormGradV3';
import { FusedBatchNormV3 } from './FusedBatchNormV3';
import { GatherV2 } from './GatherV2';
import { Greater } from './Greater';
import { GreaterEqual } from './GreaterEqual';
import { Identity } from './Identity';
import { IsFinite } from './IsFinite';
import { LeakyRelu } from './LeakyRelu';
import { Less } from './Less';
import { LessEqual } from './LessEqual';
import { Log } from './Log';
import { Log1p } from './Log1p';
import { LogSoftmax } from './LogSoftmax';
import { LogicalAnd } from './LogicalAnd';
import { LogicalNot } from './LogicalNot';
import { LogicalOr } from './LogicalOr';
import { MatMul } from './MatMul';
import { Max } from './Max';
import { MaxPool } from './MaxPool';
import { MaxPool3D } from './MaxPool3D';
import { MaxPool3DGrad } from './MaxPool3DGrad';
import { MaxPoolGrad } from './MaxPoolGrad';
import { Maximum } from './Maximum';
import { Mean } from './Mean';
import { Min } from './Min';
import { Minimum } from './Minimum';
import { Mul } from './Mul';
import { Neg } from './Neg';
import { NotEqual } from './NotEqual';
import { OneHot } from './OneHot';
import { Pad } from './Pad';
import { Placeholder } from './Placeholder';
import { Pow } from './Pow';
import { Prod } from './Prod';
import { ReadVariableOp } from './ReadVariableOp';
import { RealDiv } from './RealDiv';
import { Relu } from './Relu';
import { Relu6 } from './Relu6';
import { Relu6Grad } from './Relu6Grad';
import { ReluGrad } from './ReluGrad';
import { Reshape } from './Reshape';
import { ResizeBilinear } from './ResizeBilinear';
import { ResizeBilinearGrad } from './ResizeBilinearGrad';
import { ResizeNearestNeighbor } from './ResizeNearestNeighbor';
import { ResizeNearestNeighborGrad } from './ResizeNearestNeighborGrad';
import { ResourceApplyAdaMax } from './ResourceApplyAdaMax';
import { ResourceApplyAdadelta } from './ResourceApplyAdadelta';
import { ResourceApplyAdam } from './ResourceApplyAdam';
import { ResourceApplyCenteredRMSProp } from './ResourceApplyCenteredRMSProp';
import { ResourceApplyGradientDescent } from './ResourceApplyGradientDescent';
import { ResourceApplyKerasMomentum } from './ResourceApplyKerasMomentum';
import { ResourceApplyRMSProp } from './ResourceApplyRMSProp';
import { Reverse } from './Reverse';
import { Rsqrt } from './Rsqrt';
import { SelectV2 } from './SelectV2';
import { Selu } from './Selu';
import { Sigmoid } from './Sigmoid';
import { Sign } from './Sign';
import { Sin } from './Sin';
import { Slice } from './Slice';
import { Softmax } from './Softmax';
import { Softplus } from './Softplus';
import { Softsign } from './Softsign';
import { Split } from './Split';
import { Sqrt } from './Sqrt';
import { Square } from './Square';
import { SquaredDifference } from './SquaredDifference';
import { StatelessRandomUniformV2 } from './StatelessRandomUniformV2';
import { StopGradient } from './StopGradient';
import { StridedSlice } from './StridedSlice';
import { Sub } from './Sub';
import { Sum } from './Sum';
import { Tanh } from './Tanh';
import { Tile } from './Tile';
import { Transpose } from './Transpose';
import { ZerosLike } from './ZerosLike';

/** Every operation that a program may hold. */
export const operations: readonly OperationDefinition[] = [
  Abs,
  AddV2,
  ArgMax,
  AssignAddVariableOp,
  AssignSubVariableOp,
  AssignVariableOp,
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  BatchMatMulV2,
  BatchPart,
  BatchSize,
  BiasAdd,
  BiasAddGrad,
  BroadcastTo,
  Cast,
  ConcatV2,
  Const,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  Conv3D,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  Cos,
  CrossReplicaBroadcast,
  CrossReplicaSum,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  Elu,
  Equal,
  Erf,
  Exp,
  Expm1,
  Floor,
  FusedBatchNormGradV3,
  FusedBatchNormV3,
  GatherV2,
  Greater,
  GreaterEqual,
  Identity,
  IsFinite,
  LeakyRelu,
  Less,
  LessEqual,
  Log,
  Log1p,
  LogSoftmax,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  MatMul,
  Max,
  MaxPool,
  MaxPool3D,
  MaxPool3DGrad,
  MaxPoolGrad,
  Maximum,
  Mean,
  Min,
  Minimum,
  Mul,
  Neg,
  NotEqual,
  OneHot,
  Pad,
  Placeholder,
  Pow,
  Prod,
  ReadVariableOp,
  RealDiv,
  Relu,
  Relu6,
  Relu6Grad,
  ReluGrad,
  Reshape,
  ResizeBilinear,
  ResizeBilinearGrad,
  ResizeNearestNeighbor,
  ResizeNearestNeighborGrad,
  ResourceApplyAdaMax,
  ResourceApplyAdadelta,
  ResourceApplyAdam,
  ResourceApplyCenteredRMSProp,
  ResourceApplyGradientDescent,
  ResourceApplyKerasMomentum,
  ResourceApplyRMSProp,
  Reverse,
  Rsqrt,
  SelectV2,
  Selu,
  Sigmoid,
  Sign,
  Sin,
  Slice,
  Softmax,
  Softplus,
  Softsign,
  Split,
  Sqrt,
  Square,
  SquaredDifference,
  StatelessRandomUniformV2,
  StopGradient,
  StridedSlice,
  Sub,
  Sum,
  Tanh,
  Tile,
  Transpose,
  ZerosLike,
];

const byName: ReadonlyMap<string, OperationDefinition> = new Map(
  operations.map((operation) => [operation.name, operation]),
);

/** The definition of an operation; throws for a name that is not in the catalogue. */
export function operationNamed(name: string): OperationDefinition {
  const definition = byName.get(name);
  if (definition === undefined) throw new Error(`there is no operation ${name}`);
  return definition;
}
