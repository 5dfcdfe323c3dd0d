/**
 * The child's side of the channel between `tools/launch/start.mjs` and the server: when the launcher dies, even by
 * `kill -9`, the channel closes and the server shuts down by itself, so that nothing is left running without an owner.
 * Calls `gone` at most once; does nothing when the server was started without a launcher.
 */
export function onParentGone(gone: () => void): void {
  if (process.send === undefined) return
  if (!process.connected) {
    setImmediate(gone)
    return
  }
  process.once('disconnect', gone)
  // The channel alone must not keep a finished server alive.
  process.channel?.unref()
}
