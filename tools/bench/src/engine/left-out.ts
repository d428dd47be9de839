/** Why a peer cannot be measured here. */
export class LeftOut extends Error {}
