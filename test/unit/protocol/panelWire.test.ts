import { expect, test } from 'vitest';
import { fromWire, toWire } from '../../../server/src/protocol/panelWire';

test('what a panel is told comes through JSON as it was, NaN and infinities too', () => {
  const message = {
    type: 'append',
    events: [
      { event: 'epoch', epoch: 1, logs: { loss: Number.NaN, val_loss: Number.POSITIVE_INFINITY, accuracy: -0.5 } },
      { event: 'batch', losses: [1, Number.NEGATIVE_INFINITY], name: 'NaN', nothing: null },
    ],
  };
  expect(fromWire(JSON.parse(JSON.stringify(toWire(message))))).toEqual(message);
});

test('typed arrays and messages without such numbers stay the very objects', () => {
  const plain = { type: 'state', parts: [1, { deep: 'text' }] };
  expect(toWire(plain)).toBe(plain);
  expect(fromWire(plain)).toBe(plain);
  const values = Float32Array.of(Number.NaN, 1);
  expect(toWire({ values, loss: Number.NaN })).toEqual({ values, loss: { nonFinite: 'NaN' } });
  expect((toWire({ values, loss: Number.NaN }) as { values: unknown }).values).toBe(values);
});

test('an object that only looks like such a number stays what it is', () => {
  const message = { layer: { nonFinite: 'NaN', name: 'x' }, other: { nonFinite: 'soon' } };
  expect(fromWire(message)).toBe(message);
});
