/**
 * gcoord ships CommonJS to Node and an ES module to bundlers; both have one default export, but its own declarations
 * describe only the second and TypeScript then refuses the first. These are the three systems we use.
 */
declare module 'gcoord' {
  type System = 'WGS84' | 'GCJ02' | 'BD09'
  const gcoord: {
    readonly WGS84: 'WGS84'
    readonly GCJ02: 'GCJ02'
    readonly BD09: 'BD09'
    transform(position: [number, number], from: System, to: System): [number, number]
  }
  export default gcoord
}
