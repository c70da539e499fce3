/** The values of node attributes, as TensorFlow's protobuf messages. */
import messages, { type AttrValue } from '@tensorflow/tfjs-node/dist/proto/api_pb';
import type { TensorShape } from '../../../compiler/program';
import { typeNumber, type GraphType } from './types';

export type { AttrValue };

export function typeValue(type: GraphType): AttrValue {
  return make((value) => value.setType(typeNumber(type)));
}

export function numberValue(number: number): AttrValue {
  return make((value) => value.setI(number));
}

export function numbersValue(numbers: readonly number[]): AttrValue {
  const list = new messages.AttrValue.ListValue();
  list.setIList(numbers);
  return make((value) => value.setList(list));
}

export function floatValue(number: number): AttrValue {
  return make((value) => value.setF(number));
}

export function flagValue(flag: boolean): AttrValue {
  return make((value) => value.setB(flag));
}

export function textValue(text: string): AttrValue {
  return make((value) => value.setS(new TextEncoder().encode(text)));
}

export function shapeValue(shape: TensorShape): AttrValue {
  return make((value) => value.setShape(shapeMessage(shape)));
}

/** `bytes` are the elements in row-major order, little endian. */
export function tensorValue(type: GraphType, shape: readonly number[], bytes: Uint8Array): AttrValue {
  const tensor = new messages.Tensor();
  tensor.setDtype(typeNumber(type));
  tensor.setTensorShape(shapeMessage(shape));
  tensor.setTensorContent(bytes);
  return make((value) => value.setTensor(tensor));
}

function make(fill: (value: AttrValue) => void): AttrValue {
  const value = new messages.AttrValue();
  fill(value);
  return value;
}

/** A shape by itself; null is written as unknown. */
export function shapeMessage(shape: TensorShape): InstanceType<typeof messages.TensorShape> {
  const message = new messages.TensorShape();
  message.setDimList(
    shape.map((size) => {
      const dim = new messages.TensorShape.Dim();
      dim.setSize(size ?? -1);
      return dim;
    }),
  );
  return message;
}
