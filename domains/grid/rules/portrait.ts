/** A grid worker's portrait: whose it is, whether it may be shown, and who has it as a file. */

export const PORTRAIT_STATES = ['none', 'waiting', 'approved'] as const
/** 未提供 待核准 已核准. */
export type PortraitState = (typeof PORTRAIT_STATES)[number]

/** @param portrait the one that counts now; undefined: none was given, or it was taken back */
export const portraitState = (portrait: { readonly approved_at: Date | null } | undefined): PortraitState =>
  portrait === undefined ? 'none' : portrait.approved_at === null ? 'waiting' : 'approved'

/** Shown to residents: the deployment publishes photos at all, and somebody approved this one. */
export const portraitShown = (
  portrait: { readonly approved_at: Date | null } | undefined,
  fields: readonly string[],
): boolean => fields.includes('photo') && portraitState(portrait) === 'approved'
