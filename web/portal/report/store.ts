import { drawerOf } from '../../kit/drawer.ts'

/** Photos of a report not sent yet: they are too large for the storage the words lie in. */
export const { keepPhoto, keptPhoto, dropPhotos } = drawerOf('lifang.portal', [])
