/** The position this telephone gives. @throws GeolocationPositionError, or 'none' where it has none to give */
export const position = (): Promise<GeolocationPosition> =>
  new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) reject(new Error('none'))
    else
      navigator.geolocation.getCurrentPosition(resolve, reject, {
        enableHighAccuracy: true,
        timeout: 15_000,
        maximumAge: 60_000,
      })
  })

/** Whether this telephone was allowed to tell before. Nobody is asked unbidden; who has allowed it is found at once. */
export async function mayTellPosition(): Promise<boolean> {
  if (!('permissions' in navigator)) return false
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state === 'granted'
  } catch {
    return false
  }
}
