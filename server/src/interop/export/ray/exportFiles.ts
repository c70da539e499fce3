import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the exported folder that is the same for every model; `requirements.txt` is one of them. */
export function exportFile(name: string): string {
  return join(folder(), name);
}

/** In a bundle the files lie beside it, in `ray/`; in the sources in `files/`. */
function folder(): string {
  const places = ['ray', 'files', '../../../../dist/ray'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places[0] ?? '';
}
