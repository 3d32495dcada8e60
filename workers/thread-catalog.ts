import type { Catalog } from '#domain/catalog/catalog';
import { loadCatalog } from '#workers/catalog-files';

let loaded: Catalog | undefined;

/** The provider schemas, read once per thread. */
export const catalog = (): Catalog => (loaded ??= loadCatalog());
