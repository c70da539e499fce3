/** JPEG by libjpeg in WebAssembly (@jsquash/jpeg), which decodes as Pillow does, bit for bit. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import createDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import { textOf } from '../../runProblem';
import { bundledFile } from '../bundledFile';
import { damagedFile } from '../dataProblem';
import { checkJpeg } from './jpegHeader';
import { checkSize, type Pixels } from './pixels';

export interface JpegDecoder {
  /** Throws a RunProblem that names the file. */
  decode(bytes: Uint8Array, file: string): Pixels;
}

/** The part of Emscripten's module that we use; the package's own types need a global namespace. */
interface DecoderModule {
  decode(
    bytes: Uint8Array,
    preserveOrientation: boolean,
  ): { readonly height: number; readonly width: number; readonly data: Uint8ClampedArray } | null;
}

const createModule = createDecoder as unknown as (options: object) => Promise<DecoderModule>;

let loading: Promise<JpegDecoder> | undefined;

/** Loads the decoder once a thread. */
export function loadJpegDecoder(): Promise<JpegDecoder> {
  loading ??= load();
  return loading;
}

async function load(): Promise<JpegDecoder> {
  const compiled = await WebAssembly.compile(await readFile(wasmFile()));
  const instantiate = (): Promise<DecoderModule> =>
    createModule({
      noInitialRun: true,
      // libjpeg's warnings on standard error; what matters of them is found beforehand.
      printErr: () => undefined,
      instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
        const instance = new WebAssembly.Instance(compiled, imports);
        done(instance);
        return instance.exports;
      },
    });
  let module = await instantiate();
  return {
    decode: (bytes, file) => {
      const header = checkJpeg(bytes, file);
      checkSize(file, header);
      let image: ReturnType<DecoderModule['decode']>;
      try {
        image = module.decode(bytes, false);
      } catch (error) {
        // After an error libjpeg's memory is not given back: the next image gets a fresh module.
        void instantiate().then((fresh) => {
          module = fresh;
        });
        throw damagedFile(file, 0, `libjpeg cannot decode it: ${textOf(error)}.`);
      }
      if (image === null) throw damagedFile(file, 0, 'libjpeg cannot decode it.');
      return {
        height: image.height,
        width: image.width,
        channels: header.channels,
        data: dropAlpha(image.data, header.channels),
      };
    },
  };
}

/** The decoder gives four bytes a pixel, grey three times. */
function dropAlpha(data: Uint8ClampedArray, channels: 1 | 3): Uint8Array {
  const count = data.length / 4;
  const kept = new Uint8Array(count * channels);
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel += 1, from += 4, to += channels) {
    kept[to] = data[from] ?? 0;
    if (channels === 1) continue;
    kept[to + 1] = data[from + 1] ?? 0;
    kept[to + 2] = data[from + 2] ?? 0;
  }
  return kept;
}

/** Beside the bundle, or in the package when the sources run. */
function wasmFile(): string {
  return (
    bundledFile('wasm/mozjpeg_dec.wasm') ??
    createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')
  );
}
