import { describe, expect, it } from 'vitest'
import { createOutbound, networks } from './outbound.ts'

describe('an address somebody typed', () => {
  const strict = createOutbound({ allow: [] })
  const opened = createOutbound({ allow: ['10.20.0.0/16', 'fd00:1::/32'] })
  it.each([
    ['https://example.org/hook', null, null],
    ['http://example.org/hook', 'plain-http', null],
    ['http://93.184.216.34/', 'plain-http', 'plain-http'],
    ['https://10.20.3.4/hook', 'refused-address', null],
    ['http://10.20.3.4:8080/hook', 'refused-address', null],
    ['https://10.21.3.4/hook', 'refused-address', 'refused-address'],
    ['https://127.0.0.1/', 'refused-address', 'refused-address'],
    ['https://127.1/', 'refused-address', 'refused-address'],
    ['https://0/', 'refused-address', 'refused-address'],
    ['https://0177.0.0.1/', 'refused-address', 'refused-address'],
    ['https://169.254.169.254/latest/meta-data', 'refused-address', 'refused-address'],
    ['https://100.100.100.200/', 'refused-address', 'refused-address'],
    ['https://172.31.255.255/', 'refused-address', 'refused-address'],
    ['https://172.32.0.1/', null, null],
    ['https://224.0.0.1/', 'refused-address', 'refused-address'],
    ['https://255.255.255.255/', 'refused-address', 'refused-address'],
    ['https://[::1]/', 'refused-address', 'refused-address'],
    ['https://[::]/', 'refused-address', 'refused-address'],
    ['https://[::ffff:127.0.0.1]/', 'refused-address', 'refused-address'],
    ['https://[::ffff:a00:1]/', 'refused-address', 'refused-address'],
    ['https://[64:ff9b::7f00:1]/', 'refused-address', 'refused-address'],
    ['https://[fe80::1]/', 'refused-address', 'refused-address'],
    ['https://[fd00:1::5]/', 'refused-address', null],
    ['https://[fd00:2::5]/', 'refused-address', 'refused-address'],
    ['https://[2606:4700::1111]/', null, null],
    ['https://name:secret@example.org/', 'bad-address', 'bad-address'],
    ['file:///etc/passwd', 'bad-address', 'bad-address'],
    ['javascript:alert(1)', 'bad-address', 'bad-address'],
    ['', 'bad-address', 'bad-address'],
  ])('%s', (url, shut, open) => {
    expect(strict.check(url)).toBe(shut)
    expect(opened.check(url)).toBe(open)
  })
  it('names what is no network', () => {
    for (const bad of ['10.0.0.0/33', 'example.org', '10.0.0/8', '::/129', '10.0.0.0/x'])
      expect(() => networks([bad]), bad).toThrow(bad)
  })
})
