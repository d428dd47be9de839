import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findImages } from './find.ts';
import { shareImage } from './share.ts';

export { findImages, shareImage };

/** The runbooks of this domain. */
export const imageRunbooks: readonly AnyRunbook<Services>[] = [findImages, shareImage];
