import { Conv1D } from './convolution/Conv1D';
import { Conv1DTranspose } from './convolution/Conv1DTranspose';
import { Conv2D } from './convolution/Conv2D';
import { Conv2DTranspose } from './convolution/Conv2DTranspose';
import { Conv3D } from './convolution/Conv3D';
import { Conv3DTranspose } from './convolution/Conv3DTranspose';
import { DepthwiseConv1D } from './convolution/DepthwiseConv1D';
import { DepthwiseConv2D } from './convolution/DepthwiseConv2D';
import { SeparableConv1D } from './convolution/SeparableConv1D';
import { SeparableConv2D } from './convolution/SeparableConv2D';
import { AvgPool1D } from './pooling/AvgPool1D';
import { AvgPool2D } from './pooling/AvgPool2D';
import { AvgPool3D } from './pooling/AvgPool3D';
import { GlobalAvgPool1D } from './pooling/GlobalAvgPool1D';
import { GlobalAvgPool2D } from './pooling/GlobalAvgPool2D';
import { GlobalAvgPool3D } from './pooling/GlobalAvgPool3D';
import { GlobalMaxPool1D } from './pooling/GlobalMaxPool1D';
import { GlobalMaxPool2D } from './pooling/GlobalMaxPool2D';
import { GlobalMaxPool3D } from './pooling/GlobalMaxPool3D';
import { L2Pool1D } from './pooling/L2Pool1D';
import { L2Pool2D } from './pooling/L2Pool2D';
import { L2Pool3D } from './pooling/L2Pool3D';
import { MaxPool1D } from './pooling/MaxPool1D';
import { MaxPool2D } from './pooling/MaxPool2D';
import { MaxPool3D } from './pooling/MaxPool3D';
import { Dense } from './core/Dense';
import { Identity } from './core/Identity';
import { Cropping1D } from './reshaping/Cropping1D';
import { Cropping2D } from './reshaping/Cropping2D';
import { Cropping3D } from './reshaping/Cropping3D';
import { Flatten } from './reshaping/Flatten';
import { Permute } from './reshaping/Permute';
import { RepeatVector } from './reshaping/RepeatVector';
import { Reshape } from './reshaping/Reshape';
import { UpSampling1D } from './reshaping/UpSampling1D';
import { UpSampling2D } from './reshaping/UpSampling2D';
import { UpSampling3D } from './reshaping/UpSampling3D';
import { ZeroPadding1D } from './reshaping/ZeroPadding1D';
import { ZeroPadding2D } from './reshaping/ZeroPadding2D';
import { ZeroPadding3D } from './reshaping/ZeroPadding3D';
import { Activation } from './activation/Activation';
import { CELU } from './activation/CELU';
import { ELU } from './activation/ELU';
import { Exponential } from './activation/Exponential';
import { GELU } from './activation/GELU';
import { HardShrink } from './activation/HardShrink';
import { HardSiLU } from './activation/HardSiLU';
import { HardSigmoid } from './activation/HardSigmoid';
import { HardTanh } from './activation/HardTanh';
import { LeakyReLU } from './activation/LeakyReLU';
import { Linear } from './activation/Linear';
import { LogSigmoid } from './activation/LogSigmoid';
import { LogSoftmax } from './activation/LogSoftmax';
import { Mish } from './activation/Mish';
import { PReLU } from './activation/PReLU';
import { ReLU } from './activation/ReLU';
import { ReLU6 } from './activation/ReLU6';
import { SELU } from './activation/SELU';
import { SiLU } from './activation/SiLU';
import { Sigmoid } from './activation/Sigmoid';
import { SoftShrink } from './activation/SoftShrink';
import { Softmax } from './activation/Softmax';
import { Softplus } from './activation/Softplus';
import { Softsign } from './activation/Softsign';
import { SparsePlus } from './activation/SparsePlus';
import { Squareplus } from './activation/Squareplus';
import { Tanh } from './activation/Tanh';
import { TanhShrink } from './activation/TanhShrink';
import { BatchNormalization } from './normalization/BatchNormalization';
import { GroupNormalization } from './normalization/GroupNormalization';
import { LayerNormalization } from './normalization/LayerNormalization';
import { LayerScale } from './normalization/LayerScale';
import { UnitNormalization } from './normalization/UnitNormalization';
import { ActivityRegularization } from './regularization/ActivityRegularization';
import { AlphaDropout } from './regularization/AlphaDropout';
import { Dropout } from './regularization/Dropout';
import { GaussianDropout } from './regularization/GaussianDropout';
import { GaussianNoise } from './regularization/GaussianNoise';
import { SpatialDropout1D } from './regularization/SpatialDropout1D';
import { SpatialDropout2D } from './regularization/SpatialDropout2D';
import { SpatialDropout3D } from './regularization/SpatialDropout3D';
import { Add } from './merging/Add';
import { Average } from './merging/Average';
import { Concatenate } from './merging/Concatenate';
import { Dot } from './merging/Dot';
import { Maximum } from './merging/Maximum';
import { Minimum } from './merging/Minimum';
import { Multiply } from './merging/Multiply';
import { Subtract } from './merging/Subtract';
import { ReduceMax } from './reduction/ReduceMax';
import { ReduceMean } from './reduction/ReduceMean';
import { ReduceMin } from './reduction/ReduceMin';
import { ReduceProd } from './reduction/ReduceProd';
import { ReduceSum } from './reduction/ReduceSum';
import { CenterCrop } from './preprocessing/CenterCrop';
import { Normalization } from './preprocessing/Normalization';
import { RandomBrightness } from './preprocessing/RandomBrightness';
import { RandomContrast } from './preprocessing/RandomContrast';
import { RandomCrop } from './preprocessing/RandomCrop';
import { RandomFlip } from './preprocessing/RandomFlip';
import { RandomRotation } from './preprocessing/RandomRotation';
import { RandomTranslation } from './preprocessing/RandomTranslation';
import { RandomZoom } from './preprocessing/RandomZoom';
import { Rescaling } from './preprocessing/Rescaling';
import { Resizing } from './preprocessing/Resizing';
import type { LayerDefinition } from './definition';
import { commonParameters } from './shared/parameters';

