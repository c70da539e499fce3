/** `node scripts/extension/installInto.mjs FOLDER`: packs what is built as the universal VSIX and unpacks it there. */
import { packageExtension } from './packageExtension.mjs';
import { unpackExtension } from './unpackExtension.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder');
await unpackExtension((await packageExtension()).path, folder);
