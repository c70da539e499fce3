/** The messages of onnx.proto (github.com/onnx/onnx, IR version 8) that a model needs, written field by field. */
import { BinaryWriter } from 'google-protobuf';
import type { TypedArray } from '../../../engine/backend';

export interface OnnxModel {
  readonly name: string;
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly [name: string]: OnnxAttribute };
}

/** Whole numbers are `int` and `ints`, floats say so. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export type OnnxType = 'float32' | 'int32' | 'int64' | 'uint8' | 'bool';

export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly data: TypedArray | BigInt64Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  /** null is the batch. */
  readonly shape: readonly (number | null)[];
}

const typeNumbers: { readonly [type in OnnxType]: number } = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 };
const irVersion = 8;

/** The bytes of a `.onnx` file. */
export function encodeOnnx({ name, opset, nodes, initializers, inputs, outputs }: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  writer.writeInt64(1, irVersion);
  writer.writeString(2, 'shapewright');
  writer.writeMessage(7, name, () => {
    for (const node of nodes) writer.writeMessage(1, node, () => writeNode(node, writer));
    writer.writeString(2, name);
    for (const tensor of initializers) writer.writeMessage(5, tensor, () => writeTensor(tensor, writer));
    for (const value of inputs) writer.writeMessage(11, value, () => writeValue(value, writer));
    for (const value of outputs) writer.writeMessage(12, value, () => writeValue(value, writer));
  });
  writer.writeMessage(8, opset, () => {
    writer.writeString(1, '');
    writer.writeInt64(2, opset);
  });
  return writer.getResultBuffer();
}

function writeNode({ op, name, inputs, outputs, attributes }: OnnxNode, writer: BinaryWriter): void {
  writer.writeRepeatedString(1, inputs);
  writer.writeRepeatedString(2, outputs);
  writer.writeString(3, name);
  writer.writeString(4, op);
  for (const [key, value] of Object.entries(attributes))
    writer.writeMessage(5, key, () => writeAttribute(key, value, writer));
}

function writeAttribute(name: string, value: OnnxAttribute, writer: BinaryWriter): void {
  writer.writeString(1, name);
  if (typeof value === 'number') {
    writer.writeInt64(3, value);
    writer.writeEnum(20, 2);
  } else if (typeof value === 'string') {
    writer.writeBytes(4, new TextEncoder().encode(value));
    writer.writeEnum(20, 3);
  } else if ('float' in value) {
    writer.writeFloat(2, value.float);
    writer.writeEnum(20, 1);
  } else {
    writer.writePackedInt64(8, value);
    writer.writeEnum(20, 7);
  }
}

function writeTensor({ name, type, shape, data }: OnnxTensor, writer: BinaryWriter): void {
  writer.writePackedInt64(1, shape);
  writer.writeInt32(2, typeNumbers[type]);
  writer.writeString(8, name);
  writer.writeBytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, type, shape }: OnnxValue, writer: BinaryWriter): void {
  writer.writeString(1, name);
  writer.writeMessage(2, type, () => {
    writer.writeMessage(1, type, () => {
      writer.writeInt32(1, typeNumbers[type]);
      writer.writeMessage(2, shape, () => {
        for (const size of shape) {
          writer.writeMessage(1, shape, () => {
            if (size === null) writer.writeString(2, 'batch');
            else writer.writeInt64(1, size);
          });
        }
      });
    });
  });
}
