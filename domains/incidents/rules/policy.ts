import type { Policy } from './model.ts'

/**
 * Limits the deployment sets itself until it sets others: the stages' own, windows and quotas. Local documents differ
 * (domain 2.5), so these are a starting configuration with no claim of conformity.
 */
export const defaultPolicy: Policy = {
  version: 'policy-1',
  stages: {
    accept: {
      amount: 0.5,
      unit: 'working-hour',
    },
    verify: {
      amount: 4,
      unit: 'working-hour',
    },
    file: {
      amount: 0.5,
      unit: 'working-hour',
    },
    dispatch: {
      amount: 0.5,
      unit: 'working-hour',
    },
    take: {
      amount: 2,
      unit: 'working-hour',
    },
    check: {
      amount: 4,
      unit: 'working-hour',
    },
    close: {
      amount: 2,
      unit: 'working-hour',
    },
  },
  urgentStages: {
    accept: {
      amount: 0.25,
      unit: 'urgent-hour',
    },
    verify: {
      amount: 1,
      unit: 'urgent-hour',
    },
    file: {
      amount: 0.25,
      unit: 'urgent-hour',
    },
    dispatch: {
      amount: 0.25,
      unit: 'urgent-hour',
    },
    take: {
      amount: 0.5,
      unit: 'urgent-hour',
    },
    check: {
      amount: 1.5,
      unit: 'urgent-hour',
    },
    close: {
      amount: 1,
      unit: 'urgent-hour',
    },
  },
  totalExtra: {
    'urgent-hour': 3,
    'working-hour': 7,
    'working-day': 1,
    'calendar-day': 1,
  },
  returnWindow: {
    amount: 4,
    unit: 'working-hour',
  },
  reopenDays: 30,
  urgeIntervalMs: 14400000,
  deskLevels: ['community', 'street', 'county'],
  firstDesk: 'street',
  supervisionReply: {
    notice: {
      amount: 3,
      unit: 'working-day',
    },
    yellow: {
      amount: 2,
      unit: 'working-day',
    },
    red: {
      amount: 1,
      unit: 'working-day',
    },
  },
}
