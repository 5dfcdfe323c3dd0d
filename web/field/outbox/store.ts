import { drawerOf } from '../../kit/drawer.ts'

/** What is not sent yet, its photos, and the few facts a form needs without a signal. */
export const { put, take, all, drop, keepPhoto, keptPhoto, dropPhotos } = drawerOf('lifang.field', [
  'jobs',
  'kept',
])
