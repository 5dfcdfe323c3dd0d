/** The door for other domains and the server. */
export { tell, type Happening } from './commands/tell.ts'
export { seedTemplates } from './commands/settings.ts'
export { gatherPushes, sendPushes, sweepNotices } from './commands/push.ts'
export { createTemplates, type Templates } from './reads/templates.ts'
export { noticeForOutside, type NoticeOutside } from './reads/outside.ts'
export type { NoticeDeps, Vapid } from './reads/deps.ts'
