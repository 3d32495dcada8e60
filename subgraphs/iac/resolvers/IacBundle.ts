import { notAvailableYet } from '#platform/denial';
import type { IacBundleResolvers } from '../generated/resolvers';

export const IacBundle: IacBundleResolvers = { downloadUrl: notAvailableYet };
