/** The models of keras.applications, imported from their JSON. `applications.py` makes the fixtures. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNativeEngine } from '../../server/src/engine/native/nativeEngine';
import { applicationDifferences, outputDifference, readApplications, readOutputs } from '../helpers/applications';

const root = join(import.meta.dirname, '../..');
const applications = readApplications(root);

/** One of each family; all of them, and the outputs of fourteen: `npm run soak -- applications`. */
const families = [
  'ConvNeXtTiny',
  'DenseNet121',
  'EfficientNetB0',
  'EfficientNetV2B0',
  'InceptionResNetV2',
  'InceptionV3',
  'MobileNet',
  'MobileNetV2',
  'MobileNetV3Small',
  'NASNetMobile',
  'ResNet50',
  'ResNet50V2',
  'VGG16',
  'Xception',
];
/** ConvNeXtTiny alone takes longer than all the others. */
const slow = 'ConvNeXtTiny';

describe('models of keras.applications', () => {
  it('are all that Keras 3 offers', () => {
    expect(applications.length).toBe(40);
  });

  it.each(applications.flatMap((each) => (families.includes(each.name) ? [[each.name, each] as const] : [])))(
    '%s has the shapes and parameters of Keras, layer by layer',
    (_name, application) => {
      expect(applicationDifferences(application)).toEqual([]);
    },
  );

  it.each(readOutputs(root).flatMap((output) => (output.name === slow ? [] : [[output.name, output] as const])))(
    '%s gives what it gives in Keras for the same weights and input',
    async (_name, output) => {
      expect(await outputDifference(await createNativeEngine(), output)).toBeLessThan(1e-4);
    },
  );
});
