/** The last release of tfjs-node: its native module is what the native engine runs on. */
export const tfjsNodeVersion = '4.22.0';

/** TensorFlow for Python, whose wheel carries the C library; test/oracle/requirements.txt names the same version. */
export const tensorflowVersion = '2.21.0';

/** A wheel of `tensorflow-cpu` by platform: pip's names for it and the SHA-256 of the file. */
export interface PinnedWheel {
  readonly file: string;
  readonly pipPlatform: string;
  readonly sha256: string;
}

const wheels: Readonly<Record<string, PinnedWheel>> = {
  'linux-x64': {
    file: `tensorflow_cpu-${tensorflowVersion}-cp311-cp311-manylinux_2_27_x86_64.whl`,
    pipPlatform: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
};

/** The wheel for this machine, or undefined where none is pinned. */
export function pinnedWheel(platform: string = process.platform, arch: string = process.arch): PinnedWheel | undefined {
  return wheels[`${platform}-${arch}`];
}

/** The Python whose wheel is taken; only the C library inside is used, so that any Python may fetch it. */
export const wheelPython = { version: '3.11', abi: 'cp311' };

/** The beginning of the SHA-256 of our kernels' sources (`kernels/`), kept by test/unit/ground/kernelsVersion.test.ts. */
export const kernelsVersion = 'f6dfbd74';

/** Our own kernels in an installation's folder; those of other sources have another name. */
export const kernelsName = `lib/napi-v8/shapewright_kernels-${kernelsVersion}.node`;
