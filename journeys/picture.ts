import sharp from 'sharp'

/** A photo as a telephone would send it: a JPEG that differs from every other. */
export async function picture(
  name: string,
  shade: number,
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const buffer = await sharp({
    create: { width: 640, height: 480, channels: 3, background: { r: shade % 256, g: 120, b: 90 } },
  })
    .jpeg()
    .toBuffer()
  return { name, mimeType: 'image/jpeg', buffer }
}