/** Every layer of the language, by name; the common arguments are added here. */
export interface LayerRegistry {
  readonly all: readonly LayerDefinition[];
  /** By Keras's name or an alias. */
  get(name: string): LayerDefinition | undefined;
}

const definitions: readonly LayerDefinition[] = [
  Conv1D,
  Conv1DTranspose,
  Conv2D,
  Conv2DTranspose,
  Conv3D,
  Conv3DTranspose,
  DepthwiseConv1D,
  DepthwiseConv2D,
  SeparableConv1D,
  SeparableConv2D,
  AvgPool1D,
  AvgPool2D,
  AvgPool3D,
  GlobalAvgPool1D,
  GlobalAvgPool2D,
  GlobalAvgPool3D,
  GlobalMaxPool1D,
  GlobalMaxPool2D,
  GlobalMaxPool3D,
  L2Pool1D,
  L2Pool2D,
  L2Pool3D,
  MaxPool1D,
  MaxPool2D,
  MaxPool3D,
  Dense,
  Identity,
  Cropping1D,
  Cropping2D,
  Cropping3D,
  Flatten,
  Permute,
  RepeatVector,
  Reshape,
  UpSampling1D,
  UpSampling2D,
  UpSampling3D,
  ZeroPadding1D,
  ZeroPadding2D,
  ZeroPadding3D,
  Activation,
  CELU,
  ELU,
  Exponential,
  GELU,
  HardShrink,
  HardSiLU,
  HardSigmoid,
  HardTanh,
  LeakyReLU,
  Linear,
  LogSigmoid,
  LogSoftmax,
  Mish,
  PReLU,
  ReLU,
  ReLU6,
  SELU,
  SiLU,
  Sigmoid,
  SoftShrink,
  Softmax,
  Softplus,
  Softsign,
  SparsePlus,
  Squareplus,
  Tanh,
  TanhShrink,
  BatchNormalization,
  GroupNormalization,
  LayerNormalization,
  LayerScale,
  UnitNormalization,
  ActivityRegularization,
  AlphaDropout,
  Dropout,
  GaussianDropout,
  GaussianNoise,
  SpatialDropout1D,
  SpatialDropout2D,
  SpatialDropout3D,
  Add,
  Average,
  Concatenate,
  Dot,
  Maximum,
  Minimum,
  Multiply,
  Subtract,
  ReduceMax,
  ReduceMean,
  ReduceMin,
  ReduceProd,
  ReduceSum,
  CenterCrop,
  Normalization,
  RandomBrightness,
  RandomContrast,
  RandomCrop,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  Rescaling,
  Resizing,
];

export const layerRegistry: LayerRegistry = registryOf(definitions.map(withCommonParameters));

function withCommonParameters(definition: LayerDefinition): LayerDefinition {
  return { ...definition, parameters: [...definition.parameters, ...commonParameters] };
}

function registryOf(all: readonly LayerDefinition[]): LayerRegistry {
  const byName = new Map(
    all.flatMap((definition) => [definition.name, ...definition.aliases].map((name) => [name, definition] as const)),
  );
  return { all, get: (name) => byName.get(name) };
}
