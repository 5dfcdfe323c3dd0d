/** A page opened before an update asks for parts that are gone: it is loaded anew. Where the server is out of reach it stays. */
export function loadAnewWhenOutdated(): void {
  window.addEventListener('vite:preloadError', () => {
    void outdated().then((gone) => gone && location.reload())
  })
}

/** True when the server hands out another beginning than this page has. */
async function outdated(): Promise<boolean> {
  const entry = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? ''
  try {
    const answer = await fetch(location.pathname, { headers: { accept: 'text/html' }, cache: 'no-cache' })
    return answer.ok && !(await answer.text()).includes(entry)
  } catch {
    return false
  }
}
