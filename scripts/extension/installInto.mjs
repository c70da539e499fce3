/** `node scripts/extension/installInto.mjs FOLDER`: unpacks what is built there, as the universal VSIX. */
import { packedExtension } from './packedExtension.mjs';
import { unpackExtension } from './unpackExtension.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder');
await unpackExtension(await packedExtension(), folder);
