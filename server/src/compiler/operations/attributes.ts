import type { OperationAttributes } from '../../language/layers/lowering';
import { OperationError } from './definition';

export function numberAttribute(attributes: OperationAttributes, name: string): number {
  const value = attributes[name];
  if (typeof value !== 'number')
    throw new OperationError(`the attribute ${name} must be a number, got ${String(value)}`);
  return value;
}

export function numbersAttribute(attributes: OperationAttributes, name: string): readonly number[] {
  const value = attributes[name];
  if (!Array.isArray(value))
    throw new OperationError(`the attribute ${name} must be a list of numbers, got ${String(value)}`);
  return value.map(Number);
}

export function textAttribute(attributes: OperationAttributes, name: string): string {
  const value = attributes[name];
  if (typeof value !== 'string') throw new OperationError(`the attribute ${name} must be text, got ${String(value)}`);
  return value;
}

/** A missing flag is false. */
export function flagAttribute(attributes: OperationAttributes, name: string): boolean {
  return attributes[name] === true;
}

/** The attributes but for one. */
export function withoutAttribute(attributes: OperationAttributes, name: string): OperationAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([other]) => other !== name));
}
