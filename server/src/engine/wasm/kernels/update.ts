import { flagAttribute, numberAttribute } from '../../../compiler/operations/attributes';
import { type Kernel, type KernelCall, inputAt, variableAt } from './kernel';
import { valuesOf } from './structure';

/** AssignVariableOp, AssignAddVariableOp and AssignSubVariableOp. */
export const assignKernel: Kernel = (call) => {
  valuesOf(call.backend, variableAt(call, 0)).set(valuesOf(call.backend, inputAt(call, 0)));
  return [];
};

export function assignChangeKernel(sign: 1 | -1): Kernel {
  return (call) => {
    const to = valuesOf(call.backend, variableAt(call, 0));
    const by = valuesOf(call.backend, inputAt(call, 0));
    for (let i = 0; i < to.length; i++) to[i] = to[i]! + sign * by[i]!;
    return [];
  };
}

/** ResourceApplyGradientDescent: w ← w − rate·g. */
export const gradientDescentKernel: Kernel = (call) => {
  const w = variable(call, 0);
  const [rate, g] = [scalar(call, 0), floats(call, 1)];
  for (let i = 0; i < w.length; i++) w[i]! -= rate * g[i]!;
  return [];
};

/** ResourceApplyKerasMomentum: v ← momentum·v − rate·g; w ← w + v, or with Nesterov w + momentum·v − rate·g. */
export const momentumKernel: Kernel = (call) => {
  const [w, v] = [variable(call, 0), variable(call, 1)];
  const [rate, g] = [scalar(call, 0), floats(call, 1)];
  const momentum = numberAttribute(call.operation.attributes, 'momentum');
  const nesterov = flagAttribute(call.operation.attributes, 'use_nesterov');
  for (let i = 0; i < w.length; i++) {
    const step = rate * g[i]!;
    const velocity = momentum * v[i]! - step;
    v[i] = velocity;
    w[i]! += nesterov ? momentum * velocity - step : velocity;
  }
  return [];
};

/** ResourceApplyAdam: m, v are running means of g and g²; w ← w − rate·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε). */
export const adamKernel: Kernel = (call) => {
  const [w, m, v] = [variable(call, 0), variable(call, 1), variable(call, 2)];
  const g = floats(call, 3);
  const rate = (scalar(call, 2) * Math.sqrt(1 - scalar(call, 1))) / (1 - scalar(call, 0));
  const [a, b, epsilon] = [1 - named(call, 'beta1'), 1 - named(call, 'beta2'), named(call, 'epsilon')];
  for (let i = 0; i < w.length; i++) {
    m[i]! += (g[i]! - m[i]!) * a;
    v[i]! += (g[i]! * g[i]! - v[i]!) * b;
    w[i]! -= (rate * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
  }
  return [];
};

/** ResourceApplyAdaMax: u ← max(β₂·u, |g|); w ← w − rate/(1 − β₁ᵗ) · m/(u + ε). */
export const adaMaxKernel: Kernel = (call) => {
  const [w, m, u] = [variable(call, 0), variable(call, 1), variable(call, 2)];
  const g = floats(call, 2);
  const rate = scalar(call, 1) / (1 - scalar(call, 0));
  const [a, beta2, epsilon] = [1 - named(call, 'beta1'), named(call, 'beta2'), named(call, 'epsilon')];
  for (let i = 0; i < w.length; i++) {
    m[i]! += (g[i]! - m[i]!) * a;
    u[i] = Math.max(beta2 * u[i]!, Math.abs(g[i]!));
    w[i]! -= (rate * m[i]!) / (u[i]! + epsilon);
  }
  return [];
};

/** ResourceApplyRMSProp: ms ← ρ·ms + (1 − ρ)·g²; mom ← momentum·mom + rate·g/√(ms + ε); w ← w − mom. */
export const rmsPropKernel: Kernel = (call) => {
  const [w, meanSquare, momentum] = [variable(call, 0), variable(call, 1), variable(call, 2)];
  const [rate, g] = [scalar(call, 0), floats(call, 1)];
  const [rho, factor, epsilon] = [named(call, 'rho'), named(call, 'momentum'), named(call, 'epsilon')];
  for (let i = 0; i < w.length; i++) {
    const square = rho * meanSquare[i]! + (1 - rho) * g[i]! * g[i]!;
    meanSquare[i] = square;
    const step = factor * momentum[i]! + (rate * g[i]!) / Math.sqrt(square + epsilon);
    momentum[i] = step;
    w[i]! -= step;
  }
  return [];
};

/** ResourceApplyCenteredRMSProp: as above with the variance ms − mg² under the root. */
export const centeredRmsPropKernel: Kernel = (call) => {
  const [w, mean, meanSquare, momentum] = [variable(call, 0), variable(call, 1), variable(call, 2), variable(call, 3)];
  const [rate, g] = [scalar(call, 0), floats(call, 1)];
  const [rho, factor, epsilon] = [named(call, 'rho'), named(call, 'momentum'), named(call, 'epsilon')];
  for (let i = 0; i < w.length; i++) {
    const average = rho * mean[i]! + (1 - rho) * g[i]!;
    const square = rho * meanSquare[i]! + (1 - rho) * g[i]! * g[i]!;
    mean[i] = average;
    meanSquare[i] = square;
    const step = factor * momentum[i]! + (rate * g[i]!) / Math.sqrt(square - average * average + epsilon);
    momentum[i] = step;
    w[i]! -= step;
  }
  return [];
};

/** ResourceApplyAdadelta: Δ = √(d + ε)/√(a + ε) · g with running means a of g² and d of Δ²; w ← w − rate·Δ. */
export const adadeltaKernel: Kernel = (call) => {
  const [w, accumulated, deltas] = [variable(call, 0), variable(call, 1), variable(call, 2)];
  const [rate, g] = [scalar(call, 0), floats(call, 1)];
  const [rho, epsilon] = [named(call, 'rho'), named(call, 'epsilon')];
  for (let i = 0; i < w.length; i++) {
    const square = rho * accumulated[i]! + (1 - rho) * g[i]! * g[i]!;
    const delta = (Math.sqrt(deltas[i]! + epsilon) / Math.sqrt(square + epsilon)) * g[i]!;
    accumulated[i] = square;
    deltas[i] = rho * deltas[i]! + (1 - rho) * delta * delta;
    w[i]! -= rate * delta;
  }
  return [];
};

function variable(call: KernelCall, index: number): Float32Array {
  return call.backend.floats(variableAt(call, index));
}

function floats(call: KernelCall, index: number): Float32Array {
  return call.backend.floats(inputAt(call, index));
}

function scalar(call: KernelCall, index: number): number {
  return floats(call, index)[0] ?? NaN;
}

function named(call: KernelCall, name: string): number {
  return numberAttribute(call.operation.attributes, name);
}
